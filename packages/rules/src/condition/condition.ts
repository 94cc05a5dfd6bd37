import type { JsonObject, Label } from "@tributary/core";
import type { HostOperators } from "./host-operator";

/**
 * A person's facts at a moment: plain data, own properties only. `undefined` is the same as absent. `$bound` lists the
 * facts that are absent only because more happened than is kept, as `readFacts` says it.
 */
export type Facts = { readonly [fact: string]: unknown };

/** What a leaf can compare a fact with, one at a time. */
export type Scalar = string | number | boolean | null;

/**
 * A number out of a list of events: of those in the half-open window (now − `within`, now] the count, the sum, the least,
 * the greatest or the distinct values of a property.
 */
export interface WindowMeasure {
  readonly measure: "count" | "sum" | "min" | "max" | "distinct";
  /** A duration such as `"30d"`. */
  readonly within: string;
  /** The path of the instant in an element, such as `"at"`. */
  readonly at: string;
  /** The path of what is measured in an element; `count` has none. */
  readonly property?: string;
}

/** Another fact as the value of a leaf: `{ fact: "budgetMinor" }`. */
export interface FactReference {
  readonly fact: string;
  readonly window?: WindowMeasure;
  readonly path?: string;
  readonly params?: JsonObject;
}

/** What every node of a condition may carry for its readers. `priority` orders nothing here: conditions are pure. */
export interface NodeNotes {
  readonly name?: string;
  readonly label?: Label;
  readonly priority?: number;
}

/** One claim about one fact. `value` is left out only by `exists` and `notExists`; `elementMatches` has a condition. */
export interface LeafCondition extends NodeNotes {
  readonly fact: string;
  readonly operator: string;
  readonly value?: Scalar | readonly (Scalar | readonly Scalar[])[] | FactReference | Condition;
  readonly path?: string;
  /** Makes a number of a fact that is a list of events. */
  readonly window?: WindowMeasure;
  /** What the host needs to fetch the fact; part of `requiredFacts`, never read here. */
  readonly params?: JsonObject;
}

/** Every child holds. */
export interface AllCondition extends NodeNotes {
  readonly all: readonly Condition[];
}

/** At least one child holds. */
export interface AnyCondition extends NodeNotes {
  readonly any: readonly Condition[];
}

/** The child does not hold. */
export interface NotCondition extends NodeNotes {
  readonly not: Condition;
}

/** A condition kept under a name of its own. */
export interface ReferenceCondition extends NodeNotes {
  readonly condition: string;
}

/** What must be true of a person, as json-rules-engine writes it. */
export type Condition = LeafCondition | AllCondition | AnyCondition | NotCondition | ReferenceCondition;

/** What a rule says once its conditions hold. */
export interface RuleEvent {
  readonly type: string;
  readonly params?: JsonObject;
}

/** When the conditions hold, the event is said. Higher priority first, 1 where none is given. */
export interface Rule {
  readonly name?: string;
  readonly conditions: Condition;
  readonly event: RuleEvent;
  readonly priority?: number;
}

/**
 * What kind of value a fact has.
 *
 * `date` is an instant in epoch milliseconds. `max` is where a count saturates: the value `max` means "max or more", so
 * a threshold it cannot decide exactly is refused when the condition is compiled. `most` is the most it can exactly be: a
 * threshold above it is refused, too.
 */
export interface FactType {
  readonly type: "number" | "string" | "boolean" | "date" | "list" | "object" | "any";
  /** The type of a list's elements, or of every value of an object. */
  readonly of?: FactType;
  /** The types of an object's own keys; a path to any other key is refused. */
  readonly fields?: FactSchema;
  /** Every value the fact can have. */
  readonly values?: readonly (string | number)[];
  readonly max?: number;
  readonly most?: number;
  readonly label?: Label;
}

/** The facts that exist, and their types. */
export type FactSchema = { readonly [fact: string]: FactType };

/** What a condition is checked against. */
export interface ConditionOptions {
  /** Without a schema any fact name is accepted and types are checked only when facts are read. */
  readonly schema?: FactSchema;
  /** What `{ condition: name }` may refer to. */
  readonly conditions?: { readonly [name: string]: Condition };
  /**
   * How conditions are read: strictly in three values, or just as json-rules-engine 7.3 does, its errors included (but
   * paths that search or run code are refused). Strictly, where it is left out.
   */
  readonly semantics?: "strict" | "json-rules-engine";
  /** Under json-rules-engine's semantics: a fact that is not there is `undefined` instead of an error. */
  readonly allowUndefinedFacts?: boolean;
  /** Under json-rules-engine's semantics: a name without a condition is false instead of an error. */
  readonly allowUndefinedConditions?: boolean;
  /** Operators of the host's own, pure and named like the built-in ones. */
  readonly operators?: HostOperators;
}

/** One fact a condition reads. */
export interface RequiredFact {
  readonly fact: string;
  readonly path?: string;
  readonly params?: JsonObject;
}
