import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  isTimeZone,
  type Label,
  type NamePlace,
  namesTaken,
  parseDefinition,
  type Result,
  refuse,
} from "../model";
import type { Decay } from "./decay";

/** What one action is worth, how often it counts, and how it fades. */
export interface MatrixAction {
  readonly action: string;
  readonly label: Label;
  /** What the action is worth at full frequency, in points of score: 0.4 is 40 %. Above 0. */
  readonly weight: number;
  /** How many of it, after decay, make it full. */
  readonly frequencyCap: number;
  /** How many of it count on one local date; all by default. */
  readonly dailyCap?: number;
  /** How many local dates it counts on, the one it happened on included; all by default. */
  readonly windowDays?: number;
  readonly decay: Decay;
}

/** The stages of getting to know a customer, in order. */
export const INTENT_COLUMNS: readonly ["acquire", "activate", "retain", "revenue", "refer"] = [
  "acquire",
  "activate",
  "retain",
  "revenue",
  "refer",
];
/** One of {@link INTENT_COLUMNS}. */
export type IntentColumnName = (typeof INTENT_COLUMNS)[number];

/** Actions of one stage, worth at most `cap` together. */
export interface IntentColumn {
  readonly column: IntentColumnName;
  readonly label: Label;
  readonly cap: number;
  readonly actions: readonly MatrixAction[];
}

/** Actions that speak against an order: their points, at most `cap` together, are taken off. */
export interface NegativeGroup {
  readonly label: Label;
  readonly cap: number;
  readonly actions: readonly MatrixAction[];
}

/** A named part of the scale: from `from`, included, to the next band's `from`. */
export interface IntentBand {
  readonly band: string;
  readonly label: Label;
  readonly from: number;
}

/** The lead concentration matrix (线索浓度矩阵): what every action is worth, as versioned data. */
export interface IntentMatrix {
  readonly version: string;
  /** The IANA zone whose dates the counts are kept by: the blueprint's, never the person's. */
  readonly zone: string;
  /** The highest score; 1.5 is 150 %. */
  readonly totalCap: number;
  readonly columns: readonly IntentColumn[];
  readonly negative?: NegativeGroup;
  /** Ascending, the first from 0. */
  readonly bands: readonly IntentBand[];
}

const name: z.ZodString = z.string().min(1).max(100);
const label: z.ZodType<Label> = z.strictObject({ zh: name, en: name });
const points: z.ZodNumber = z.number().gt(0).max(1_000);
const days: z.ZodNumber = z.int().min(1).max(36_500);
const count: z.ZodNumber = z.int().min(1).max(1_000_000);

const decay: z.ZodType<Decay> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("halfLife"), days }),
  z.strictObject({
    kind: z.literal("steps"),
    steps: boundedList(
      z.strictObject({ throughDays: z.int().min(0).max(36_500), factor: z.number().gt(0).max(1) }),
      1,
      100,
    ).refine((steps) => steps.every((step, i) => fades(steps[i - 1], step)), {
      error: "steps must have ascending throughDays and factors that never rise",
    }),
  }),
]);

type Step = { readonly throughDays: number; readonly factor: number };
const fades = (before: Step | undefined, step: Step): boolean =>
  before === undefined || (step.throughDays > before.throughDays && step.factor <= before.factor);

const actions: z.ZodType<readonly MatrixAction[]> = boundedList(
  z.strictObject({
    action: name,
    label,
    weight: points,
    frequencyCap: count,
    dailyCap: count.exactOptional(),
    windowDays: days.exactOptional(),
    decay,
  }),
  1,
  1_000,
);

const matrixSchema: z.ZodType<IntentMatrix> = z.strictObject({
  version: name,
  zone: z.string().refine(isTimeZone, { error: "must be an IANA time zone such as Asia/Shanghai" }),
  totalCap: points,
  columns: boundedList(
    z.strictObject({ column: z.enum(INTENT_COLUMNS), label, cap: points, actions }),
    1,
    INTENT_COLUMNS.length,
  ),
  negative: z.strictObject({ label, cap: points, actions }).exactOptional(),
  bands: boundedList(z.strictObject({ band: name, label, from: z.number().min(0) }), 1, 100),
});

const MEMBERS: readonly string[] = (
  "version zone totalCap columns negative bands column label cap actions action weight frequencyCap dailyCap " +
  "windowDays decay kind days steps throughDays factor band from zh en"
).split(" ");

/**
 * Checks an intent matrix from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the matrix, or located issues
 * @example
 * checkMatrix(DEFAULT_INTENT_MATRIX).ok; // => true
 * const refused = checkMatrix({ ...DEFAULT_INTENT_MATRIX, zone: "Asia/Shangai", totalCap: 0 });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/zone", "/totalCap"]
 */
export function checkMatrix(input: unknown): Result<IntentMatrix, readonly Issue[]> {
  const parsed = parseDefinition(matrixSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = [...repeatedNames(parsed.value), ...misplacedBands(parsed.value)];
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares an intent matrix.
 *
 * @throws DefinitionError with every issue when the matrix is not one
 * @example
 * defineMatrix({ ...DEFAULT_INTENT_MATRIX, version: "2" }).version; // => "2"
 */
export function defineMatrix(matrix: IntentMatrix): IntentMatrix {
  const checked = checkMatrix(matrix);
  if (!checked.ok) throw new DefinitionError("intent matrix", checked.error);
  return checked.value;
}

function repeatedNames({ columns, negative, bands }: IntentMatrix): Issue[] {
  const actionsAt = (group: { readonly actions: readonly MatrixAction[] }, path: readonly PropertyKey[]): NamePlace[] =>
    group.actions.map(({ action }, i) => ({ name: action, path: [...path, "actions", i, "action"] }));
  return [
    ...namesTaken(columns.map(({ column }, i) => ({ name: column, path: ["columns", i, "column"] }))),
    ...namesTaken([
      ...columns.flatMap((column, i) => actionsAt(column, ["columns", i])),
      ...(negative ? actionsAt(negative, ["negative"]) : []),
    ]),
    ...namesTaken(bands.map(({ band }, i) => ({ name: band, path: ["bands", i, "band"] }))),
  ];
}

const misplacedBands = ({ bands, totalCap }: IntentMatrix): Issue[] =>
  bands.flatMap(({ from }, i) => {
    const lowest = bands[i - 1]?.from;
    const message =
      lowest === undefined && from !== 0
        ? "the first band starts at 0"
        : lowest !== undefined && from <= lowest
          ? `bands ascend: must be above ${lowest}`
          : from > totalCap
            ? `no score reaches it: the total cap is ${totalCap}`
            : undefined;
    return message === undefined ? [] : [issueAt("bad-band", ["bands", i, "from"], message)];
  });
