import { DAY_MS, type EpochMs, isEpochMs, requireNow } from "../model";
import type { RfmModel } from "./rfm-model";
import { binsOf, type RfmScore, scoreOfBins } from "./score-rfm";

/** Orders of many customers by column: the i-th entry of each column is of the i-th order, in any order. */
export interface OrderColumns {
  /** Whose it is: customers are numbered from 0, and a number that nobody has costs 24 bytes. */
  readonly customer: Uint32Array;
  /** Instants, {@link EpochMs}. */
  readonly at: Float64Array;
  /** Integers; below 0 a refund. */
  readonly amountMinor: Float64Array;
}

/** Customers who bought, measured, by column: the i-th entry of each is of the i-th customer, by ascending number. */
export interface RfmColumns {
  readonly customer: Uint32Array;
  readonly recencyDays: Float64Array;
  readonly frequency: Float64Array;
  readonly monetaryMinor: Float64Array;
}

/** The scores of many customers: `scores[which[i]]` is that of the i-th. */
export interface RfmScoreColumn {
  readonly which: Uint16Array;
  /** Every combination of bins once. */
  readonly scores: readonly RfmScore[];
}

/**
 * Measures many customers at once, as `measureRfm` does one: for millions of orders that lie in columns, where an object
 * an order would be most of the work.
 *
 * @returns those who bought by `now`; `fitRfm` takes them as a population
 * @throws RangeError when columns differ in length, an instant or an amount is not an integer, or a sum is beyond 2^53
 * @example
 * const customer = Uint32Array.of(7, 2, 7);
 * const orders = { customer, at: Float64Array.of(0, 0, DAY_MS), amountMinor: Float64Array.of(500, 900, 300) };
 * const { customer: who, frequency, monetaryMinor } = measureRfmColumns(orders, { now: 2 * DAY_MS });
 * [[...who], [...frequency], [...monetaryMinor]]; // => [[2, 7], [1, 2], [900, 800]]
 */
export function measureRfmColumns(orders: OrderColumns, options: { readonly now: EpochMs }): RfmColumns {
  const now = requireNow(options.now);
  const sums = sumUp(orders, now);
  let buyers = 0;
  for (let place = 0; place < sums.length; place += STRIDE) if ((sums[place + COUNT] as number) > 0) buyers++;
  const customer = new Uint32Array(buyers);
  const [recencyDays, frequency, monetaryMinor] = [column(buyers), column(buyers), column(buyers)];
  for (let i = 0, place = 0; i < buyers; place += STRIDE) {
    if (sums[place + COUNT] === 0) continue;
    customer[i] = place / STRIDE;
    recencyDays[i] = Math.floor((now - (sums[place + LAST] as number)) / DAY_MS);
    frequency[i] = sums[place + COUNT] as number;
    monetaryMinor[i++] = sums[place + AMOUNT] as number;
  }
  return { customer, recencyDays, frequency, monetaryMinor };
}

const column = (length: number): Float64Array => new Float64Array(length);

/** The sums of one customer lie side by side, so that an order touches memory in one place. */
const [COUNT, AMOUNT, LAST, STRIDE] = [0, 1, 2, 3];

function sumUp({ customer, at, amountMinor }: OrderColumns, now: EpochMs): Float64Array {
  const orders = customer.length;
  if (at.length !== orders || amountMinor.length !== orders)
    throw new RangeError(`columns must be of one length, got ${orders}, ${at.length} and ${amountMinor.length}`);
  let highest = -1;
  for (let i = 0; i < orders; i++) if ((customer[i] as number) > highest) highest = customer[i] as number;
  const sums = new Float64Array((highest + 1) * STRIDE);
  for (let i = LAST; i < sums.length; i += STRIDE) sums[i] = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < orders; i++) {
    const [moment, amount] = [at[i] as number, amountMinor[i] as number];
    if (!isEpochMs(moment)) throw new RangeError(`at must hold integers of epoch milliseconds, got ${moment}`);
    if (moment > now) continue;
    const place = (customer[i] as number) * STRIDE;
    const sum = (sums[place + AMOUNT] as number) + amount;
    if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(sum))
      throw new RangeError(`amounts must be safe integers of minor units, got ${amount}, in sum ${sum}`);
    sums[place + AMOUNT] = sum;
    if (amount < 0) continue;
    (sums[place + COUNT] as number)++;
    if (moment > (sums[place + LAST] as number)) sums[place + LAST] = moment;
  }
  return sums;
}

/**
 * Scores many customers at once, as `scoreRfm` does one.
 *
 * @example
 * const breaks = { recencyDays: [30], frequency: [2], monetaryMinor: [700] };
 * const model = fitRfm([], { method: "fixed", breaks });
 * const measures = { recencyDays: Float64Array.of(12, 40), frequency: Float64Array.of(2, 1), monetaryMinor: Float64Array.of(900, 800) };
 * const { which, scores } = scoreRfmColumns({ customer: Uint32Array.of(2, 7), ...measures }, model);
 * [...which].map((each) => scores[each].score); // => [222, 112]
 */
export function scoreRfmColumns(population: RfmColumns, model: RfmModel): RfmScoreColumn {
  const { recencyDays, frequency, monetaryMinor } = population;
  const { bins } = model;
  const digits = Array.from({ length: bins }, (_, i) => i + 1);
  const scores = digits.flatMap((r) => digits.flatMap((f) => digits.map((m) => scoreOfBins({ r, f, m }, model))));
  const which = new Uint16Array(recencyDays.length);
  for (let i = 0; i < which.length; i++) {
    const rfm = {
      recencyDays: recencyDays[i] as number,
      frequency: frequency[i] as number,
      monetaryMinor: monetaryMinor[i] as number,
    };
    const { r, f, m } = binsOf(rfm, model);
    which[i] = ((r - 1) * bins + f - 1) * bins + m - 1;
  }
  return { which, scores };
}
