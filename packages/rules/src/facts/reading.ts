import type { EpochMs, Json } from "@tributary/core";
import type { Selection } from "./selection";

/**
 * Why a fact has no value: it never happened in range; it did, but without a usable value; the value was erased; it is
 * another than the one asked for; a formula divides by zero, or comes to what no number or date can say; or more happened
 * than is kept, and the kept occurrences cannot tell.
 */
export type Unknown = "never" | "no-value" | "erased" | "other-value" | "zero-divisor" | "overflow" | "bound";

/** One occurrence a fact was read from. */
export interface Occurrence {
  readonly at: EpochMs;
  /** `hash53` of the event's id. */
  readonly hash: number;
}

/** One fact at a moment: a value, or why there is none, and what it was read from. */
export interface Reading {
  readonly value?: Json;
  readonly unknown?: Unknown;
  /** The value is a lower bound: the count reached what is kept. */
  readonly saturated?: boolean;
  /** How many occurrences are in range, kept or not, where that is known. */
  readonly counted?: number;
  /** How many of those carry no usable value. */
  readonly skipped?: number;
  /** Of a `top`: how many occurrences have the value, and their share of those that have any. */
  readonly top?: { readonly count: number; readonly share: number };
  /** Of a `daily`: an instant after the moment with no occurrence in between; absent where none is known to come. */
  readonly nextAt?: EpochMs;
  /** What it was read from, where that is one track. */
  readonly from?: Selection;
  /** The occurrences that decided, ascending, where not all in range did. */
  readonly because?: readonly Occurrence[];
}

/** Reads one fact of a selection. */
export type Read = (selection: Selection, now: EpochMs) => Reading;
