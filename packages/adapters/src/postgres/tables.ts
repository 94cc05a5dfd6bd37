import { type RawBuilder, sql } from "kysely";

/** The names of the tables in the host's schema. */
export interface Tables {
  readonly event: RawBuilder<unknown>;
  readonly sighting: RawBuilder<unknown>;
  readonly identifier: RawBuilder<unknown>;
  readonly leaf: RawBuilder<unknown>;
  /** Names of erased identifiers, on those that carry them. */
  readonly tombstone: RawBuilder<unknown>;
  /** Identifiers to be settled, some to a row, from a moment on. */
  readonly unsettled: RawBuilder<unknown>;
  /** Who is published as holding what. */
  readonly member: RawBuilder<unknown>;
  readonly change: RawBuilder<unknown>;
  /** One row once anything was published. */
  readonly publication: RawBuilder<unknown>;
  /** As text, for `nextval`. */
  readonly identifierSeq: string;
}

/**
 * @throws RangeError when the schema is not a plain lower-case name of at most 63 characters
 */
export function tablesIn(schema: string): Tables {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith("pg_")) {
    throw new RangeError(`schema must be a lower-case SQL name, got ${JSON.stringify(schema)}`);
  }
  const table = (name: string): RawBuilder<unknown> => sql`${sql.id(schema, name)}`;
  return {
    event: table("event"),
    sighting: table("sighting"),
    identifier: table("identifier"),
    leaf: table("leaf"),
    tombstone: table("tombstone"),
    unsettled: table("unsettled"),
    member: table("member"),
    change: table("change"),
    publication: table("publication"),
    identifierSeq: `${schema}.identifier_seq`,
  };
}
