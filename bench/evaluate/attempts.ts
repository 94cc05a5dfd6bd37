import type { LeadModelSpec } from "@tributary/core/lead-model";
import type { LeadSet } from "./lead-sets";

/** Something tried to beat the default: what of the spec is changed. */
export interface Attempt {
  readonly name: string;
  readonly change: Partial<LeadModelSpec>;
}

/** What is tried on a set. */
export const attemptsFor = ({ pairs }: LeadSet): readonly Attempt[] => [
  { name: "scorecard", change: { kind: "scorecard" } },
  { name: "scorecard, monotone bins", change: { kind: "scorecard", bins: { monotone: true } } },
  { name: "blend", change: { kind: "blend" } },
  ...(pairs.length > 0
    ? [
        { name: "ridge × pairs", change: { interactions: pairs } },
        { name: "blend × pairs, lambda 5", change: { kind: "blend", interactions: pairs, lambda: 5 } } as const,
      ]
    : []),
];
