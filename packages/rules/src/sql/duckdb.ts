import type { Dialect } from "./dialect";

const TYPES = { text: "VARCHAR", double: "DOUBLE", boolean: "BOOLEAN", instant: "BIGINT" } as const;

const escaped = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** JSON of DuckDB is text; numbers are read exactly, whatever type it says they have. */
export const duckdb: Dialect = {
  placeholder: (position, type) => `CAST($${position} AS ${TYPES[type]})`,
  property: (json, keys, bind) => `json_extract(${json}, ${bind(keys.map(escaped).join(""))})`,
  number: (json) =>
    `CASE WHEN json_type(${json}) IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE') THEN CAST(${json} ->> '$' AS DOUBLE) END`,
  text: (json) => `CASE WHEN json_type(${json}) = 'VARCHAR' THEN (${json} ->> '$') COLLATE C END`,
  boolean: (json) => `CASE WHEN json_type(${json}) = 'BOOLEAN' THEN (${json} ->> '$') = 'true' END`,
  isJsonNull: (json) => `json_type(${json}) = 'NULL'`,
  jsonText: (json) => `CAST(${json} AS VARCHAR)`,
  double: (number) => `CAST(${number} AS DOUBLE)`,
  pick: ({ which, value, order, condition }) =>
    `${which === "first" ? "arg_min" : "arg_max"}(${value}, (${order.join(", ")})) FILTER (WHERE ${condition})`,
  decimal: (whole, millionths) =>
    `(CAST(CAST(${whole} AS BIGINT) AS DECIMAL(38, 6)) + CAST(CAST(${millionths} AS BIGINT) AS DECIMAL(18, 0)) * 0.000001)`,
  // by way of text: the cast from a wide decimal rounds twice
  nearest: (decimal) => `CAST(CAST(${decimal} AS VARCHAR) AS DOUBLE)`,
  startsWith: (text, part) => `starts_with(${text}, ${part})`,
  endsWith: (text, part) => `ends_with(${text}, ${part})`,
  containsText: (text, part) => `contains(${text}, ${part})`,
};
