import { type Issue, OTHER_CUSTOMERS, ok, type Result, type RfmModel, refuse, requireNow } from "@tributary/core";
import type { FactDefinition, FactSet } from "../facts/index";
import { Draft, type SqlOptions } from "./draft";
import { FactOperands } from "./fact-operands";
import type { Statement } from "./facts-sql";
import { checkSource } from "./source";

/** The names of the three facts that orders come to, as a blueprint's RFM names them. */
export interface RfmFacts {
  readonly count: string;
  readonly sum: string;
  readonly last: string;
}

/**
 * Writes the RFM scores of everybody who ever bought as one SQL statement over a host's table of events: a row with
 * `person`, `recencyDays`, `frequency`, `monetaryMinor`, the scores `r`, `f`, `m` and `score`, and `segment`: what
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
  requireNow(options.now);
  const draft = new Draft(options);
  const facts = new FactOperands(set, draft);
  const [count, sum, last] = (["count", "sum", "last"] as const).map((member) => {
    const fact = Object.hasOwn(set.definitions, orders[member]) ? set.definitions[orders[member]] : undefined;
    if (fact && isSinceEver(fact, member)) return facts.at(orders[member], undefined, `/orders/${member}`)?.sql;
    const message = `${JSON.stringify(orders[member])} must be the name of a ${member} since ever`;
    return facts.refuse("wrong-fact", `/orders/${member}`, message);
  });
  const issues = [...checkSource(options.source), ...facts.issues];
  if (issues.length > 0) return refuse(issues);
  const measured = [
    `floor((${draft.bind(options.now)} - ${last}) / 86400000) AS "recencyDays"`,
    `${count} AS "frequency"`,
    `${sum} AS "monetaryMinor"`,
  ];
  const measures = `SELECT "person", ${measured.join(", ")} FROM "facts read" WHERE ${count} > 0 AND ${last} IS NOT NULL`;
  return ok({ text: draft.statement(facts.columns, scored(model, measures, draft)), parameters: draft.parameters });
}

const isSinceEver = (fact: FactDefinition, member: keyof RfmFacts): boolean =>
  fact.kind === member &&
  fact.within === undefined &&
  (fact.kind !== "sum" || fact.last === undefined) &&
  (fact.kind !== "last" || fact.read === "at");

/** Bins by the breaks of the model, and the first region of scores that holds them. */
function scored({ breaks, bins, segments }: RfmModel, measures: string, { bind }: Draft): string {
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
  return `SELECT "scored".*, 100 * "r" + 10 * "f" + "m" AS "score", ${segment} AS "segment" FROM (${withScores}) AS "scored"`;
}
