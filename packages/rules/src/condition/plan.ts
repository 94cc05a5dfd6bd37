import type { JsonObject } from "@tributary/core";
import type { NodeNotes } from "./condition";
import type { NamedOperator } from "./decorator";
import type { Segment } from "./path";
import { compileReader, type Reader } from "./reader";

/** A fact, and a place in it, as one thing to read. Each is read once per call, whatever the number of leaves. */
export interface Slot {
  readonly index: number;
  readonly fact: string;
  readonly path: readonly Segment[];
  /** The path as it was first written. */
  readonly pathText?: string;
  readonly params?: JsonObject;
  readonly read: Reader;
}

/** A leaf, checked: what it compares with what. */
export interface LeafPlan {
  readonly kind: "leaf";
  readonly slot: Slot;
  readonly named: NamedOperator;
  /** The constant as the operator wants it, or the slot of the fact to compare with. */
  readonly expected: { readonly constant: unknown } | { readonly slot: Slot };
  /** What an explanation repeats of the definition. */
  readonly shown: { readonly fact: string; readonly operator: string } & NodeNotes;
}

/** A node with children; `not` and `condition` have one. The target of a reference is linked after all are read. */
export interface GroupPlan {
  readonly kind: "all" | "any" | "not" | "condition";
  readonly children: Plan[];
  readonly shown: { readonly condition?: string } & NodeNotes;
}

/** A condition that has been checked whole. */
export type Plan = LeafPlan | GroupPlan;

/** The places a document reads, each once. */
export class Slots {
  readonly all: Slot[] = [];
  readonly #byKey = new Map<string, Slot>();

  at(fact: string, path: readonly Segment[], pathText?: string, params?: JsonObject): Slot {
    const key = path.length === 0 ? `$${fact}` : JSON.stringify([fact, path]);
    const known = this.#byKey.get(key);
    if (known) return known;
    const written = { ...(path.length > 0 && { pathText: pathText as string }), ...(params && { params }) };
    const slot: Slot = { index: this.all.length, fact, path, ...written, read: compileReader(fact, path) };
    this.all.push(slot);
    this.#byKey.set(key, slot);
    return slot;
  }
}
