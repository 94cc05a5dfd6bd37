import { type Issue, pointerOf } from "@tributary/core";

/** Where a host keeps its events, by the names of its own table and columns. Names are letters, digits and `_`. */
export interface EventSource {
  /** Table or view of events, `"events"` or `"crm.events"`. Each event id stands there once. */
  readonly events: string;
  /** Column of whose event it is; of nobody's, `NULL`. */
  readonly person: string;
  /** Column of the instant: a bigint of epoch milliseconds. */
  readonly at: string;
  /** Column of the event type: text. */
  readonly type: string;
  /** Column of the properties, as `JSON.stringify` writes them: `jsonb`, DuckDB's `JSON`, ClickHouse's `String`. */
  readonly properties: string;
  /** Column of `hash53` of the event id, a bigint: it orders what happened in one instant. */
  readonly hash: string;
  /** Everybody, those without any event included; without it, everybody who has an event at any time. */
  readonly persons?: { readonly table: string; readonly person: string };
}

const COLUMN = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
const TABLE = /^[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?$/;

const TABLES: ReadonlySet<string> = new Set(["events", "table"]);

/** Finds names that are no plain identifiers; nothing else of a source reaches a statement. */
export function checkSource(source: EventSource): readonly Issue[] {
  const { events, person, at, type, properties, hash, persons } = source;
  return [
    ...checkNames({ events, person, at, type, properties, hash }, ["source"]),
    ...(persons ? checkNames({ table: persons.table, person: persons.person }, ["source", "persons"]) : []),
  ];
}

const checkNames = (names: { readonly [role: string]: unknown }, place: readonly string[]): readonly Issue[] =>
  Object.entries(names)
    .filter(([role, name]) => typeof name !== "string" || !(TABLES.has(role) ? TABLE : COLUMN).test(name))
    .map(([role]) => ({
      code: "bad-identifier",
      pointer: pointerOf([...place, role]),
      message: `must be 1 to 63 letters, digits and _, not a digit first${TABLES.has(role) ? ", with a schema and a dot before it if any" : ""}`,
    }));

/** A checked name, quoted as all three engines do. */
export const quote = (name: string): string =>
  name
    .split(".")
    .map((part) => `"${part}"`)
    .join(".");
