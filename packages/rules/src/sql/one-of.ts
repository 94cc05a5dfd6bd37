import type { Scalar } from "../condition/index";
import type { Bind, Dialect } from "./dialect";

/** Whether JSON is one of some values, each only equal to a value of its own type; false where there is none. */
export function isOneOf(json: string, values: readonly Scalar[], dialect: Dialect, bind: Bind): string {
  const among = (content: string, type: "string" | "number"): string[] => {
    const wanted = values.filter((value) => typeof value === type) as (string | number)[];
    return wanted.length > 0 ? [`${content} IN (${wanted.map((value) => bind(value)).join(", ")})`] : [];
  };
  const claims = [
    ...among(dialect.text(json), "string"),
    ...among(dialect.number(json), "number"),
    ...[true, false]
      .filter((value) => values.includes(value))
      .map((value) => `${dialect.boolean(json)} = ${bind(value)}`),
    ...(values.includes(null) ? [dialect.isJsonNull(json)] : []),
  ];
  if (claims.length === 0) return "FALSE";
  return `(${claims.map((claim) => `coalesce(${claim}, FALSE)`).join(" OR ")})`;
}
