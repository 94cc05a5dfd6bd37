import { type Issue, type Json, ok, type Result, refuse, requireNow } from "@tributary/core";
import type { Scalar } from "../condition/index";
import type { FactDefinition, FactSet, FactValues } from "../facts/index";
import { checkFact } from "./check-fact";
import { Draft, type SqlOptions } from "./draft";
import { factColumn } from "./fact-column";
import { checkSource } from "./source";

/** One statement and what is bound in it, in order: `$1` or `{p1:…}` is the first. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly Scalar[];
}

/** A statement that reads facts: which fact stands in which column of a row. */
export interface FactStatement extends Statement {
  readonly columns: readonly FactColumn[];
}

/** A column of facts: a double, or JSON as text; `NULL` where the fact is not known. */
export interface FactColumn {
  readonly column: string;
  readonly fact: string;
  readonly type: "number" | "json";
}

/**
 * Writes facts as one SQL statement over a host's table of events: a row per person, `person` and a column per fact.
 *
 * What it reads is what a rescan of all events gives, and so what `readFacts` gives wherever that is not at its bound.
 * A fact that SQL cannot say exactly is refused. Values are bound, names of the source are checked and quoted.
 *
 * @param options.now the moment to read at; part of the statement
 * @returns the statement, or everything that cannot be said, each with its place in the definitions or in `/source`
 * @throws RangeError when `now` is no instant or there is no such dialect
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * const source = { events: "events", person: "person", at: "at", type: "type", properties: "properties", hash: "hash" };
 * const written = factsSql(facts, { dialect: "postgres", source, now: 0 });
 * written.ok ? written.value.columns : written.error; // => [{ column: "f1", fact: "visits", type: "number" }]
 * written.ok ? written.value.parameters : []; // => ["storeVisited", 0]
 */
export function factsSql(set: FactSet, options: SqlOptions): Result<FactStatement, readonly Issue[]> {
  requireNow(options.now);
  const issues = [
    ...checkSource(options.source),
    ...Object.entries(set.definitions).flatMap(([name, fact]) => checkFact(name, fact)),
  ];
  const draft = new Draft(options);
  return issues.length > 0 ? refuse(issues) : ok(write(set, draft));
}

function write(set: FactSet, draft: Draft): FactStatement {
  const written = Object.entries(set.definitions).map(([fact, definition], i) => ({
    fact,
    column: `f${i + 1}`,
    ...factColumn(definition as FactDefinition, draft),
  }));
  const selected = written.map(({ column, type }) =>
    type === "number" ? `"${column}"` : `${draft.dialect.jsonText(`"${column}"`)} AS "${column}"`,
  );
  const text = draft.statement(
    new Map(written.map(({ column, sql }) => [column, sql])),
    `SELECT ${['"person"', ...selected].join(", ")} FROM "facts read"`,
  );
  return { text, parameters: draft.parameters, columns: written.map(({ sql: _, ...column }) => column) };
}

/**
 * Reads a row of a {@link factsSql} statement, as a driver gives it, into facts: what `readFacts` would say of the person.
 *
 * @example
 * const columns = [{ column: "f1", fact: "visits", type: "number" }, { column: "f2", fact: "city", type: "json" }];
 * factsOfRow({ columns }, { person: "p1", f1: 2, f2: '"杭州"' }); // => { visits: 2, city: "杭州" }
 * factsOfRow({ columns }, { person: "p2", f1: 0, f2: null }); // => { visits: 0 }
 */
export function factsOfRow(
  { columns }: Pick<FactStatement, "columns">,
  row: { readonly [column: string]: unknown },
): FactValues {
  const known = columns.filter(({ column }) => row[column] !== null && row[column] !== undefined);
  return Object.fromEntries(
    known.map(({ fact, column, type }) => [
      fact,
      type === "number" ? Number(row[column]) : (JSON.parse(String(row[column])) as Json),
    ]),
  );
}
