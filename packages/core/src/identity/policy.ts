import type { EpochMs, Label } from "../model";

/** How the values of an identifier type become one key. */
export type Normaliser = "text" | "lower" | "upper" | "phoneCn" | "email" | "vin" | "plate";

/** What a host decides about one identifier type. */
export interface IdentifierType {
  readonly type: string;
  readonly label?: Label;
  /** A car's identifier never joins or names a person. */
  readonly of?: "person" | "vehicle";
  readonly normalise: Normaliser;
  /** Whether the value only means something inside an app id, corp id or dealer. */
  readonly scoped?: boolean;
  /** 0 person anchors (CRM id, unionid, phone), 1 app ids, 2 devices and sessions: the least tier leads a person. */
  readonly tier: 0 | 1 | 2;
  /** Whether the type counts as an anchor when hubs are looked for; tier 0 by default. */
  readonly anchor?: boolean;
  /** How many identifiers of this type (per scope, where scoped) one person may have; no limit by default. */
  readonly limit?: number;
  /** How many identifiers of this type may first appear within any window of this length. */
  readonly windowLimit?: { readonly limit: number; readonly within: string };
  /** Distinct anchors a value may be seen with before it is a hub that joins nobody; no hub by default. */
  readonly hub?: number;
  /**
   * Persons a value may be seen with before it is such a hub: the fewest who could have all the identifiers it was seen
   * with, each having no more of a type (per scope, where scoped) than its `limit`. Unlimited by default.
   */
  readonly hubPersons?: number;
  /** False keeps the type out of joining altogether: association only. */
  readonly merge?: boolean;
  /**
   * How long an identifier of this type must have been silent, such as `180d`, before it can be another person's: it is
   * when identifiers of tier 0 or 1 were seen with it before and after, and none of them both. Never by default.
   */
  readonly silence?: string;
  /** Web sessions and cookies: part of a leaf only when nothing stronger is on the event. */
  readonly transient?: boolean;
  /** Values of this type that never identify anybody, beside the shipped ones. */
  readonly blocked?: readonly string[];
  /** Values shorter, or with fewer distinct characters, identify nobody. */
  readonly minLength?: number;
  readonly minDistinct?: number;
}

/**
 * How sure an observation is that its identifiers belong together, strongest first.
 *
 * `probable` is what a matcher on names, addresses or behaviour thinks: a class of its own below every other evidence. It
 * joins only what nothing else keeps apart, and nobody is a hub or a phone's next owner by it.
 */
export const STRENGTHS: readonly ["verified", "bound", "form", "import", "inferred", "probable"] = [
  "verified",
  "bound",
  "form",
  "import",
  "inferred",
  "probable",
];
/** How sure an observation is that its identifiers belong together. */
export type Strength = (typeof STRENGTHS)[number];

/** What a host decides about identity, as versioned data. */
export interface IdentityPolicy {
  readonly version: string;
  /** Strongest first: the order is the priority. */
  readonly types: readonly IdentifierType[];
  /** Between equal edges, the one seen last (`recent`) or first (`first`) wins. `first` keeps history stable. */
  readonly prefer: "recent" | "first";
  /** Most identifiers one person may have. */
  readonly maxPerson: number;
  /** Largest component solved whole; beyond it the weakest class of edges is dropped and persons are `degraded`. */
  readonly maxComponent: number;
  /** `optIn`: evidence counts once its purpose is granted; `optOut`: until it is withdrawn; `off`: always. */
  readonly consent: "optIn" | "optOut" | "off";
}

/** The time bound of a reading. */
export interface AsOf {
  readonly asOf: EpochMs;
}
