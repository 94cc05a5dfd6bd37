import { endedKey, type RefusedEdge, type Resolution } from "../identity/index";
import { byCodeUnit, type IdentifierKey, identifierKey, type Person } from "../model";

/** Everything a resolution says, for comparing two byte by byte. */
export function readWhole(resolution: Resolution, keys: readonly IdentifierKey[] = memberKeys(resolution)): string {
  const { persons, refused, hubs, blocked, conflicts, epochs } = resolution;
  const pairs = keys.flatMap((a, i) => keys.slice(i + 1, i + 4).map((b) => [a, b] as const));
  const why = pairs.map(([a, b]) => resolution.explain(a, b) ?? resolution.explainNot(a, b));
  return JSON.stringify({ persons, refused, hubs, blocked, conflicts, epochs, why });
}

/** Every identifier that is part of a person, in code-unit order. */
const memberKeys = ({ persons }: Resolution): readonly IdentifierKey[] => persons.flatMap(keysOf).sort(byCodeUnit);

/** The keys of a person's identifiers, those that went to others as edges call them, sorted. */
export const keysOf = ({ ids, former = [] }: Person): IdentifierKey[] =>
  [
    ...ids.map(identifierKey),
    ...former.map(({ identifier, epoch }) => endedKey(identifierKey(identifier), epoch)),
  ].sort(byCodeUnit);

/** The keys of each person, sorted, without names: who is together with whom. */
export const partition = (resolution: Resolution): readonly (readonly IdentifierKey[])[] =>
  resolution.persons
    .map((person) => keysOf(person))
    .sort((x, y) => byCodeUnit(x[0] as IdentifierKey, y[0] as IdentifierKey));

/** What was refused and why, without the sightings and paths that explain it. */
export const refusals = (refused: readonly RefusedEdge[]): readonly unknown[] =>
  refused.map(({ edge, witness }) => [edge.a, edge.b, edge.count, witness.code, "ids" in witness ? witness.ids : []]);

/** Throws when two values differ as JSON. */
export function same(x: unknown, y: unknown, what: string): void {
  const [left, right] = [x, y].map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  if (left !== right) throw new Error(`${what}:\n  ${left}\n  ${right}`);
}

/** Throws when a claim does not hold. */
export function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
