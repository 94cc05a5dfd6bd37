import type { EpochMs } from "../model";
import type { RankingGaps } from "./compare-rankings";
import type { EncodedPair, PairColumn } from "./design-columns";
import type { EncodedField, Encoding } from "./encode-field";
import type { LeadModelKind, PointsScale } from "./lead-spec";
import type { Spread } from "./population-stability";

/** A column of a fitted model: how it is read, what it weighs, and what it holds on average in training. */
export type FittedColumn = Encoding & { readonly coefficient: number; readonly average: number };

/** Two fields of a fitted model, by their places among its fields, and the products of their columns. */
export type FittedPair = EncodedPair<PairColumn & { readonly coefficient: number; readonly average: number }>;

/** How the fit went. */
export interface LeadFit {
  readonly lambda: number;
  readonly steps: number;
  readonly converged: boolean;
}

/** A field of a fitted model, and how its values were spread in training. */
export interface FittedField extends EncodedField<FittedColumn> {
  readonly spread: Spread;
}

/** Something to know about a model that does not stop it. */
export interface LeadWarning {
  readonly code:
    | "leaky-field"
    | "pure-category"
    | "known-after-contact"
    | "calendar-left-out"
    | "not-converged"
    | "no-rule"
    | "no-time"
    | "drift";
  readonly field?: string;
  readonly message: string;
}

/** Why the rule answers in the model's place. */
export interface RuleFallback {
  readonly code: "too-few-leads" | "too-few-wins" | "not-comparable" | "ranks-below-rule" | "lifts-below-rule";
  readonly message: string;
}

/** Model (`one`) and rule (`other`) on the rows kept for comparing them. */
export interface GuardReport extends RankingGaps {
  /** The latest by time, or every n-th where no time is known. */
  readonly slice: "latest" | "every-nth";
}

/** A way to say how likely a lead is to be won, as JSON. */
export interface LeadModel {
  /** Hash of everything else: equal models, equal version. */
  readonly version: string;
  readonly kind: LeadModelKind;
  readonly label: string;
  readonly at?: string;
  readonly rule?: string;
  /** Set where the rule answers, and then `because` says why. */
  readonly fallback?: "rule";
  readonly because?: RuleFallback;
  readonly intercept: number;
  /** The rule first, where there is one, then the fields of the spec. */
  readonly fields: readonly FittedField[];
  readonly pairs: readonly FittedPair[];
  readonly points: PointsScale;
  /** What it was fitted on. */
  readonly window: {
    readonly leads: number;
    readonly wins: number;
    readonly from?: EpochMs;
    readonly to?: EpochMs;
  };
  readonly fit: LeadFit;
  /** How its probabilities were spread in training. */
  readonly spread: Spread;
  readonly guard?: GuardReport;
  readonly warnings: readonly LeadWarning[];
}
