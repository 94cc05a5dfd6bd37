import { type Issue, ok, type Result, type RfmModel, type RfmNaming, rfmModelOf } from "@tributary/core";
import type { FactSet } from "../facts/index";
import { Draft, type SqlOptions } from "./draft";
import type { Statement } from "./facts-sql";
import { measuredOrders, type RfmFacts } from "./measured-orders";

const MEASURES = ["recencyDays", "frequency", "monetaryMinor"] as const;

/**
 * Writes the fitting of RFM bins as one SQL statement over a host's table of events: what `fitRfm` with quantiles finds of
 * everybody who ever bought, to the last digit, while nobody leaves the engine. It gives a row per measure, which
 * {@link rfmModelOfRows} reads.
 *
 * Values are counted before they are put in order, so no more than the different values is sorted.
 *
 * @param orders three facts of the set, since ever: a count, a sum, and a last that reads `"at"`
 * @param options.bins from 2 to 9; 5 by default
 * @param options.now the moment to measure at; part of the statement
 * @returns the statement, or what is wrong with the facts, under `/orders` and `/facts`, and with the source
 * @throws RangeError when `bins` is out of range, `now` is no instant or there is no such dialect
 * @example
 * const facts = defineFacts({
 *   orders: { kind: "count", events: "orderPaid" },
 *   spentMinor: { kind: "sum", events: "orderPaid", property: "amountMinor" },
 *   lastOrderAt: { kind: "last", events: "orderPaid", read: "at" },
 * });
 * const source = { events: "events", person: "person", at: "at", type: "type", properties: "properties", hash: "hash" };
 * const names = { count: "orders", sum: "spentMinor", last: "lastOrderAt" };
 * rfmBreaksSql(names, facts, { dialect: "duckdb", source, now: 0, bins: 5 }).ok; // => true
 * @see `fitRfm`: quantiles of type 7, plus 1
 */
export function rfmBreaksSql(
  orders: RfmFacts,
  set: FactSet,
  options: SqlOptions & { readonly bins?: number },
): Result<Statement, readonly Issue[]> {
  const { bins = 5 } = options;
  if (!Number.isInteger(bins) || bins < 2 || bins > 9) throw new RangeError(`bins must be 2 to 9, got ${bins}`);
  const draft = new Draft(options);
  const measured = measuredOrders(orders, set, options, draft);
  if (!measured.ok) return measured;
  const { columns, select } = measured.value;
  return ok({ text: draft.statement(columns, fitted(select, bins, draft)), parameters: draft.parameters });
}

function fitted(measures: string, bins: number, { dialect }: Draft): string {
  const names = MEASURES.map((measure) => `SELECT '${measure}' AS "measure"`).join(" UNION ALL ");
  const choice = MEASURES.map((measure) => `WHEN '${measure}' THEN "${measure}"`).join(" ");
  const values = `SELECT "measure", CASE "measure" ${choice} END AS "value" FROM (${measures}) AS "measured" CROSS JOIN (${names}) AS "measures"`;
  const counted = `SELECT "measure", "value", count(*) AS "times" FROM (${values}) AS "values" GROUP BY "measure", "value"`;
  const through = dialect.double('sum("times") OVER (PARTITION BY "measure" ORDER BY "value")');
  const customers = dialect.double('sum("times") OVER (PARTITION BY "measure")');
  const ranked = `SELECT "measure", "value", ${through} AS "through", ${customers} AS "customers" FROM (${counted}) AS "counted"`;
  const thresholds = Array.from({ length: bins - 1 }, (_, i) => `${quantile7Plus1(i + 1, bins)} AS "break ${i + 1}"`);
  return `SELECT "measure", "customers", ${thresholds.join(", ")} FROM (${ranked}) AS "ranked" GROUP BY "measure", "customers"`;
}

/** The k-th of n quantiles plus 1, by the sums and the division of `fitRfm`, in doubles. */
function quantile7Plus1(k: number, n: number): string {
  const position = `(${k} * ("customers" - 1))`;
  const rank = `floor(${position} / ${n})`;
  const rest = `(${position} - ${n} * ${rank})`;
  const low = `min(CASE WHEN "through" > ${rank} THEN "value" END)`;
  const next = `min(CASE WHEN "through" > ${rank} + 1 THEN "value" END)`;
  return `(${low} * (${n} - ${rest}) + coalesce(${next}, ${low}) * ${rest} + ${n}) / ${n}`;
}

/**
 * Reads the rows of an {@link rfmBreaksSql} statement, as a driver gives them, into the model that `fitRfm` makes of the
 * same customers.
 *
 * @param naming weights and segments, as of `fitRfm`
 * @returns `undefined` where nobody ever bought
 * @throws RangeError when the rows are of another statement, or weights or segments are wrong
 * @example
 * const row = { customers: 4, "break 1": 251 };
 * const rows = ["recencyDays", "frequency", "monetaryMinor"].map((measure) => ({ measure, ...row }));
 * rfmModelOfRows(rows)?.breaks.monetaryMinor; // => [251]
 * rfmModelOfRows([]); // => undefined
 */
export function rfmModelOfRows(
  rows: readonly { readonly [column: string]: unknown }[],
  naming: RfmNaming = {},
): RfmModel | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const breaksOf = (measure: string): number[] => {
    const row = rows.find((each) => each.measure === measure) ?? {};
    const columns = Array.from({ length: 8 }, (_, i) => row[`break ${i + 1}`]);
    return columns.filter((value) => value !== undefined).map(Number);
  };
  const [recencyDays, frequency, monetaryMinor] = MEASURES.map(breaksOf) as [number[], number[], number[]];
  const breaks = { recencyDays, frequency, monetaryMinor };
  return rfmModelOf({ method: "quantile", breaks, customers: Number(first.customers), ...naming });
}
