import { clickhouse } from "./clickhouse";
import { duckdb } from "./duckdb";
import { postgres } from "./postgres";

/** The engines a statement can be written for. PGlite is PostgreSQL. */
export type SqlDialect = "postgres" | "duckdb" | "clickhouse";

/** What a bound value is to the engine. */
export type ParameterType = "text" | "double" | "boolean" | "instant";

/** Binds a value and gives its placeholder. */
export type Bind = (value: string | number | boolean, type?: ParameterType) => string;

/** One of the occurrences of a person, by instant and then by hash of the event's id. */
export interface Picking {
  readonly which: "first" | "last";
  readonly value: string;
  /** The two columns that order occurrences. */
  readonly order: readonly [at: string, hash: string];
  /** Which occurrences can be picked. */
  readonly condition: string;
}

/**
 * How one engine says what the others say differently. All else is SQL they share: quoted names, `CASE`, `WITH`,
 * `row_number`, and three-valued logic.
 *
 * A *json* is SQL for a JSON value, `NULL` where there is none; JSON's own `null` is a value. `number`, `text` and
 * `boolean` give its content where it is of that type, else `NULL`.
 */
export interface Dialect {
  readonly placeholder: (position: number, type: ParameterType) => string;
  /** The value at a path of own properties. */
  readonly property: (json: string, keys: readonly string[], bind: Bind) => string;
  readonly number: (json: string) => string;
  readonly text: (json: string) => string;
  readonly boolean: (json: string) => string;
  readonly isJsonNull: (json: string) => string;
  /** JSON as text that `JSON.parse` reads. */
  readonly jsonText: (json: string) => string;
  readonly double: (number: string) => string;
  readonly pick: (picking: Picking) => string;
  /** An exact decimal with six places, from a whole double and a whole double of millionths. */
  readonly decimal: (whole: string, millionths: string) => string;
  /** The double nearest to an exact decimal. */
  readonly nearest: (decimal: string) => string;
  readonly startsWith: (text: string, part: string) => string;
  readonly endsWith: (text: string, part: string) => string;
  readonly containsText: (text: string, part: string) => string;
  /** A claim about the JSON of an event without which the engine would misread it. */
  readonly readable?: (json: string) => string;
  /** What ends a statement. */
  readonly settings?: string;
}

const DIALECTS: ReadonlyMap<string, Dialect> = new Map(Object.entries({ postgres, duckdb, clickhouse }));

/** @throws RangeError when there is no such dialect */
export function dialectOf(name: SqlDialect): Dialect {
  const dialect = DIALECTS.get(name);
  if (dialect) return dialect;
  throw new RangeError(`dialect must be one of ${[...DIALECTS.keys()].join(", ")}, got ${String(name)}`);
}
