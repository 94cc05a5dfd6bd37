import { byCodeUnit, type EpochMs, requireSpan, type Span } from "@tributary/core";
import type { StageChange } from "./advance";

/** How many moved from one stage to another. `from` is absent for those who were placed for the first time. */
export interface StageMove {
  readonly from?: string;
  readonly to: string;
  readonly regression?: string;
  readonly moves: number;
}

/** How customers flowed between stages (阶段流转), as data for a picture. */
export interface StageFlow {
  /** How many stood in each stage just before `from`, by stage in code-unit order. */
  readonly before: { readonly [stage: string]: number };
  /** How many stood in each stage at `to`. */
  readonly after: { readonly [stage: string]: number };
  /** Moves with `from ≤ at ≤ to`, the most frequent first. */
  readonly moves: readonly StageMove[];
}

/**
 * Counts how customers moved between stages in a time. For every stage `after = before + moves in − moves out`.
 *
 * @param histories of each customer all changes that {@link advance} gave, in their order; customers in any
 * @param options.from the first instant of the time
 * @param options.to its last instant
 * @throws RangeError when an instant is none, or `to` is before `from`
 * @example
 * const flow = measureFlow(
 *   [
 *     [{ to: "aware", at: 0, kind: "placed" }, { from: "aware", to: "lead", at: 5, kind: "advanced" }],
 *     [{ to: "aware", at: 1, kind: "placed" }],
 *   ],
 *   { from: 2, to: 9 },
 * );
 * flow; // => { before: { aware: 2 }, after: { aware: 1, lead: 1 }, moves: [{ from: "aware", to: "lead", moves: 1 }] }
 */
export function measureFlow(histories: readonly (readonly StageChange[])[], options: Span): StageFlow {
  const { from, to } = requireSpan(options);
  const moves = new Map<string, StageMove>();
  for (const { from: source, to: target, at, regression } of histories.flat()) {
    if (at < from || at > to) continue;
    const key = JSON.stringify([source ?? null, target, regression ?? null]);
    const known = moves.get(key) ?? {
      ...(source !== undefined && { from: source }),
      to: target,
      ...(regression !== undefined && { regression }),
      moves: 0,
    };
    moves.set(key, { ...known, moves: known.moves + 1 });
  }
  return {
    before: countBy(histories, (at) => at < from),
    after: countBy(histories, (at) => at <= to),
    moves: [...moves].sort(([a, x], [b, y]) => y.moves - x.moves || byCodeUnit(a, b)).map(([, move]) => move),
  };
}

function countBy(
  histories: readonly (readonly StageChange[])[],
  counts: (at: EpochMs) => boolean,
): StageFlow["before"] {
  const persons = new Map<string, number>();
  for (const history of histories) {
    const stage = history.filter(({ at }) => counts(at)).at(-1)?.to;
    if (stage !== undefined) persons.set(stage, (persons.get(stage) ?? 0) + 1);
  }
  return Object.fromEntries([...persons].sort(([a], [b]) => byCodeUnit(a, b)));
}
