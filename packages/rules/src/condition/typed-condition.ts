import { DefinitionError } from "@tributary/core";
import { checkCondition } from "./check-condition";
import { checkRules } from "./check-rules";
import type {
  Condition,
  FactSchema,
  FactType,
  LeafCondition,
  NodeNotes,
  ReferenceCondition,
  Rule,
  Scalar,
} from "./condition";
import type { Decorator } from "./decorator";

/** The names of the facts of a schema that may be of a type. */
export type NamesOf<S extends FactSchema, T extends FactType["type"]> = {
  [Name in keyof S & string]: Extract<S[Name]["type"], T | "any"> extends never ? never : Name;
}[keyof S & string];

/** Another fact that a fact of type `T` can be compared with. */
interface FactOf<S extends FactSchema, T extends FactType["type"]> {
  readonly fact: NamesOf<S, T>;
}

/** What a fact of a type is compared with, one at a time; `null` is a value of any. */
interface ScalarByType {
  readonly number: number;
  readonly date: number;
  readonly string: string;
  readonly boolean: boolean;
}

/** A fixed duration, such as `"30d"`. */
type Duration = `${number}${"ms" | "s" | "m" | "h" | "d" | "w"}`;

/** A claim about a fact that holds one value of a known type. */
type ScalarClaim<S extends FactSchema, T extends keyof ScalarByType> =
  | { readonly operator: "equal" | "notEqual"; readonly value: ScalarByType[T] | null | FactOf<S, T> }
  | { readonly operator: "in" | "notIn"; readonly value: readonly (ScalarByType[T] | null)[] }
  | (T extends "number" | "date" ? OrderClaim<S> : never)
  | (T extends "date" ? DateClaim<S> : never)
  | (T extends "string" ? TextClaim<S> : never);

type OrderClaim<S extends FactSchema> =
  | {
      readonly operator: "lessThan" | "lessThanInclusive" | "greaterThan" | "greaterThanInclusive";
      readonly value: number | FactOf<S, "number" | "date">;
    }
  | { readonly operator: "between"; readonly value: readonly [lower: number, upper: number] };

type DateClaim<S extends FactSchema> =
  | { readonly operator: "before" | "after"; readonly value: number | string | FactOf<S, "date"> }
  | { readonly operator: "withinLast" | "olderThan"; readonly value: Duration };

interface TextClaim<S extends FactSchema> {
  readonly operator: "startsWith" | "endsWith" | "containsText" | "matches";
  readonly value: string | FactOf<S, "string">;
}

interface ListClaim {
  readonly operator: "contains" | "doesNotContain";
  readonly value: Scalar | { readonly fact: string };
}

interface PresenceClaim {
  readonly operator: "exists" | "notExists";
}

/** Decorated operators, and claims about what is inside a fact, are checked when they are read, not by the compiler. */
type LooseClaim = Omit<LeafCondition, "fact">;

interface DecoratedClaim extends LooseClaim {
  readonly operator: `${Decorator}:${string}`;
}

/** What can be claimed of a fact of a type. */
type Claim<S extends FactSchema, T extends FactType["type"]> = T extends keyof ScalarByType
  ? ScalarClaim<S, T> | PresenceClaim | DecoratedClaim
  : T extends "list"
    ? ListClaim | PresenceClaim | DecoratedClaim | (LooseClaim & { readonly path: string })
    : LooseClaim;

/** A leaf whose fact exists, and whose operator and value go with its type. */
type TypedLeaf<S extends FactSchema> = {
  [Name in keyof S & string]: NodeNotes & { readonly fact: Name } & Claim<S, S[Name]["type"]>;
}[keyof S & string];

/** A condition over facts the compiler knows: a mistyped name, or a value of another type, does not compile. */
export type TypedCondition<S extends FactSchema> =
  | TypedLeaf<S>
  | (NodeNotes & { readonly all: readonly TypedCondition<S>[] })
  | (NodeNotes & { readonly any: readonly TypedCondition<S>[] })
  | (NodeNotes & { readonly not: TypedCondition<S> })
  | ReferenceCondition;

/** A definition as it is written over known facts: its own conditions are ones the compiler checks. */
export type TypedDefinition<S extends FactSchema, D> = {
  [Member in keyof D]: D[Member] extends Condition | undefined ? TypedCondition<S> : D[Member];
};

/** A rule whose condition the compiler checks. */
export type TypedRule<S extends FactSchema> = TypedDefinition<S, Rule>;

/** What conditions are written for: a fact set, or whatever else has a schema. */
export interface Described<S extends FactSchema> {
  readonly schema: S;
}

/**
 * Writes a condition over known facts: what the compiler can see it refuses, the rest is refused here.
 *
 * @param described a fact set, or another holder of a schema
 * @returns the condition, as data
 * @throws DefinitionError with every mistake at once, see {@link checkCondition}
 * @example
 * const schema = { visits: { type: "number" }, lastVisitAt: { type: "date" } } as const;
 * defineCondition({ schema }, { fact: "lastVisitAt", operator: "withinLast", value: "7d" });
 * // => { fact: "lastVisitAt", operator: "withinLast", value: "7d" }
 */
export function defineCondition<const S extends FactSchema>(
  { schema }: Described<S>,
  condition: NoInfer<TypedCondition<S>>,
): Condition {
  const checked = checkCondition(condition, { schema });
  if (!checked.ok) throw new DefinitionError("condition", checked.error);
  return checked.value;
}

/**
 * Writes a rule over known facts, as {@link defineCondition} writes a condition.
 *
 * @throws DefinitionError with every mistake at once, see {@link checkRules}
 * @example
 * const schema = { orders: { type: "number" } } as const;
 * const conditions = { fact: "orders", operator: "greaterThan", value: 0 } as const;
 * defineRule({ schema }, { conditions, event: { type: "owner" } }).event; // => { type: "owner" }
 */
export function defineRule<const S extends FactSchema>({ schema }: Described<S>, rule: NoInfer<TypedRule<S>>): Rule {
  const checked = checkRules([rule], { schema });
  if (!checked.ok) throw new DefinitionError("rule", checked.error);
  return checked.value[0] as Rule;
}
