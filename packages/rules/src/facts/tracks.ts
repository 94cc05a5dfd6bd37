import type { Json } from "@tributary/core";

/**
 * One track: `0` when nothing matched yet, else flat arrays.
 *
 * - numbers: how many occurrences ever; per total [how many numbers, sum as billions and millionths, min, max]; per first
 *   [instant, hash of the event id]; then per kept occurrence, ascending by (instant, hash), [instant, hash, numbers…]
 * - values (where the layout has any): per first its value; then per kept occurrence its values, `null` where it has none
 * - days (where the layout has zones): per zone, ascending [day since 1970-01-01, how many]…
 */
export type Track = 0 | FilledTrack;

/** A track something was folded into. */
export type FilledTrack =
  | readonly [numbers: readonly number[]]
  | readonly [numbers: readonly number[], values: readonly Json[]]
  | readonly [numbers: readonly number[], values: readonly Json[], days: readonly Days[]];

/** Ascending pairs, flat: day since 1970-01-01, how many. */
export type Days = readonly number[];

/** The folded state of one leaf, or of a person: plain JSON, one {@link Track} per track of the fact set. */
export type Tracks = readonly Track[];

/** The numbers of one total, as they lie in a track. */
export type TotalNumbers = [count: number, billions: number, millionths: number, min: number, max: number];

/** Numbers per total in a track's head: how many, billions, millionths, min, max. */
export const TOTAL_SIZE = 5;
/** Numbers per first in a track's head: instant, hash. */
export const FIRST_SIZE = 2;
/** Stands for "no number here"; no number a sum accepts is this large. */
export const NO_NUMBER = 1e99;
/** Stands for the hash of no event. */
export const NO_HASH = -1;

const NOTHING: readonly never[] = [];

/** The values of a track, none where its layout has none. */
export const valuesOf = (track: FilledTrack): readonly Json[] => (track.length === 1 ? NOTHING : track[1]);

/** The days of a track, none where its layout has none. */
export const daysOf = (track: FilledTrack): readonly Days[] => (track.length === 3 ? track[2] : NOTHING);
