import type { Label } from "@tributary/core";
import type { FactType } from "../condition/index";
import type { Formula } from "./formula";
import type { Where } from "./where";

/** Which occurrences a fact looks at. */
export interface FactSource {
  /** Event types; any of them counts. */
  readonly events: string | readonly string[];
  readonly where?: Where;
  /** Exact window such as `"30d"`: an event counts while 0 ≤ now − at < within. Without it, since ever. */
  readonly within?: string;
  /** How many of the most recent occurrences are kept, 1 to 1024; 64 by default. */
  readonly keep?: number;
  readonly label?: Label;
}

/** How often it happened. */
export interface CountFact extends FactSource {
  readonly kind: "count";
}

/** A number over one property, exact whatever the order of events. Values that are no numbers are skipped, and counted. */
export interface NumberFact extends FactSource {
  readonly kind: "sum" | "min" | "max" | "avg";
  /** Dotted path of an event property. */
  readonly property: string;
  /** Over this many most recent occurrences only. */
  readonly last?: number;
}

/** The property of the first or last occurrence that carries it, or that occurrence's instant. */
export interface EdgeFact extends FactSource {
  readonly kind: "first" | "last";
  /** Dotted path; needed unless `read` is `"at"`. */
  readonly property?: string;
  /** `"at"` reads the instant of the occurrence, whatever its properties. */
  readonly read?: "property" | "at";
  /** What conditions may expect of the value; `any` by default. */
  readonly type?: FactType["type"];
}

/**
 * How many different values a property had, or on how many different days it happened. Without `within` and `last`: over
 * the `keep` most recent occurrences.
 */
export interface DistinctFact extends FactSource {
  readonly kind: "distinct";
  /** Dotted path; needed unless `by` is `"day"`. */
  readonly property?: string;
  /** `"day"` counts the local calendar days with an occurrence, whatever its properties. */
  readonly by?: "property" | "day";
  /** IANA zone of those days; the set's zone by default. */
  readonly zone?: string;
  readonly last?: number;
}

/**
 * The most frequent value of a property; of equals the most recent. Without `within` and `last`: over the `keep` most
 * recent occurrences. Reads two facts more, `<name>Count` and `<name>Share`.
 *
 * With a `halfLife` it is the value that weighs most, where what is older weighs less, as in a {@link DecayedFact}: a
 * taste that changed shows at once. `<name>Share` is then the value's share of all that weight.
 */
export interface TopFact extends FactSource {
  readonly kind: "top";
  readonly property: string;
  readonly last?: number;
  /** After this long an occurrence counts half; needs `within`, shorter than forty of them. */
  readonly halfLife?: string;
  /** Age is counted in whole steps of this length; `"1d"` by default, at most 1,000 of them in `within`. */
  readonly step?: string;
  readonly type?: FactType["type"];
}

/** Whole units passed since the last (or first) occurrence. */
export interface SinceFact extends FactSource {
  readonly kind: "since";
  readonly unit?: "days" | "hours" | "minutes";
  readonly of?: "last" | "first";
}

/**
 * An attribute of the person: the latest `traitsSet`, where `null` erases and an absent key does not; where none stands,
 * the earliest `traitsSetOnce` not before the last erasure.
 */
export interface TraitFact {
  readonly kind: "trait";
  readonly property: string;
  readonly keep?: number;
  readonly type?: FactType["type"];
  readonly label?: Label;
}

/** Occurrences per local calendar day, `{ "2026-01-31": 2 }`, of the `keep` most recent days on which it happened. */
export interface DailyFact extends Omit<FactSource, "within"> {
  readonly kind: "daily";
  /** Of this many calendar days instead, the moment's own included: unknown where more of them are full than are kept. */
  readonly withinDays?: number;
  /** IANA zone of the calendar; the set's zone by default. */
  readonly zone?: string;
}

/** One step of a sequence. */
export interface SequenceStep {
  /** Event types; any of them is the step. */
  readonly events: string | readonly string[];
  readonly where?: Where;
}

/**
 * Whether the steps happened one after the other: each strictly later than the one before, for what happens at one
 * instant has no "then". Anything may happen in between, and any step again.
 */
export interface SequenceFact {
  readonly kind: "sequence";
  /** Two to eight steps. */
  readonly steps: readonly SequenceStep[];
  /** From each step to the next at most this long: `"7d"` itself is in, one millisecond more is out. */
  readonly within?: string;
  /** From the first step to the last at most this long. */
  readonly withinTotal?: string;
  /** Exact window that every step must lie in: 0 ≤ now − at < window. */
  readonly window?: string;
  /** Dotted path of a property that all steps must agree in, such as the car's `"vin"`; nothing and `""` agree with nothing. */
  readonly same?: string;
  /** How many of the most recent occurrences of each step are kept, at least as many as there are steps. */
  readonly keep?: number;
  readonly label?: Label;
}

/**
 * Since when a property has had its present value. The clock starts at the event that changed the value: saying it again
 * does not start it anew, leaving and coming back does. An event without a text, number, true or false there says nothing.
 */
export interface DwellFact extends Omit<FactSource, "within"> {
  readonly kind: "dwell";
  readonly property: string;
  /** Only while this is the value; without it, whatever the value is. */
  readonly equals?: string | number | boolean;
}

/** How often it happened, or a sum over a property, where what is older weighs less: half as much after each half-life. */
export interface DecayedFact extends FactSource {
  readonly kind: "decayed";
  readonly within: string;
  /** After this long an occurrence counts half. */
  readonly halfLife: string;
  /** Age is counted in whole steps of this length; `"1d"` by default, at most 1,000 of them in `within`. */
  readonly step?: string;
  /** Dotted path of a number to weigh each occurrence with; 1 without it. */
  readonly property?: string;
}

/** Arithmetic over other facts: ratios, differences, the later of two instants. */
export interface FormulaFact {
  readonly kind: "formula";
  readonly formula: Formula;
  readonly label?: Label;
}

/** What is read from tracks of its own. */
export type TrackedFact =
  | CountFact
  | NumberFact
  | EdgeFact
  | DistinctFact
  | TopFact
  | SinceFact
  | TraitFact
  | DailyFact
  | SequenceFact
  | DwellFact
  | DecayedFact;

/** What a marketer wants to know of a person, as data. */
export type FactDefinition = TrackedFact | FormulaFact;

/** Facts by name. */
export type FactDefinitions = { readonly [name: string]: FactDefinition };

/** How many occurrences are kept where a definition does not say. Our choice: above any threshold marketers write. */
export const DEFAULT_KEEP = 64;
/** The most a definition may keep, so that a person stays small. */
export const MAX_KEEP = 1_024;
/** What is added to the name of a `top` fact for the two facts more that it reads. */
export const SUFFIXES = ["Count", "Share"] as const;
