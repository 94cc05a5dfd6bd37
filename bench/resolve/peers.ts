import { DuckDBInstance } from "@duckdb/node-api";
import type { Sighting } from "@tributary/core/identity";

/** What a peer finds: the identifiers it saw, and a component number for each. */
export interface Components {
  readonly keys: readonly string[];
  readonly componentOf: ArrayLike<number>;
}

/** Interns identifiers in a Map and unites them in an Int32Array: no limits, no names, no reasons. */
export function unionFind(sightings: readonly Sighting[]): Components {
  const ids = new Map<string, number>();
  const parent = new Int32Array(sightings.length * 2);
  const intern = (key: string): number => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = ids.size;
    parent[id] = id;
    ids.set(key, id);
    return id;
  };
  const find = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const { keys } of sightings) {
    const [a, b] = [find(intern(keys[0] as string)), find(intern(keys[1] as string))];
    if (a < b) parent[b] = a;
    else if (b < a) parent[a] = b;
  }
  for (let id = 0; id < ids.size; id++) parent[id] = find(id);
  return { keys: [...ids.keys()], componentOf: parent };
}

/** The same in DuckDB, prepared outside the timing: the links are a table already. */
export async function duckDb(sightings: readonly Sighting[]): Promise<() => Promise<Components>> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("create table link (a varchar, b varchar)");
  const appender = await connection.createAppender("link");
  for (const { keys } of sightings) {
    appender.appendVarchar(keys[0] as string);
    appender.appendVarchar(keys[1] as string);
    appender.endRow();
  }
  appender.closeSync();
  return async () => {
    await connection.run(`
      create table node as
        select key, (row_number() over ())::integer as id from (select a as key from link union select b from link);
      create table edge as
        select x.id as a, y.id as b from link join node x on x.key = link.a join node y on y.key = link.b;
      insert into edge select b, a from edge;
      create table label as select id, id as root from node;
    `);
    for (let changed = 1; changed > 0; ) {
      // the least label of all neighbours, then a jump to that label's own
      await connection.run(`
        create or replace table least as
          select label.id, least(label.root, min(other.root)) as root
          from label join edge on edge.a = label.id join label other on other.id = edge.b
          group by label.id, label.root;
        create or replace table jumped as
          select least.id, least(least.root, up.root) as root from least join least up on up.id = least.root;
      `);
      const reader = await connection.runAndReadAll(
        "select count(*)::integer from jumped join label using (id) where jumped.root <> label.root",
      );
      changed = reader.getRows()[0]?.[0] as number;
      await connection.run("drop table label; alter table jumped rename to label");
    }
    const reader = await connection.runAndReadAll("select key, root from node join label using (id)");
    const [keys, roots] = reader.getColumns();
    return { keys: keys as string[], componentOf: roots as number[] };
  };
}
