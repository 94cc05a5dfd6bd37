import { type Issue, isHostileKey, nearestName } from "@tributary/core";
import { locate } from "../decode/index";

/** Tells every mistake of a value found at a place. */
export type Check = (value: unknown, at: readonly PropertyKey[]) => readonly Issue[];

/** An object of named members, as parsed JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object of named members. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value that passes a test. */
export const that =
  (test: (value: unknown) => boolean, message: string): Check =>
  (value, at) =>
    test(value) ? [] : [locate("bad-value", at, message)];

/** A text of 1 to 200 characters that reaches for no prototype. */
export const text: Check = (value, at) => {
  if (typeof value !== "string" || value === "" || value.length > 200) {
    return [locate("bad-value", at, "must be a text of 1 to 200 characters")];
  }
  return isHostileKey(value) ? [locate("hostile-key", at, `${JSON.stringify(value)} is refused`)] : [];
};

/** One of a few values. */
export const oneOf =
  (values: readonly (string | number | boolean)[]): Check =>
  (value, at) => {
    if ((values as readonly unknown[]).includes(value)) return [];
    const names = values.filter((name) => typeof name === "string");
    const nearest = typeof value === "string" ? nearestName(value, names) : undefined;
    return [
      locate("bad-value", at, `must be one of ${values.map((name) => JSON.stringify(name)).join(", ")}`, nearest),
    ];
  };

/** A list with at least one entry. */
export const list =
  (entry: Check): Check =>
  (value, at) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((item, i) => entry(item, [...at, i]))
      : [locate("bad-value", at, "must be a list with at least one entry")];

/** An object whose member names are data. */
export const record =
  (entry: Check): Check =>
  (value, at) => {
    if (!isFields(value)) return [locate("bad-value", at, "must be an object")];
    return Object.keys(value).flatMap((name) =>
      isHostileKey(name)
        ? [locate("hostile-key", [...at, name], `the key ${JSON.stringify(name)} is refused`)]
        : entry(value[name], [...at, name]),
    );
  };

/** An object with these members and no others; a name that ends in `?` may be left out. */
export function object(members: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(members).map((name) => name.replace("?", ""));
  return (value, at) => {
    if (!isFields(value)) return [locate("bad-value", at, "must be an object")];
    const unknown = Object.keys(value).filter((name) => !names.includes(name));
    return [
      ...unknown.map((name) => locate("unknown-key", [...at, name], "is not known here", nearestName(name, names))),
      ...Object.entries(members).flatMap(([member, check]) => {
        const name = member.replace("?", "");
        if (Object.hasOwn(value, name)) return check(value[name], [...at, name]);
        return name === member ? [locate("missing", [...at, name], "is missing")] : [];
      }),
    ];
  };
}
