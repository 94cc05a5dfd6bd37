import type { Dialect } from "./dialect";

const TYPES = { text: "text", double: "float8", boolean: "boolean", instant: "bigint" } as const;

/** `COLLATE "C"`: text is compared byte by byte, whatever the database's language. */
export const postgres: Dialect = {
  placeholder: (position, type) => `$${position}::${TYPES[type]}`,
  property: (json, keys, bind) => `(${[json, ...keys.map((key) => bind(key))].join(" -> ")})`,
  number: (json) => `CASE WHEN jsonb_typeof(${json}) = 'number' THEN (${json})::float8 END`,
  text: (json) => `CASE WHEN jsonb_typeof(${json}) = 'string' THEN ${json} #>> '{}' END COLLATE "C"`,
  boolean: (json) => `CASE WHEN jsonb_typeof(${json}) = 'boolean' THEN (${json})::boolean END`,
  isJsonNull: (json) => `jsonb_typeof(${json}) = 'null'`,
  jsonText: (json) => `(${json})::text`,
  double: (number) => `(${number})::float8`,
  pick: ({ which, value, order, condition }) => {
    const by = order.map((column) => (which === "first" ? column : `${column} DESC`)).join(", ");
    return `(array_agg(${value} ORDER BY ${by}) FILTER (WHERE ${condition}))[1]`;
  },
  // a double is cast to numeric by its first 15 digits, to bigint by all of them
  decimal: (whole, millionths) => `((${whole})::bigint + (${millionths})::bigint * 0.000001)`,
  nearest: (decimal) => `(${decimal})::float8`,
  startsWith: (text, part) => `starts_with(${text}, ${part})`,
  endsWith: (text, part) => `right(${text}, length(${part})) = ${part}`,
  containsText: (text, part) => `strpos(${text}, ${part}) > 0`,
};
