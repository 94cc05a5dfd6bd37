import type { IdentityPolicy } from "../identity/index";
import { identityDiffLaws } from "./identity-diff-laws";
import { identityErasureLaws } from "./identity-erasure-laws";
import { identityExplainLaws } from "./identity-explain-laws";
import { identityGraphLaws } from "./identity-graph-laws";
import { identityLimitLaws } from "./identity-limit-laws";
import { identityNameLaws } from "./identity-name-laws";
import { identityPreviewLaws } from "./identity-preview-laws";
import { identitySetLaws } from "./identity-set-laws";
import type { Law } from "./law";

/**
 * The laws of identity resolution, to run on a host's own policy: order, repetition and batching mean nothing; limits
 * hold; refusals and explanations follow from the evidence; OneIDs survive merges and splits.
 *
 * @param policy a policy from `definePolicy`
 * @returns laws for any test runner; each tries 100 random cases of evidence by default
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * identityLaws(policy).length; // => 42
 */
export const identityLaws = (policy: IdentityPolicy): readonly Law[] => [
  ...identitySetLaws(policy),
  ...identityLimitLaws(policy),
  ...identityNameLaws(policy),
  ...identityGraphLaws(policy),
  ...identityDiffLaws(policy),
  ...identityErasureLaws(policy),
  ...identityExplainLaws(policy),
  ...identityPreviewLaws(policy),
];
