import { canonicalJson, hashHex, type Json } from "../model";
import type { Rfm } from "./measure-rfm";
import { RFM_SEGMENTS, type RfmSegment } from "./rfm-segments";

/** Where one measure's bins begin, ascending: a value below `breaks[0]` is in bin 1, from `breaks[0]` in bin 2 … */
export interface RfmBreaks {
  readonly recencyDays: readonly number[];
  readonly frequency: readonly number[];
  readonly monetaryMinor: readonly number[];
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
  readonly segments: readonly RfmSegment[];
}

/** How to bin: by the population's own quantiles, or by breaks the host knows. */
export type RfmOptions =
  | { readonly method: "quantile"; readonly bins?: number; readonly segments?: readonly RfmSegment[] }
  | { readonly method: "fixed"; readonly breaks: RfmBreaks; readonly segments?: readonly RfmSegment[] };

/**
 * Fits bins to a population's recency, frequency and monetary value, so that one customer can be scored against it.
 *
 * Bins are half-open, `[lower, upper)`. `quantile` puts each threshold at the quantile of type 7 **plus 1**, as R's
 * `rfm` does: with integers, a value equal to a whole quantile stays in the lower bin; but where the quantile falls
 * between two integers (255.8 + 1 = 256.8) the integer above it, 256, stays low too. `fixed` takes the breaks as they
 * are. Without `segments`, five bins use {@link RFM_SEGMENTS} and any other number uses none.
 *
 * @param population the measures of every customer, in any order; not read by `fixed`
 * @param options `bins` from 2 to 9 (5 by default), so that the three scores make one readable number
 * @throws RangeError when the population of a `quantile` is empty, `bins` is out of range, or breaks do not ascend or
 *   differ in number
 * @example
 * const spent = [100, 200, 300, 400].map((monetaryMinor) => ({ recencyDays: 1, frequency: 1, monetaryMinor }));
 * fitRfm(spent, { method: "quantile", bins: 2 }).breaks.monetaryMinor; // => [251]
 * @see rsquaredacademy, rfm 0.3.0, `rfm_table_order`; R. J. Hyndman and Y. Fan, Sample quantiles in statistical
 *   packages (1996), definition 7
 */
export function fitRfm(population: readonly Rfm[], options: RfmOptions): RfmModel {
  const breaks =
    options.method === "fixed" ? checkBreaks(options.breaks) : quantileBreaks(population, options.bins ?? 5);
  const bins = breaks.recencyDays.length + 1;
  const model = {
    method: options.method,
    bins,
    breaks,
    customers: options.method === "fixed" ? 0 : population.length,
    segments: options.segments ?? (bins === 5 ? RFM_SEGMENTS : []),
  };
  return { version: hashHex(canonicalJson(model as unknown as Json)), ...model };
}

function quantileBreaks(population: readonly Rfm[], bins: number): RfmBreaks {
  if (population.length === 0) throw new RangeError("population must not be empty");
  if (!Number.isInteger(bins) || bins < 2 || bins > 9) throw new RangeError(`bins must be 2 to 9, got ${bins}`);
  const of = (measure: keyof Rfm): number[] => {
    const values = Float64Array.from(population, (rfm) => rfm[measure]).sort();
    return Array.from({ length: bins - 1 }, (_, i) => quantile7Plus1(values, i + 1, bins));
  };
  return { recencyDays: of("recencyDays"), frequency: of("frequency"), monetaryMinor: of("monetaryMinor") };
}

/** The k-th of n quantiles of sorted integers, plus 1, with one rounding only: the sums before the division are exact. */
function quantile7Plus1(sorted: Float64Array, k: number, n: number): number {
  const position = k * (sorted.length - 1);
  const rest = position % n;
  const low = sorted[(position - rest) / n] as number;
  const high = rest === 0 ? low : (sorted[(position - rest) / n + 1] as number);
  return (low * (n - rest) + high * rest + n) / n;
}

function checkBreaks(breaks: RfmBreaks): RfmBreaks {
  const { recencyDays, frequency, monetaryMinor } = breaks;
  for (const [name, list] of Object.entries({ recencyDays, frequency, monetaryMinor })) {
    const ascends = list.every((value, i) => Number.isFinite(value) && (i === 0 || value > (list[i - 1] as number)));
    if (!ascends || list.length < 1 || list.length > 8 || list.length !== recencyDays.length) {
      throw new RangeError(`breaks.${name} must be 1 to 8 ascending numbers, as many for each measure, got [${list}]`);
    }
  }
  return { recencyDays: [...recencyDays], frequency: [...frequency], monetaryMinor: [...monetaryMinor] };
}
