import type { Label } from "@tributary/core";
import type { FactType } from "../condition/index";
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

/** How many different values a property had. Without `within` and `last`: over the `keep` most recent occurrences. */
export interface DistinctFact extends FactSource {
  readonly kind: "distinct";
  readonly property: string;
  readonly last?: number;
}

/**
 * The most frequent value of a property; of equals the most recent. Without `within` and `last`: over the `keep` most
 * recent occurrences. Reads two facts more, `<name>Count` and `<name>Share`.
 */
export interface TopFact extends FactSource {
  readonly kind: "top";
  readonly property: string;
  readonly last?: number;
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

/** What a marketer wants to know of a person, as data. */
export type FactDefinition =
  | CountFact
  | NumberFact
  | EdgeFact
  | DistinctFact
  | TopFact
  | SinceFact
  | TraitFact
  | DailyFact;

/** Facts by name. */
export type FactDefinitions = { readonly [name: string]: FactDefinition };

/** The names a set of definitions gives: its own, and two more for each `top`. */
export type FactNames<D extends FactDefinitions> = {
  [Name in keyof D & string]: D[Name]["kind"] extends "top" ? Name | `${Name}Count` | `${Name}Share` : Name;
}[keyof D & string];

/** How many occurrences are kept where a definition does not say. Our choice: above any threshold marketers write. */
export const DEFAULT_KEEP = 64;
/** The most a definition may keep, so that a person stays small. */
export const MAX_KEEP = 1_024;
