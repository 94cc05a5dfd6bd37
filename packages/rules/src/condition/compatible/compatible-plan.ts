import type { JsonObject } from "@tributary/core";
import type { RuleEvent } from "../condition";
import type { PathSegment } from "../path";
import type { CompatibleCompare } from "./compatible-operator";

/** A fact to read. */
export interface CompatibleFact {
  readonly fact: unknown;
  readonly path: readonly PathSegment[] | undefined;
}

/** A leaf; `compare` is missing for an operator that does not exist, which is an error only once it is reached. */
export interface CompatibleLeaf extends CompatibleFact {
  readonly kind: "leaf";
  /** The node as it was written, extra keys and all. */
  readonly source: JsonObject;
  readonly compare: CompatibleCompare | undefined;
  readonly expected: { readonly constant: unknown } | { readonly reference: CompatibleFact };
}

/** A boolean node. */
export interface CompatibleGroup {
  readonly kind: "all" | "any" | "not";
  readonly source: JsonObject;
  readonly priority: number;
  readonly children: readonly CompatibleNode[];
  /** The places of the children that are answered together, in the order of their priority. */
  readonly sets: readonly (readonly number[])[];
}

/** A reference; without a child where the name does not exist, which is an error only once it is reached. */
export interface CompatibleReference {
  readonly kind: "condition";
  readonly source: JsonObject;
  readonly children: CompatibleNode[];
}

/** A condition as json-rules-engine reads it. */
export type CompatibleNode = CompatibleLeaf | CompatibleGroup | CompatibleReference;

/** A rule as json-rules-engine reads it. */
export interface CompatibleRule {
  /** Its name, or its JSON Pointer where it has no text for one. */
  readonly rule: string;
  /** Its name as it was written. */
  readonly name: unknown;
  readonly priority: number;
  readonly event: RuleEvent;
  readonly root: CompatibleNode;
}

/** Puts what has the same priority together, the highest first; what is no number comes as json-rules-engine has it. */
export function byPriority<T>(items: readonly T[], priorityOf: (item: T) => unknown): readonly (readonly T[])[] {
  const sets: Record<string, T[]> = Object.create(null);
  for (const item of items) {
    const key = String(priorityOf(item));
    sets[key] ??= [];
    sets[key].push(item);
  }
  return Object.keys(sets)
    .sort((a, b) => (Number(a) > Number(b) ? -1 : 1))
    .map((key) => sets[key] as T[]);
}
