import { parseDuration } from "@tributary/core";
import {
  type CountFact,
  DEFAULT_KEEP,
  type DistinctFact,
  type EdgeFact,
  type FactDefinition,
  type NumberFact,
  type SinceFact,
  type TraitFact,
} from "../facts/index";
import { BEFORE_TIME, type Column, type Draft } from "./draft";
import { numberAggregate } from "./number-aggregate";
import type { Relation } from "./relation";
import { whereClaims } from "./where-claims";

/** The occurrences of a fact: where they are aggregated, and which rows of it they are. */
interface Occurrences {
  readonly relation: Relation;
  readonly condition: string;
}

type Ranged = CountFact | NumberFact | EdgeFact | SinceFact | DistinctFact;

const UNIT_MS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 } as const;

/** The column of one fact that {@link checkFact} let pass. */
export function factColumn(fact: FactDefinition, draft: Draft): Column {
  switch (fact.kind) {
    case "count": {
      const { relation, condition } = occurrencesOf(fact, draft);
      return number(orZero(relation.column(draft.dialect.double(`count(CASE WHEN ${condition} THEN 1 END)`))));
    }
    case "sum":
    case "min":
    case "max":
    case "avg":
      return numberColumn(fact, draft);
    case "first":
    case "last":
    case "since":
      return edgeColumn(fact, draft);
    case "distinct":
      return distinctColumn(fact, draft);
    case "trait":
      return traitColumn(fact, draft);
    default:
      throw new TypeError(`a ${fact.kind} fact is not written as SQL`);
  }
}

const number = (sql: string): Column => ({ type: "number", sql });
const orZero = (sql: string): string => `coalesce(${sql}, 0)`;

/** Everything in the window; where only the `most` most recent count, from a relation that ranks them. */
function occurrencesOf(fact: Ranged, draft: Draft, most?: number): Occurrences {
  const types = [fact.events].flat();
  const withinMs = "within" in fact && fact.within !== undefined ? parseDuration(fact.within) : undefined;
  const after = withinMs === undefined ? BEFORE_TIME : draft.now - withinMs;
  const where = whereClaims(fact.where, draft);
  if (most === undefined) {
    const condition = [...draft.claims(types, after), ...where].join(" AND ");
    return { relation: draft.once(types, after), condition };
  }
  const { person, at, hash, properties } = draft;
  const order = `row_number() OVER (PARTITION BY ${person} ORDER BY ${at} DESC, ${hash} DESC) AS "from the end"`;
  const rows = `(SELECT ${[person, at, hash, properties, order].join(", ")} FROM ${draft.events(types, after, where)}) AS "ranked"`;
  return { relation: draft.relation(rows, "most recent", () => rows), condition: `"from the end" <= ${most}` };
}

function numberColumn(fact: NumberFact, draft: Draft): Column {
  const { relation, condition } = occurrencesOf(fact, draft, fact.last);
  const column = relation.column(numberAggregate(fact.kind, fact.property, condition, draft));
  return number(fact.kind === "sum" ? orZero(column) : column);
}

function edgeColumn(fact: EdgeFact | SinceFact, draft: Draft): Column {
  const { relation, condition } = occurrencesOf(fact, draft);
  const { dialect, at, hash, bind } = draft;
  const which = fact.kind === "since" ? (fact.of ?? "last") : fact.kind;
  if (fact.kind !== "since" && fact.read !== "at") {
    const value = draft.property(fact.property as string);
    const carries = `${condition} AND ${isSomething(value, draft)}`;
    return {
      type: "json",
      sql: relation.column(dialect.pick({ which, value, order: [at, hash], condition: carries })),
    };
  }
  const instant = dialect.double(`${which === "first" ? "min" : "max"}(CASE WHEN ${condition} THEN ${at} END)`);
  if (fact.kind !== "since") return number(relation.column(instant));
  const unitMs = UNIT_MS[fact.unit ?? "days"];
  return number(`floor((${bind(draft.now)} - ${relation.column(instant)}) / ${unitMs})`);
}

/** Neither absent nor `null`. */
const isSomething = (json: string, { dialect }: Draft): string =>
  `${json} IS NOT NULL AND NOT ${dialect.isJsonNull(json)}`;

/** Without a window of any kind, over as many as are kept: so say the definitions. */
const mostOf = ({ within, last, keep = DEFAULT_KEEP }: DistinctFact): number | undefined =>
  last ?? (within === undefined ? keep : undefined);

function distinctColumn(fact: DistinctFact, draft: Draft): Column {
  const { relation, condition } = occurrencesOf(fact, draft, mostOf(fact));
  const { dialect } = draft;
  const json = draft.property(fact.property as string);
  const counts = [dialect.text(json), dialect.number(json), dialect.boolean(json)].map(
    (content) => `count(DISTINCT CASE WHEN ${condition} THEN ${content} END)`,
  );
  return number(orZero(relation.column(dialect.double(counts.join(" + ")))));
}

/** The latest value set, or where none stands the earliest set once since that was erased. */
function traitColumn({ property }: TraitFact, draft: Draft): Column {
  const { dialect, person, at, hash, type, bind } = draft;
  const [set, once] = [bind("traitsSet"), bind("traitsSetOnce")];
  const json = draft.property(property);
  const columns = [person, at, hash, type, `${json} AS "the value"`];
  const setAt = `max(CASE WHEN ${type} = ${set} THEN ${at} END) OVER (PARTITION BY ${person}) AS "set at"`;
  const events = draft.events(["traitsSet", "traitsSetOnce"], BEFORE_TIME, [`${json} IS NOT NULL`]);
  const rows = `(SELECT ${[...columns, setAt].join(", ")} FROM ${events}) AS "set"`;
  const relation = draft.relation(rows, "trait", () => rows);
  const pick = (which: "first" | "last", condition: string): string =>
    relation.column(dialect.pick({ which, value: `"the value"`, order: [at, hash], condition }));
  const stands = pick("last", `${type} = ${set}`);
  const since = `${type} = ${once} AND NOT ${dialect.isJsonNull(`"the value"`)} AND ("set at" IS NULL OR ${at} >= "set at")`;
  return {
    type: "json",
    sql: `CASE WHEN ${isSomething(stands, draft)} THEN ${stands} ELSE ${pick("first", since)} END`,
  };
}
