import type { IdentifierKey, Person } from "../model";
import { nodeKeysOf } from "./node-keys-of";
import type { Edge, Resolution, WhyNot } from "./resolution";

/**
 * Two identifiers that are one person under one of two policies, and not under the other. One that went to somebody else
 * since is called by its ended epoch, which the other policy may not know.
 */
export interface ChangeReason {
  readonly a: IdentifierKey;
  readonly b: IdentifierKey;
  /** The accepted edges from `a` to `b` where they are one. */
  readonly together: readonly Edge[];
  /** Why they are not, where they are not. */
  readonly apart: WhyNot;
}

/**
 * The strongest identifier of a part that is also in the whole, and the strongest of the whole that is not in the part:
 * one person where the whole is, not where the part is.
 */
export function reasonFor(
  apartIn: Resolution,
  togetherIn: Resolution,
  part: Person | undefined,
  whole: Person | undefined,
): ChangeReason | undefined {
  const inPart = new Set(part && nodeKeysOf(part));
  const members = whole ? nodeKeysOf(whole) : [];
  const [a, b] = [members.find((key) => inPart.has(key)), members.find((key) => !inPart.has(key))];
  if (a === undefined || b === undefined) return undefined;
  return { a, b, together: togetherIn.explain(a, b) ?? [], apart: apartIn.explainNot(a, b) };
}
