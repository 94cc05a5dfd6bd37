import { type Issue, ok, type Result, refuse, requireNow } from "@tributary/core";
import { type Condition, checkCondition } from "../condition/index";
import type { FactSet } from "../facts/index";
import type { SegmentDefinition } from "../segments/index";
import { conditionClaim } from "./condition-claim";
import { Draft, type SqlOptions } from "./draft";
import { FactOperands } from "./fact-operands";
import type { Statement } from "./facts-sql";
import { checkSource } from "./source";

/** What a segment is written with; `conditions` are those it refers to by name. */
export interface SegmentSqlOptions extends SqlOptions {
  readonly conditions?: { readonly [name: string]: Condition };
}

/**
 * Writes a segment, or a condition alone, as one SQL statement over a host's table of events: a row with `person` for
 * everybody of whom it is surely true.
 *
 * Who is a member in this process is one of these rows. The two lists are equal where no fact that is read is at its
 * bound: the table knows every event, and tracks the most recent ones. A condition, or a fact it reads, that SQL cannot
 * say exactly is refused.
 *
 * @param segment the segment or condition; it is checked against the set as `compileSegment` does
 * @param options.now the moment to read at; part of the statement
 * @returns the statement, or what is wrong: with the segment, or what SQL cannot say, of facts under `/facts`
 * @throws RangeError when `now` is no instant or there is no such dialect
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d" } });
 * const source = { events: "events", person: "person", at: "at", type: "type", properties: "properties", hash: "hash" };
 * const warm = { fact: "visits", operator: "greaterThanInclusive", value: 2 };
 * const written = segmentSql(warm, facts, { dialect: "duckdb", source, now: 30 * DAY_MS });
 * written.ok ? written.value.parameters : []; // => ["storeVisited", 0, 2, 2592000000]
 * const refused = segmentSql({ fact: "visits", operator: "over", value: 2 }, facts, { dialect: "duckdb", source, now: 0 });
 * refused.ok ? [] : refused.error.map(({ code, pointer }) => [code, pointer]); // => [["unknown-operator", "/operator"]]
 */
export function segmentSql(
  segment: SegmentDefinition | Condition,
  set: FactSet,
  options: SegmentSqlOptions,
): Result<Statement, readonly Issue[]> {
  requireNow(options.now);
  const { conditions = {}, source } = options;
  const draft = new Draft(options);
  const [condition, place] = "when" in segment ? [segment.when, "/when"] : [segment, ""];
  const checked = checkCondition(condition, { schema: set.schema, conditions });
  if (!checked.ok) return refuse(checked.error.map((issue) => ({ ...issue, pointer: located(issue.pointer, place) })));
  const facts = new FactOperands(set, draft);
  const claim = conditionClaim(condition, place, { facts, conditions });
  const issues = [...checkSource(source), ...facts.issues];
  if (issues.length > 0) return refuse(issues);
  const text = draft.statement(facts.columns, `SELECT "person" FROM "facts read" WHERE ${claim}`);
  return ok({ text, parameters: draft.parameters });
}

/** Named conditions are located under `/conditions`, whatever they are referred to by. */
const located = (pointer: string, place: string): string =>
  pointer.startsWith("/conditions") ? pointer : place + pointer;
