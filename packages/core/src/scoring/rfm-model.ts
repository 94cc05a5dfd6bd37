import { canonicalJson, hashHex, type Issue, issueAt, type Json } from "../model";
import { RFM_SEGMENTS, type RfmSegment } from "./rfm-segments";

/** Where one measure's bins begin, ascending: a value below `breaks[0]` is in bin 1, from `breaks[0]` in bin 2 … */
export interface RfmBreaks {
  readonly recencyDays: readonly number[];
  readonly frequency: readonly number[];
  readonly monetaryMinor: readonly number[];
}

/** How much each score tells in the weighted one: parts, integers from 0 to 1,000, such as 5 : 3 : 2. Not all are 0. */
export interface RfmWeights {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/** A scoring of customers as JSON: fitted once on a population, then applied to one customer at a time. */
export interface RfmModel {
  /** Hash of everything else: equal models, equal version. */
  readonly version: string;
  readonly method: "quantile" | "fixed";
  readonly bins: number;
  readonly breaks: RfmBreaks;
  /** How many customers it was fitted on; 0 where the breaks were given. */
  readonly customers: number;
  readonly weights: RfmWeights;
  readonly segments: readonly RfmSegment[];
}

/** What the bins come to: one number, and a name. */
export interface RfmNaming {
  /** Equal by default: our choice, as nothing is known of what a host sells. */
  readonly weights?: RfmWeights;
  /** Five bins have {@link RFM_SEGMENTS} by default, any other number none. */
  readonly segments?: readonly RfmSegment[];
}

const EQUAL: RfmWeights = { recency: 1, frequency: 1, monetary: 1 };

const MEASURES = ["recencyDays", "frequency", "monetaryMinor"] as const;
const SCORES = ["recency", "frequency", "monetary"] as const;

/**
 * Makes a model of breaks that were found elsewhere, such as by a statement of `rfmBreaksSql`: what `fitRfm` makes of the
 * same population.
 *
 * @param parts breaks as many for each measure, 1 to 8 of them
 * @throws RangeError with everything that is wrong with breaks, weights, segments or the number of customers
 * @example
 * const breaks = { recencyDays: [30], frequency: [2], monetaryMinor: [20_000] };
 * const weights = { recency: 5, frequency: 3, monetary: 2 };
 * rfmModelOf({ method: "quantile", breaks, customers: 1_200, weights }).bins; // => 2
 */
export function rfmModelOf(parts: Pick<RfmModel, "method" | "breaks" | "customers"> & RfmNaming): RfmModel {
  const { method, breaks, customers, weights = EQUAL } = parts;
  const bins = breaks.recencyDays.length + 1;
  const segments = parts.segments ?? (bins === 5 ? RFM_SEGMENTS : []);
  const model = { method, bins, breaks, customers, weights, segments };
  const flaws = flawsOf(model);
  if (flaws.length === 0) return { version: versionOf(model), ...model };
  throw new RangeError(flaws.map(({ pointer, message }) => `${pointer} ${message}`).join("; "));
}

/** The hash of a model beside its own version, whatever that says. */
export function versionOf({ method, bins, breaks, customers, weights, segments }: Omit<RfmModel, "version">): string {
  return hashHex(canonicalJson({ method, bins, breaks, customers, weights, segments } as unknown as Json));
}

/** What is wrong with a model beyond its shape. */
export const flawsOf = (model: Omit<RfmModel, "version">): readonly Issue[] => [
  ...badBreaks(model),
  ...badWeights(model.weights),
  ...badCustomers(model),
  ...badRanges(model),
];

/** Breaks that somebody chose must ascend; quantiles may be equal, and fall by the last digit of a fraction. */
function badBreaks({ method, bins, breaks }: Omit<RfmModel, "version">): readonly Issue[] {
  const follows = (value: number, before: number | undefined): boolean =>
    Number.isFinite(value) && (method === "quantile" || before === undefined || value > before);
  return MEASURES.flatMap((measure) => {
    const list = breaks[measure];
    const ascends = list.every((value, i) => follows(value, list[i - 1]));
    if (ascends && list.length >= 1 && list.length <= 8 && list.length === bins - 1) return [];
    const message = `must be 1 to 8 ascending numbers, one fewer than bins for each measure, got [${list}]`;
    return [issueAt("bad-breaks", ["breaks", measure], message)];
  });
}

function badWeights(weights: RfmWeights): readonly Issue[] {
  const isPart = (weight: number): boolean => Number.isInteger(weight) && weight >= 0 && weight <= 1_000;
  const bad = SCORES.filter((score) => !isPart(weights[score])).map((score) =>
    issueAt("bad-weight", ["weights", score], `must be an integer from 0 to 1000, got ${weights[score]}`),
  );
  return bad.length > 0 || SCORES.some((score) => weights[score] > 0)
    ? bad
    : [issueAt("bad-weight", ["weights"], "must not all be 0")];
}

function badCustomers({ method, customers }: Pick<RfmModel, "method" | "customers">): readonly Issue[] {
  const fits = method === "fixed" ? customers === 0 : Number.isSafeInteger(customers) && customers > 0;
  const wanted = method === "fixed" ? "be 0 where breaks were given" : "be an integer from 1";
  return fits ? [] : [issueAt("bad-customers", ["customers"], `must ${wanted}, got ${customers}`)];
}

/** Ranges of scores that run backwards or leave the bins: nobody could be in them. */
const badRanges = ({ bins, segments }: Pick<RfmModel, "bins" | "segments">): readonly Issue[] =>
  segments.flatMap((region, i) =>
    SCORES.flatMap((score) => {
      const [from, to] = region[score];
      if (Number.isInteger(from) && Number.isInteger(to) && 1 <= from && from <= to && to <= bins) return [];
      const message = `must be [from, to] with 1 ≤ from ≤ to ≤ ${bins}, the number of bins, got [${from}, ${to}]`;
      return [issueAt("bad-range", ["segments", i, score], message)];
    }),
  );
