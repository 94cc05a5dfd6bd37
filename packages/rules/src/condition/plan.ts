import type { JsonObject } from "@tributary/core";
import type { FactReference, NodeNotes, WindowMeasure } from "./condition";
import type { NamedOperator } from "./decorator";
import { measureWindow, type WindowPlan } from "./measure-window";
import type { PathSegment } from "./path";
import { compileReader, type Reader } from "./reader";

/** A fact, and a place in it, as one thing to read. Each is read once per call, whatever the number of leaves. */
export interface Slot {
  /** Where the value stands among the values of a call; given once it is known what is read. */
  index: number;
  readonly fact: string;
  readonly path: readonly PathSegment[];
  /** The path as it was first written. */
  readonly pathText?: string;
  readonly params?: JsonObject;
  /** What is measured of the list found there, where the value is not the list itself. */
  readonly window?: WindowPlan;
  readonly read: Reader;
}

/** A leaf, checked: what it compares with what. */
export interface LeafPlan {
  readonly kind: "leaf";
  readonly slot: Slot;
  readonly named: NamedOperator;
  /** The constant as the operator wants it, or the slot of the fact to compare with. */
  readonly expected: { readonly constant: unknown } | { readonly slot: Slot };
  /** Where the list of facts beyond their bound is read, for an operator that answers where a fact is missing. */
  readonly bound: Slot | undefined;
  /** What an explanation repeats of the definition. */
  readonly shown: {
    readonly fact: string;
    readonly path: string | undefined;
    readonly operator: string;
    /** The constant as written. */
    readonly expected: unknown;
    /** Name, label and the other fact, where there is any of them. */
    readonly rest:
      | (Omit<NodeNotes, "priority"> & { readonly window?: WindowMeasure; readonly expectedFact?: FactReference })
      | undefined;
  };
}

/** A node with children; `not` and `condition` have one. The target of a reference is linked after all are read. */
export interface GroupPlan {
  readonly kind: "all" | "any" | "not" | "condition";
  readonly children: Plan[];
  /** Name, label and the name of a reference, where there is any of them. */
  readonly shown: ({ readonly condition?: string } & Omit<NodeNotes, "priority">) | undefined;
}

/** A condition that has been checked whole. */
export type Plan = LeafPlan | GroupPlan;

/** What goes with a place, as the document writes it. */
interface Written {
  readonly pathText?: string;
  readonly params?: JsonObject | undefined;
  readonly window?: WindowPlan | undefined;
}

function readerOf(fact: string, path: readonly PathSegment[], window: WindowPlan | undefined): Reader {
  const read = compileReader(fact, path);
  return window ? (facts, now) => measureWindow(read(facts, now), window, now) : read;
}

/** The places a document reads, each once. */
export class Slots {
  readonly #byKey = new Map<string, Slot>();

  at(fact: string, path: readonly PathSegment[], written: Written = {}): Slot {
    const { pathText, params, window } = written;
    const key = path.length === 0 && !window ? `$${fact}` : JSON.stringify([fact, path, window]);
    const known = this.#byKey.get(key);
    if (known) return known;
    const slot: Slot = {
      index: -1,
      fact,
      path,
      ...(path.length > 0 && { pathText: pathText as string }),
      ...(params && { params }),
      ...(window && { window }),
      read: readerOf(fact, path, window),
    };
    this.#byKey.set(key, slot);
    return slot;
  }
}

/** Numbers the slots that plans really read, in the order they are met: a named condition nobody uses reads nothing. */
export function numberSlots(plans: readonly Plan[]): readonly Slot[] {
  const used: Slot[] = [];
  const seen = new Set<Plan>();
  const use = (slot: Slot): void => {
    if (slot.index < 0) slot.index = used.push(slot) - 1;
  };
  const visit = (plan: Plan): void => {
    if (seen.has(plan)) return;
    seen.add(plan);
    if (plan.kind === "leaf") {
      use(plan.slot);
      if (plan.bound) use(plan.bound);
      if ("slot" in plan.expected) use(plan.expected.slot);
    } else plan.children.forEach(visit);
  };
  plans.forEach(visit);
  return used;
}
