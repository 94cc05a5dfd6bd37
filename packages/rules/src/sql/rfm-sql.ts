import { type Issue, OTHER_CUSTOMERS, ok, type Result, type RfmModel } from "@tributary/core";
import type { FactSet } from "../facts/index";
import type { Bind } from "./dialect";
import { Draft, type SqlOptions } from "./draft";
import type { Statement } from "./facts-sql";
import { measuredOrders, type RfmFacts } from "./measured-orders";

/**
 * Writes the RFM scores of everybody who ever bought as one SQL statement over a host's table of events: a row with
 * `person`, `recencyDays`, `frequency`, `monetaryMinor`, the scores `r`, `f`, `m`, `score` and `weighted`, and `segment`: what
 * `scoreRfm` says of the three facts.
 *
 * @param model fitted by `fitRfm`, on whatever population
 * @param orders three facts of the set, since ever: a count, a sum, and a last that reads `"at"`
 * @param options.now the moment to measure at; part of the statement
 * @returns the statement, or what is wrong with the facts, under `/orders` and `/facts`, and with the source
 * @throws RangeError when `now` is no instant or there is no such dialect
 * @example
 * const facts = defineFacts({
 *   orders: { kind: "count", events: "orderPaid" },
 *   spentMinor: { kind: "sum", events: "orderPaid", property: "amountMinor" },
 *   lastOrderAt: { kind: "last", events: "orderPaid", read: "at" },
 * });
 * const model = fitRfm([], { method: "fixed", breaks: { recencyDays: [30], frequency: [2], monetaryMinor: [1e7] } });
 * const source = { events: "events", person: "person", at: "at", type: "type", properties: "properties", hash: "hash" };
 * const names = { count: "orders", sum: "spentMinor", last: "lastOrderAt" };
 * rfmSql(model, names, facts, { dialect: "postgres", source, now: 0 }).ok; // => true
 * const refused = rfmSql(model, { ...names, last: "orders" }, facts, { dialect: "postgres", source, now: 0 });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/orders/last"]
 */
export function rfmSql(
  model: RfmModel,
  orders: RfmFacts,
  set: FactSet,
  options: SqlOptions,
): Result<Statement, readonly Issue[]> {
  const draft = new Draft(options);
  const measured = measuredOrders(orders, set, options, draft);
  if (!measured.ok) return measured;
  const { columns, select } = measured.value;
  return ok({ text: draft.statement(columns, scored(model, select, draft)), parameters: draft.parameters });
}

/** Bins by the breaks of the model, and the first region of scores that holds them. */
function scored(model: RfmModel, measures: string, { bind }: Draft): string {
  const { breaks, bins, segments } = model;
  const bin = (measure: keyof typeof breaks): string =>
    ["1", ...breaks[measure].map((lower) => `CASE WHEN "${measure}" >= ${bind(lower)} THEN 1 ELSE 0 END`)].join(" + ");
  const scores = `${bins + 1} - (${bin("recencyDays")}) AS "r", ${bin("frequency")} AS "f", ${bin("monetaryMinor")} AS "m"`;
  const regions = segments.map(({ segment, recency, frequency, monetary }) => {
    const holds = Object.entries({ r: recency, f: frequency, m: monetary }).map(
      ([score, [from, to]]) => `"${score}" BETWEEN ${bind(from)} AND ${bind(to)}`,
    );
    return `WHEN ${holds.join(" AND ")} THEN ${bind(segment)}`;
  });
  const others = bind(OTHER_CUSTOMERS.segment);
  const segment = regions.length === 0 ? others : `CASE ${regions.join(" ")} ELSE ${others} END`;
  const withScores = `SELECT "measured".*, ${scores} FROM (${measures}) AS "measured"`;
  const score = `100 * "r" + 10 * "f" + "m" AS "score", ${weighted(model, bind)} AS "weighted"`;
  return `SELECT "scored".*, ${score}, ${segment} AS "segment" FROM (${withScores}) AS "scored"`;
}

/** The same sums of whole numbers and the same division, of doubles, as in the process. */
function weighted({ bins, weights: { recency, frequency, monetary } }: RfmModel, bind: Bind): string {
  const points = `${bind(recency)} * ("r" - 1) + ${bind(frequency)} * ("f" - 1) + ${bind(monetary)} * ("m" - 1)`;
  return `(${points}) / ${bind((recency + frequency + monetary) * (bins - 1))}`;
}
