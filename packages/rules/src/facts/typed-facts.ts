import type { EpochMs, Json, JsonObject } from "@tributary/core";
import type { FactSchema, FactType } from "../condition/index";
import type { FactDefinition, FactDefinitions } from "./definition";

/** A fact type whose `type` the compiler knows. */
export type TypedAs<T extends FactType["type"]> = FactType & { readonly type: T };

/** What conditions may expect of a fact, as its definition says it. */
type TypeOf<F extends FactDefinition> = F extends { readonly kind: "first" | "last" | "top" | "trait" }
  ? F extends { readonly read: "at" }
    ? "date"
    : F extends { readonly type: infer T extends FactType["type"] }
      ? T
      : "any"
  : TypeByKind[Exclude<F["kind"], "first" | "last" | "top" | "trait">];

interface TypeByKind {
  readonly count: "number";
  readonly sum: "number";
  readonly min: "number";
  readonly max: "number";
  readonly avg: "number";
  readonly distinct: "number";
  readonly since: "number";
  readonly decayed: "number";
  readonly daily: "object";
  readonly sequence: "boolean";
  readonly dwell: "date";
  readonly formula: "number" | "date";
}

/** The names of the `top` facts among definitions. */
type TopNames<D extends FactDefinitions> = {
  [Name in keyof D & string]: D[Name]["kind"] extends "top" ? Name : never;
}[keyof D & string];

/** The types that a set of definitions gives its facts: under their own names, and under two more for each `top`. */
export type FactSchemaOf<D extends FactDefinitions> = {
  readonly [Name in keyof D & string]: TypedAs<TypeOf<D[Name]>>;
} & { readonly [Name in TopNames<D> as `${Name}Count` | `${Name}Share`]: TypedAs<"number"> };

/** The values of a type of fact. A `date` is an instant in epoch milliseconds. */
export interface ValueByType {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
  readonly date: EpochMs;
  readonly list: readonly Json[];
  readonly object: JsonObject;
  readonly any: Json;
}

/**
 * Facts at a moment, by name. A fact that is not known is no key; those among them that more happened to than is kept
 * are listed under `$bound`, where there are any, so that conditions do not take them for nothing.
 */
export type FactValues<S extends FactSchema = FactSchema> = {
  readonly [Name in keyof S & string]?: ValueByType[S[Name]["type"]];
} & { readonly $bound?: readonly string[] };
