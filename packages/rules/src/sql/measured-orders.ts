import { type Issue, ok, type Result, refuse, requireNow } from "@tributary/core";
import type { FactDefinition, FactSet } from "../facts/index";
import type { Draft, SqlOptions } from "./draft";
import { FactOperands } from "./fact-operands";
import { checkSource } from "./source";

/** The names of the three facts that orders come to, as a blueprint's RFM names them. */
export interface RfmFacts {
  readonly count: string;
  readonly sum: string;
  readonly last: string;
}

/** A select of everybody who ever bought, measured, and the columns of `"facts read"` that it reads. */
interface MeasuredOrders {
  readonly columns: ReadonlyMap<string, string>;
  readonly select: string;
}

/** Reads the three facts as `rfmOf` does: a row with `person`, `recencyDays`, `frequency` and `monetaryMinor`, in doubles. */
export function measuredOrders(
  orders: RfmFacts,
  set: FactSet,
  options: SqlOptions,
  draft: Draft,
): Result<MeasuredOrders, readonly Issue[]> {
  requireNow(options.now);
  const facts = new FactOperands(set, draft);
  const [count, sum, last] = (["count", "sum", "last"] as const).map((member) => {
    const fact = Object.hasOwn(set.definitions, orders[member]) ? set.definitions[orders[member]] : undefined;
    if (fact && isSinceEver(fact, member)) return facts.at(orders[member], undefined, `/orders/${member}`)?.sql;
    const message = `${JSON.stringify(orders[member])} must be the name of a ${member} since ever`;
    return facts.refuse("wrong-fact", `/orders/${member}`, message);
  });
  const issues = [...checkSource(options.source), ...facts.issues];
  if (issues.length > 0) return refuse(issues);
  const measures = [
    `floor((${draft.bind(options.now)} - ${last}) / 86400000) AS "recencyDays"`,
    `${count} AS "frequency"`,
    `${sum} AS "monetaryMinor"`,
  ];
  const select = `SELECT "person", ${measures.join(", ")} FROM "facts read" WHERE ${count} > 0 AND ${last} IS NOT NULL`;
  return ok({ columns: facts.columns, select });
}

const isSinceEver = (fact: FactDefinition, member: keyof RfmFacts): boolean =>
  fact.kind === member &&
  fact.within === undefined &&
  (fact.kind !== "sum" || fact.last === undefined) &&
  (fact.kind !== "last" || fact.read === "at");
