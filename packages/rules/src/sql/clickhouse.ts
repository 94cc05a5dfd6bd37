import type { Dialect } from "./dialect";

const TYPES = { text: "String", double: "Float64", boolean: "Bool", instant: "Int64" } as const;

const extract = (json: string, type: string): string => `JSONExtract(${json}, 'Nullable(${type})')`;

/**
 * JSON of ClickHouse is a `String`, a part of it one that is `NULL` where there is none.
 *
 * Of its two readers simdjson keeps every double but takes no document with an integer beyond 64 bits, and the other
 * rounds; so it is the first, and such a document ends the statement with an error instead of counting as empty.
 */
export const clickhouse: Dialect = {
  placeholder: (position, type) => `{p${position}:${TYPES[type]}}`,
  property: (json, keys, bind) => `nullIf(JSONExtractRaw(${[json, ...keys.map((key) => bind(key))].join(", ")}), '')`,
  number: (json) => `CASE WHEN JSONType(${json}) IN ('Int64', 'UInt64', 'Double') THEN ${extract(json, "Float64")} END`,
  text: (json) => `CASE WHEN JSONType(${json}) = 'String' THEN ${extract(json, "String")} END`,
  boolean: (json) => `CASE WHEN JSONType(${json}) = 'Bool' THEN ${extract(json, "Bool")} END`,
  isJsonNull: (json) => `${json} = 'null'`,
  jsonText: (json) => json,
  double: (number) => `toFloat64(${number})`,
  pick: ({ which, value, order, condition }) =>
    `${which === "first" ? "argMin" : "argMax"}(toNullable(${value}), (${order.join(", ")})) FILTER (WHERE ${condition})`,
  decimal: (whole, millionths) =>
    `(toDecimal128(toInt64(${whole}), 6) + toDecimal128(toInt64(${millionths}), 6) / 1000000)`,
  nearest: (decimal) => `toFloat64(toString(${decimal}))`,
  startsWith: (text, part) => `startsWith(${text}, ${part})`,
  endsWith: (text, part) => `endsWith(${text}, ${part})`,
  containsText: (text, part) => `position(${text}, ${part}) > 0`,
  readable: (json) =>
    `throwIf(JSONType(${json}) != 'Object', 'the properties of an event are no JSON that simdjson reads') = 0`,
  settings: "SETTINGS join_use_nulls = 1, allow_simdjson = 1, precise_float_parsing = 1",
};
