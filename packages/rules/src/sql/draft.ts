import type { EpochMs } from "@tributary/core";
import type { Scalar } from "../condition/index";
import { type Bind, type Dialect, dialectOf, type ParameterType, type SqlDialect } from "./dialect";
import { Relation } from "./relation";
import { type EventSource, quote } from "./source";

/** Which engine, whose tables, and the moment to read at. */
export interface SqlOptions {
  readonly dialect: SqlDialect;
  readonly source: EventSource;
  readonly now: EpochMs;
}

/** A column of a statement: per person a double, or JSON, or `NULL` where the fact is not known. */
export interface Column {
  readonly type: "number" | "json";
  readonly sql: string;
}

const TYPES: Readonly<Record<string, ParameterType>> = { string: "text", number: "double", boolean: "boolean" };

/** One before the earliest instant there is. */
export const BEFORE_TIME: EpochMs = -8_640_000_000_000_001;

/** Drivers send whole numbers as integers of 64 bits; one that may not fit there goes as text, and is cast like any other. */
const isBeyondInt64 = (value: unknown): boolean => Number.isInteger(value) && !Number.isSafeInteger(value);

/** A statement while it is written: what is bound, and what is read per person. */
export class Draft {
  readonly dialect: Dialect;
  readonly now: EpochMs;
  /** The columns of the source, quoted. */
  readonly at: string;
  readonly hash: string;
  readonly type: string;
  readonly properties: string;
  readonly person: string;
  readonly parameters: Scalar[] = [];
  readonly #source: EventSource;
  readonly #places = new Map<string, string>();
  readonly #relations = new Map<string, Relation>();
  readonly #onceTypes = new Set<string>();
  #onceAfter: EpochMs = Number.POSITIVE_INFINITY;

  constructor({ dialect, source, now }: SqlOptions) {
    this.dialect = dialectOf(dialect);
    this.#source = source;
    this.now = now;
    this.at = quote(source.at);
    this.hash = quote(source.hash);
    this.type = quote(source.type);
    this.properties = quote(source.properties);
    this.person = quote(source.person);
  }

  /** Binds a value, each once, and gives its placeholder. */
  readonly bind: Bind = (value, type = TYPES[typeof value] as ParameterType) => {
    const key = `${type} ${String(value)}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const placeholder = this.dialect.placeholder(
      this.parameters.push(isBeyondInt64(value) ? String(value) : value),
      type,
    );
    this.#places.set(key, placeholder);
    return placeholder;
  };

  /** The JSON at a dotted path of an event's properties. */
  property(path: string): string {
    return this.dialect.property(this.properties, path.split("."), this.bind);
  }

  /** Events of some types by `now`, after an instant where one is given, as `FROM` reads them. */
  events(types: readonly string[], after: EpochMs, more: readonly string[] = []): string {
    const { at, bind, dialect, now, properties } = this;
    const claims = [...this.claims(types, after), `${at} <= ${bind(now, "instant")}`, ...more];
    if (dialect.readable) claims.push(dialect.readable(properties));
    return `${quote(this.#source.events)} WHERE ${claims.join(" AND ")}`;
  }

  /** The claims that an event is of some types, and after an instant. */
  claims(types: readonly string[], after: EpochMs): readonly string[] {
    const { at, bind, type } = this;
    const ofTypes = `${type} IN (${types.map((each) => bind(each)).join(", ")})`;
    return after <= BEFORE_TIME ? [ofTypes] : [ofTypes, `${at} > ${bind(after, "instant")}`];
  }

  /** The one relation for everything that needs no order among occurrences: read once, for all facts together. */
  once(types: readonly string[], after: EpochMs): Relation {
    for (const type of types) this.#onceTypes.add(type);
    this.#onceAfter = Math.min(this.#onceAfter, after);
    return this.relation("once", "read once", () => this.events([...this.#onceTypes], this.#onceAfter));
  }

  /** The relation of this key, made when first asked for. */
  relation(key: string, name: string, rows: () => string): Relation {
    const known = this.#relations.get(key);
    if (known) return known;
    const made = new Relation(`${name} ${this.#relations.size + 1}`, rows);
    this.#relations.set(key, made);
    return made;
  }

  /** The statement: `select` from a relation `"facts read"` that has a row per person, `"person"` and these columns. */
  statement(columns: ReadonlyMap<string, string>, select: string): string {
    const { events, person, persons = { table: events, person } } = this.#source;
    const relations = [...this.#relations.values()];
    const each = quote(persons.person);
    const everybody = `"each person" AS (SELECT DISTINCT ${each} AS "person" FROM ${quote(persons.table)} WHERE ${each} IS NOT NULL)`;
    const joins = relations.map(({ name }) => ` LEFT JOIN "${name}" ON "${name}"."person" = "each person"."person"`);
    const read = [...columns].map(([name, sql]) => `, ${sql} AS "${name}"`).join("");
    const facts = `"facts read" AS (SELECT "each person"."person" AS "person"${read} FROM "each person"${joins.join("")})`;
    const all = [...relations.map((relation) => relation.toSql(this.person)), everybody, facts];
    return [`WITH ${all.join(",\n")}`, select, ...(this.dialect.settings ? [this.dialect.settings] : [])].join("\n");
  }
}
