import type { Label } from "@tributary/core";
import type { SegmentDefinition } from "./compile-segment";

/** How a new segment is called. */
export interface SegmentName {
  readonly segment: string;
  readonly label: Label;
}

const refer = (segments: readonly string[]): readonly { readonly condition: string }[] =>
  segments.map((condition) => ({ condition }));

/**
 * Everybody who is in at least one of the segments (并集).
 *
 * @param segments names of other segments, at least one
 * @example
 * unionOf({ segment: "warm", label: { zh: "温热", en: "Warm" } }, ["hot", "visited"]).when;
 * // => { any: [{ condition: "hot" }, { condition: "visited" }] }
 */
export const unionOf = (name: SegmentName, segments: readonly string[]): SegmentDefinition => ({
  ...name,
  when: { any: refer(segments) },
});

/**
 * Everybody who is in each of the segments (交集).
 *
 * @param segments names of other segments, at least one
 * @example
 * intersectionOf({ segment: "both", label: { zh: "皆是", en: "Both" } }, ["hot", "visited"]).when;
 * // => { all: [{ condition: "hot" }, { condition: "visited" }] }
 */
export const intersectionOf = (name: SegmentName, segments: readonly string[]): SegmentDefinition => ({
  ...name,
  when: { all: refer(segments) },
});

/**
 * Everybody who is in one segment and surely in none of the others (差集): of whom it is not known whether they are in
 * one of the others is not in the difference.
 *
 * @param segment the name of the segment to take from
 * @param others names of those to take away, at least one
 * @example
 * differenceOf({ segment: "left", label: { zh: "其余", en: "The rest" } }, "hot", ["owners"]).when;
 * // => { all: [{ condition: "hot" }, { not: { any: [{ condition: "owners" }] } }] }
 */
export const differenceOf = (name: SegmentName, segment: string, others: readonly string[]): SegmentDefinition => ({
  ...name,
  when: { all: [{ condition: segment }, { not: { any: refer(others) } }] },
});
