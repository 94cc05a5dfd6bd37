import type { EpochMs, Identifier, IdentifierKey, Person } from "../model";
import type { Crowd } from "./crowd";
import type { DrawOptions } from "./draw-report";
import type { Epoch } from "./epoch";
import type { LinkOverride, Sighting } from "./evidence";
import type { PersonReport } from "./person-report";
import type { Strength } from "./policy";
import type { Suggestion, SuggestOptions } from "./suggestion";

/** Everything that speaks for two identifiers being one person. */
export interface Edge {
  /** The lesser key in code-unit order; an identifier that changed hands since has the key of its ended {@link Epoch}. */
  readonly a: IdentifierKey;
  readonly b: IdentifierKey;
  /** A person decided it. */
  readonly must: boolean;
  /** The type of the weaker end, by which the edge is classed; `probable` where only a matcher speaks for it. */
  readonly weakest: string;
  /** The greatest strength of its sightings; absent, like the times, for a decision without any. */
  readonly strength?: Strength;
  /** Distinct observations. */
  readonly count: number;
  readonly firstAt?: EpochMs;
  readonly lastAt?: EpochMs;
  /** What it was summed up from, in a fixed order. */
  readonly sightings: readonly Sighting[];
}

/**
 * What an edge would have broken. `edges` are accepted ones, all stronger than the refused: the paths that had already
 * tied the named identifiers to the edge's two ends.
 */
export type Witness =
  | {
      readonly code: "limit";
      readonly type: string;
      readonly scope?: string;
      readonly limit: number;
      readonly ids: readonly IdentifierKey[];
      readonly edges: readonly Edge[];
    }
  | {
      readonly code: "window-limit";
      readonly type: string;
      readonly scope?: string;
      readonly limit: number;
      readonly within: string;
      readonly ids: readonly IdentifierKey[];
      readonly edges: readonly Edge[];
    }
  | { readonly code: "cannot-link"; readonly override: LinkOverride; readonly edges: readonly Edge[] }
  | { readonly code: "max-person"; readonly limit: number; readonly size: number; readonly edges: readonly Edge[] }
  | { readonly code: "max-component"; readonly limit: number; readonly size: number; readonly weakest: string };

/** An edge that would have joined two persons, and why it did not. */
export interface RefusedEdge {
  readonly edge: Edge;
  readonly witness: Witness;
}

/** An identifier seen with too much to say who anybody is. */
export interface Hub extends Crowd {
  readonly key: IdentifierKey;
}

/** An identifier that identifies nobody: a {@link BlockedReason}, an unusable type, or the code of a failed normalisation. */
export interface Blocked {
  readonly key: IdentifierKey;
  readonly reason: string;
}

/** Evidence that contradicts itself. */
export type Conflict =
  | { readonly code: "observation"; readonly obsId: string }
  | { readonly code: "must-link"; readonly override: LinkOverride; readonly because: WhyNot };

/** Why two identifiers are not one person. */
export type WhyNot =
  | { readonly code: "same-person"; readonly oneId: string }
  | { readonly code: "unknown"; readonly key: IdentifierKey }
  | { readonly code: "vehicle"; readonly key: IdentifierKey }
  | { readonly code: "blocked"; readonly key: IdentifierKey; readonly reason: string }
  | { readonly code: "no-merge"; readonly key: IdentifierKey }
  | ({ readonly code: "hub" } & Hub)
  | { readonly code: "cannot-link"; readonly override: LinkOverride }
  | { readonly code: "refused"; readonly edge: Edge; readonly witness: Witness }
  | {
      readonly code: "consent";
      readonly key: IdentifierKey;
      readonly purpose: string;
      readonly sighting: Sighting;
    }
  /** An identifier changed hands; the other one belongs to who had it in another epoch. */
  | { readonly code: "epoch"; readonly key: IdentifierKey; readonly epochs: readonly Epoch[] }
  | { readonly code: "not-connected" };

/** Who is who at a moment. Plain data, the same to the byte for the same evidence; explanations are made when asked for. */
export interface Resolution {
  /** In code-unit order of their OneIDs. */
  readonly persons: readonly Person[];
  /**
   * The person that holds an identifier now, or held it `at` a moment; an {@link Identifier} is normalised first, a key is
   * taken as it is.
   */
  personOf(identifier: Identifier | IdentifierKey, at?: EpochMs): Person | undefined;
  /** A OneID names a node: the person who holds the identifier it was first given for, now. */
  lookup(oneId: string): Person | undefined;
  /** The person of the strongest identifier among these, by the policy's order of types, then by key; now, or `at` a moment. */
  ownerOf(keys: readonly IdentifierKey[], at?: EpochMs): Person | undefined;
  /** The instants at which the owner of these identifiers together changes, ascending. */
  handovers(keys: readonly IdentifierKey[]): readonly EpochMs[];
  /** The accepted edges from one identifier to the other, in order; `undefined` when they are not one person. */
  explain(a: Identifier | IdentifierKey, b: Identifier | IdentifierKey): readonly Edge[] | undefined;
  /** Why two identifiers are not one person. */
  explainNot(a: Identifier | IdentifierKey, b: Identifier | IdentifierKey): WhyNot;
  /** Everything about the person that a OneID leads to: what joined, what was refused, and how full the limits are. */
  report(person: Pick<Person, "oneId">): PersonReport | undefined;
  /** Edges worth a human look, the most doubtful first. */
  suggest(options?: SuggestOptions): readonly Suggestion[];
  /** The person's report as a picture, in Mermaid's text; see {@link drawReport}. */
  draw(person: Pick<Person, "oneId">, options?: DrawOptions): string | undefined;
  /** Every refused edge, in code-unit order of its keys. */
  readonly refused: readonly RefusedEdge[];
  readonly hubs: readonly Hub[];
  /** The owners' times of every identifier that changed hands, in code-unit order of the keys, then in time. */
  readonly epochs: readonly Epoch[];
  readonly blocked: readonly Blocked[];
  readonly conflicts: readonly Conflict[];
}
