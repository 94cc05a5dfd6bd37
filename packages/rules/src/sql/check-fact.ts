import { type Issue, issueAt } from "@tributary/core";
import type { FactDefinition, Where } from "../facts/index";
import { isClaim } from "./where-claims";

const SOURCE = ["kind", "label", "keep", "events", "where"];
const NUMBER = [...SOURCE, "within", "property", "last"];
const EDGE = [...SOURCE, "within", "property", "read", "type"];

/** The kinds that are written as SQL, and what each may say: anything else is refused, known to facts or not. */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["count", [...SOURCE, "within"]],
  ["sum", NUMBER],
  ["min", NUMBER],
  ["max", NUMBER],
  ["avg", NUMBER],
  ["first", EDGE],
  ["last", EDGE],
  ["distinct", NUMBER],
  ["since", [...SOURCE, "within", "unit", "of"]],
  ["trait", ["kind", "label", "keep", "property", "type"]],
]);

/** Finds what of a checked fact cannot be said as SQL and mean exactly the same. */
export function checkFact(name: string, fact: FactDefinition): readonly Issue[] {
  const members = MEMBERS.get(fact.kind);
  if (members === undefined) {
    return [issueAt("unsupported-kind", [name, "kind"], `a ${fact.kind} fact is not written as SQL`)];
  }
  const unknown = Object.keys(fact)
    .filter((member) => !members.includes(member))
    .map((member) =>
      issueAt("unsupported-member", [name, member], `${member} of a ${fact.kind} is not written as SQL`),
    );
  return [
    ...unknown,
    ...("property" in fact && fact.property !== undefined ? checkPath(fact.property, [name, "property"]) : []),
    ...("where" in fact ? checkWhere(name, fact.where ?? {}) : []),
  ];
}

const checkWhere = (name: string, where: Where): readonly Issue[] =>
  Object.entries(where).flatMap(([path, wanted]) => [
    ...checkPath(path, [name, "where", path]),
    ...(wanted !== null && typeof wanted === "object" ? Object.keys(wanted) : [])
      .filter((claim) => !isClaim(claim))
      .map((claim) => issueAt("unsupported-claim", [name, "where", path, claim], "is not written as SQL")),
  ]);

/** A step that may be an index or the length of a list is read differently by every engine. */
function checkPath(path: string, place: readonly PropertyKey[]): readonly Issue[] {
  const inside = path.split(".").slice(1).find(isListStep);
  if (inside === undefined) return [];
  return [
    issueAt("unsupported-path", place, `${JSON.stringify(inside)} may mean a place in a list, which SQL does not read`),
  ];
}

/** Whether a step of a path could be about a list. */
export const isListStep = (key: string): boolean => key === "length" || /^\d+$/.test(key);
