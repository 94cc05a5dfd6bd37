import {
  fitRfm,
  type Issue,
  ok,
  type Result,
  type RfmBreaks,
  type RfmModel,
  type RfmNaming,
  rfmModelOf,
} from "@tributary/core";
import type { FactSet } from "../facts/index";
import { Draft, type SqlOptions } from "./draft";
import type { Statement } from "./facts-sql";
import { measuredOrders, type RfmFacts } from "./measured-orders";

const MEASURES = ["recencyDays", "frequency", "monetaryMinor"] as const;

/** How many bins the quantiles cut, and what the model says of them. */
export interface RfmBreaksOptions extends SqlOptions, RfmNaming {
  /** From 2 to 9; 5 by default. */
  readonly bins?: number;
}

/** A statement that fits RFM: its one row is read by {@link rfmModelOfRow}. */
export interface RfmBreaksStatement extends Statement {
  readonly bins: number;
  readonly naming: RfmNaming;
}

/**
 * Writes the fitting of RFM bins as one SQL statement over a host's table of events: what `fitRfm` with quantiles finds of
 * everybody who ever bought, to the last digit, without any of them leaving the engine.
 *
 * Values are counted first and then summed up in ascending order, so that only different values are sorted.
 *
 * @param orders three facts of the set, since ever: a count, a sum, and a last that reads `"at"`
 * @param options.now the moment to measure at; part of the statement
 * @returns the statement, whose one row {@link rfmModelOfRow} reads; or what is wrong, as of `rfmSql`
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
  options: RfmBreaksOptions,
): Result<RfmBreaksStatement, readonly Issue[]> {
  const { bins = 5, weights, segments } = options;
  if (!Number.isInteger(bins) || bins < 2 || bins > 9) throw new RangeError(`bins must be 2 to 9, got ${bins}`);
  const draft = new Draft(options);
  const measured = measuredOrders(orders, set, options, draft);
  if (!measured.ok) return measured;
  const { columns, select } = measured.value;
  const text = draft.statement(columns, fitted(select, bins, draft));
  const naming = { ...(weights && { weights }), ...(segments && { segments }) };
  return ok({ text, parameters: draft.parameters, bins, naming });
}

/** One row: how many customers, and every threshold of every measure. */
function fitted(measures: string, bins: number, draft: Draft): string {
  const thresholds = MEASURES.map((measure) => {
    const counted = `SELECT "${measure}" AS "value", count(*) AS "times" FROM "measured" GROUP BY "${measure}"`;
    const summed = `SELECT "value", sum("times") OVER (ORDER BY "value") AS "through" FROM (${counted}) AS "counted"`;
    const columns = Array.from({ length: bins - 1 }, (_, i) => threshold(measure, i + 1, bins, draft));
    const total = `(SELECT count(*) - 1 AS "last rank" FROM "measured") AS "everybody"`;
    return `(SELECT ${columns.join(", ")} FROM (${summed}) AS "summed" CROSS JOIN ${total}) AS "of ${measure}"`;
  });
  const names = MEASURES.flatMap((measure) =>
    Array.from({ length: bins - 1 }, (_, i) => `"${columnOf(measure, i + 1)}"`),
  );
  const total = `(SELECT ${draft.dialect.double("count(*)")} AS "customers" FROM "measured") AS "counted"`;
  const from = [total, ...thresholds].join(" CROSS JOIN ");
  return `SELECT "customers", ${names.join(", ")} FROM ${from}`;
}
