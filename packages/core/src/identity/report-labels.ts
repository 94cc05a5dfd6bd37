import type { EpochMs } from "../model";
import type { EpochCause } from "./epoch";
import type { Associated, Handover, PersonReport } from "./person-report";
import type { Edge, Witness } from "./resolution";

/** What a drawing says of a person: the OneID, the policy and whether its component was cut. */
export const titleLines = ({ person, policy, degraded }: PersonReport): readonly string[] => [
  person.oneId,
  `policy ${policy}`,
  ...(degraded ? [`degraded, a component of ${degraded.size}, ${degraded.limit} at most`] : []),
];

/** What speaks for an edge: a decision, or its strength and how often it was seen. */
export const weightOf = ({ must, strength, count }: Edge): string =>
  [must ? "decided" : [], strength === undefined ? [] : `${strength} × ${count}`].flat().join(", ");

/** The rule that a refused edge would have broken; what people wrote as their reasons is not said. */
export function ruleOf(witness: Witness): string {
  switch (witness.code) {
    case "limit":
      return `${witness.limit} ${kindOf(witness)} at most`;
    case "window-limit":
      return `${witness.limit} ${kindOf(witness)} at most within ${witness.within}`;
    case "cannot-link":
      return "kept apart by decision";
    case "max-person":
      return `${witness.limit} identifiers at most`;
    case "max-component":
      return `a component of ${witness.size}, ${witness.limit} at most`;
  }
}

const kindOf = ({ type, scope }: { readonly type: string; readonly scope?: string }): string =>
  scope === undefined ? type : `${type} ${scope}`;

/** When an identifier was a person's, why no longer or only since, and who had it before and after. */
export function handoverLines(
  { epoch: { from, to, because, ended }, before, after }: Handover,
  dateOf: (at: EpochMs) => string,
): readonly string[] {
  const since = from === undefined ? [] : `since ${dateOf(from)}`;
  const until = to === undefined ? [] : `until ${dateOf(to)}`;
  const cause = ended ?? because;
  return [
    [since, until].flat().join(" "),
    cause ? causeOf(cause, dateOf) : [],
    before === undefined ? [] : `owner before ${before}`,
    after === undefined ? [] : `owner after ${after}`,
  ].flat();
}

const causeOf = (cause: EpochCause, dateOf: (at: EpochMs) => string): string =>
  cause.code === "cut" ? "by decision" : `silent from ${dateOf(cause.silentFrom)}`;

/** Why an identifier joins nobody, and how often it was seen with the person. */
export const sharedLines = ({ because, count }: Associated): readonly string[] => [
  because.code === "hub" ? `seen with ${because.count} ${because.of}, ${because.limit} at most` : "joins nobody",
  `× ${count}`,
];
