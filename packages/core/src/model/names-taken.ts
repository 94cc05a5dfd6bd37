import { type Issue, issueAt } from "./issue";

/** A name that must be the only one of its kind, and where it stands. */
export interface NamePlace {
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

/**
 * Says of every name that an earlier place has already that it is taken.
 *
 * @param places in the order of the document, of which the first keeps the name
 * @example
 * const places = ["bonus", "gift", "bonus"].map((name, i) => ({ name, path: ["badges", i] }));
 * namesTaken(places).map(({ code, pointer }) => [code, pointer]); // => [["duplicate-name", "/badges/2"]]
 */
export function namesTaken(places: readonly NamePlace[]): readonly Issue[] {
  const seen = new Set<string>();
  return places.flatMap(({ name, path }) => {
    if (seen.has(name)) return [issueAt("duplicate-name", path, `${JSON.stringify(name)} is already taken`)];
    seen.add(name);
    return [];
  });
}
