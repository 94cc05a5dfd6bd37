import { type EpochMs, isEpochMs, parseDuration } from "@tributary/core";
import type { LeafExplanation } from "../condition/index";
import type { FactReader } from "./define-facts";
import { earliest } from "./next-reading";
import type { Tracks } from "./tracks";

/** Operators that ask for the age of an instant. */
const AGEING: ReadonlySet<string> = new Set(["withinLast", "olderThan"]);

/** Operators that answer by the values alone. */
const TIMELESS: ReadonlySet<string> = new Set([
  ...["equal", "notEqual", "in", "notIn", "contains", "doesNotContain", "startsWith", "endsWith", "containsText"],
  ...["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive", "between", "matches"],
  ...["before", "after", "exists", "notExists"],
]);

/** Where and when a leaf was answered. */
export interface LeafMoment {
  readonly find: (fact: string) => FactReader;
  readonly tracks: Tracks;
  readonly now: EpochMs;
}

/** An instant after the moment before which a leaf comes out as it did; `undefined` where it does for ever. */
export function nextLeafAt(leaf: LeafExplanation, { find, tracks, now }: LeafMoment): EpochMs | undefined {
  const operator = leaf.operator.slice(leaf.operator.lastIndexOf(":") + 1);
  if (leaf.window || leaf.expectedFact?.window)
    throw new RangeError(`nobody knows when a window over ${JSON.stringify(leaf.fact)} changes with time`);
  const reader = find(leaf.fact);
  const other = leaf.expectedFact && find(leaf.expectedFact.fact);
  if (AGEING.has(operator)) return earliest(reader.nextAt(tracks, now), nextAgeAt(leaf, now));
  if (!TIMELESS.has(operator)) throw new RangeError(`nobody knows when ${JSON.stringify(operator)} changes with time`);
  if (other === undefined) return nextSideAt(reader, leaf.expected, { tracks, now });
  const bothPass = reader.nextPast !== undefined && other.nextPast !== undefined;
  if (bothPass && leaf.actual !== undefined && leaf.expected !== undefined)
    return earliest(reader.nextAt(tracks, now), other.nextAt(tracks, now));
  return earliest(nextSideAt(reader, leaf.expected, { tracks, now }), nextSideAt(other, leaf.actual, { tracks, now }));
}

/** When one side of a comparison can make it come out otherwise, while the other side stays as it is. */
function nextSideAt(side: FactReader, other: unknown, { tracks, now }: Omit<LeafMoment, "find">): EpochMs | undefined {
  if (side.nextPast === undefined) return side.nextAt(tracks, now);
  const values = listOf(other)
    .flat()
    .filter((value) => typeof value === "number");
  return side.nextPast(tracks, now, values);
}

/** When an instant comes, or is as old as asked. */
function nextAgeAt({ actual, expected }: LeafExplanation, now: EpochMs): EpochMs | undefined {
  const ages = [0, ...listOf(expected).flatMap((text) => parseDuration(String(text)) ?? [])];
  const instants = listOf(actual).filter(isEpochMs);
  return earliest(...instants.flatMap((at) => ages.map((age) => at + age)).filter((at) => at > now));
}

/** A decorated operator compares many values, any other one. */
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
