import type { Label } from "@tributary/core";
import type { FactReference, WindowMeasure } from "./condition";

/** True, false, or not known because something is missing or of the wrong type. */
export type Outcome = boolean | "unknown";

/** How one leaf came out. It shows the values it read and no other fact. */
export interface LeafExplanation {
  readonly kind: "leaf";
  readonly result: Outcome;
  readonly fact: string;
  readonly path?: string;
  /** The window whose measure was compared, in place of the list itself. */
  readonly window?: WindowMeasure;
  readonly operator: string;
  /** The constant as written, or the value of the other fact; absent where that fact is missing. */
  readonly expected?: unknown;
  readonly expectedFact?: FactReference;
  /** Absent where the fact is missing. */
  readonly actual?: unknown;
  /**
   * Why the leaf is not true: `false`, the values do not compare so; `missing`, a fact is not there; `bound`, more
   * happened than is kept, so nobody can tell its value or that it has none; `type`, a value is of a type the operator
   * has no answer for, or the path goes through a value with nothing inside.
   */
  readonly reason?: "missing" | "bound" | "type" | "false";
  /** Of `elementMatches`: the first element that matches, or the first 20 where none does. */
  readonly elements?: readonly ElementExplanation[];
  /** Under json-rules-engine's semantics: a higher priority had decided, so it was not asked. */
  readonly skipped?: true;
  readonly name?: string;
  readonly label?: Label;
}

/** How one element of a list came out under `elementMatches`. */
export interface ElementExplanation {
  /** Its place in the list. */
  readonly index: number;
  readonly result: Outcome;
  /** Absent for an element that is no object. */
  readonly root?: NodeExplanation;
}

/** How a node with children came out; all children are answered, none is skipped. */
export interface GroupExplanation {
  readonly kind: "all" | "any" | "not" | "condition";
  readonly result: Outcome;
  /** The name a reference goes by. */
  readonly condition?: string;
  readonly children: readonly NodeExplanation[];
  /** Under json-rules-engine's semantics: a higher priority had decided, so it was not asked. */
  readonly skipped?: true;
  readonly name?: string;
  readonly label?: Label;
}

/** How one node of a condition came out. */
export type NodeExplanation = LeafExplanation | GroupExplanation;

/** Why a condition holds, or why it does not. */
export interface Explanation {
  readonly result: Outcome;
  readonly root: NodeExplanation;
  /** The fewest leaves that would have to come out otherwise to make a true result false, or any other one true. */
  readonly minimal: readonly LeafExplanation[];
}
