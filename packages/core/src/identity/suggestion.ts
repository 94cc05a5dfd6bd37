import type { IdentifierKey } from "../model";
import type { Edge, Witness } from "./resolution";

/** The two sets of identifiers that a person's accepted edges would leave without one of them, the larger first. */
export type Parts = readonly [readonly IdentifierKey[], readonly IdentifierKey[]];

/** An edge worth a human look, and why. A person's decision is never one: somebody looked already. */
export type Suggestion =
  /** Seen once and strong by its kind, it keeps out weaker edges that were seen many times. */
  | {
      readonly code: "outvoted";
      readonly edge: Edge;
      readonly oneId: string;
      readonly against: readonly Edge[];
      /** Observations of all those. */
      readonly observations: number;
    }
  /**
   * Refused, and as good by kind as the weakest edge that stands against it: that one was seen once more at most, or won
   * by time or key.
   */
  | {
      readonly code: "near-miss";
      readonly edge: Edge;
      /** Of the persons at the edge's two ends. */
      readonly oneIds: readonly [string, string];
      readonly rival: Edge;
      readonly witness: Witness;
    }
  /** Accepted, and only a matcher speaks for it. */
  | { readonly code: "probable"; readonly edge: Edge; readonly oneId: string; readonly parts: Parts }
  /** The one thing that holds two parts of a person together, each somebody by itself: a single weak observation. */
  | { readonly code: "bridge"; readonly edge: Edge; readonly oneId: string; readonly parts: Parts };

/** How many suggestions to make. */
export interface SuggestOptions {
  /** All by default. */
  readonly limit?: number;
}

/** So many observations speak against one, and so many identifiers are somebody without an anchor; our choice. */
export const MANY = 5;
