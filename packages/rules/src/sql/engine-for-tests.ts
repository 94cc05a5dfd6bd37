import type { EpochMs, Event } from "@tributary/core";
import { hash53 } from "@tributary/core";
import type { SqlDialect } from "./dialect";
import type { Statement } from "./facts-sql";
import type { EventSource } from "./source";

/** A person's events, as a test made them up. */
export interface History {
  readonly person: string;
  readonly events: readonly Event[];
}

/** One row of a host's table of events. */
export interface EventRow {
  readonly uid: string;
  readonly at: EpochMs;
  readonly type: string;
  readonly properties: string;
  readonly hash: number;
}

/** A database that tests run statements in. */
export interface Engine {
  readonly dialect: SqlDialect;
  /** Replaces all events and persons there are. */
  readonly load: (rows: readonly EventRow[], persons: readonly string[]) => Promise<unknown>;
  readonly query: (statement: Statement) => Promise<readonly Row[]>;
  readonly close: () => Promise<unknown>;
}

/** A row as a driver gives it. */
export type Row = { readonly [column: string]: unknown };

/** The tables of tests; `at` is a word of DuckDB's grammar. */
export const source: EventSource = {
  events: "events",
  person: "uid",
  at: "at",
  type: "type",
  properties: "properties",
  hash: "hash",
  persons: { table: "persons", person: "uid" },
};

/** Puts histories into an engine. */
export const loadHistories = (engine: Engine, histories: readonly History[]): Promise<unknown> =>
  engine.load(
    histories.flatMap(({ person, events }) =>
      events.map(({ id, at, type, properties }) => ({
        uid: person,
        at,
        type,
        properties: JSON.stringify(properties),
        hash: hash53(id),
      })),
    ),
    histories.map(({ person }) => person),
  );
