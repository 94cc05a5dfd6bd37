import { byCodeUnit, type IdentifierKey, identifierKey, type Person, parseIdentifierKey } from "../model";
import { appendTo } from "./append-to";
import type { MovedIdentifier, PersonDiff } from "./diff-persons";

/**
 * Brings a copy of the persons up to date: applied to the list a diff was made from, gives the persons it was made to.
 *
 * Persons the diff does not touch stay the objects they were. In all others `ids` are in code-unit order of their keys:
 * which identifier is the strongest is the policy's to say, and a diff does not know it. As sets they are exact. A diff
 * says nothing of `former`, so they carry none.
 *
 * @param previous the persons that `diffPersons` compared first
 * @returns the persons after, in code-unit order of their OneIDs
 * @throws RangeError when the diff was not made from these persons
 * @example
 * const [phone, device] = [{ type: "phone", value: "+8613912345678" }, { type: "device", value: "d-1" }];
 * const previous = [{ oneId: "p_a", ids: [device] }, { oneId: "p_b", ids: [phone] }];
 * const merged = { oneId: "p_b", ids: [phone, device] };
 * applyPersonDiff(previous, diffPersons(previous, { persons: [merged], lookup: () => merged }));
 * // => [{ oneId: "p_b", ids: [device, phone] }]
 */
export function applyPersonDiff(previous: readonly Person[], diff: PersonDiff): readonly Person[] {
  const persons = new Map(previous.map((person) => [person.oneId, person]));
  const ended = [...diff.redirected.map(({ from }) => from), ...diff.retired];
  const [leaving, joining] = [movesBy(diff.moved, "from"), movesBy(diff.moved, "to")];
  for (const oneId of [...ended, ...leaving.keys()]) requireThat(persons.has(oneId), `no person ${oneId}`);
  for (const oneId of diff.created) requireThat(!persons.has(oneId), `a person ${oneId} already`);

  for (const oneId of diff.created) persons.set(oneId, { oneId, ids: [] });
  for (const oneId of joining.keys()) requireThat(persons.has(oneId), `no person ${oneId}`);
  for (const oneId of new Set([...leaving.keys(), ...joining.keys()])) {
    const person = persons.get(oneId) as Person;
    persons.set(oneId, withMembers(person, leaving.get(oneId) ?? [], joining.get(oneId) ?? []));
  }
  for (const oneId of ended) {
    requireThat(persons.get(oneId)?.ids.length === 0, `identifiers of ${oneId} that the diff leaves behind`);
    persons.delete(oneId);
  }
  for (const { oneId, degraded } of diff.degraded) {
    requireThat(persons.has(oneId), `no person ${oneId}`);
    const { ids } = persons.get(oneId) as Person;
    persons.set(oneId, degraded === undefined ? { oneId, ids } : { oneId, ids, degraded });
  }
  return [...persons.values()].sort((x, y) => byCodeUnit(x.oneId, y.oneId));
}

function movesBy(moved: readonly MovedIdentifier[], end: "from" | "to"): ReadonlyMap<string, readonly IdentifierKey[]> {
  const moves = new Map<string, IdentifierKey[]>();
  for (const move of moved) {
    const oneId = move[end];
    if (oneId !== undefined) appendTo(moves, oneId, move.key);
  }
  return moves;
}

function withMembers(person: Person, leaving: readonly IdentifierKey[], joining: readonly IdentifierKey[]): Person {
  const { oneId, degraded } = person;
  const members = new Map(person.ids.map((id) => [identifierKey(id), id]));
  for (const key of leaving) requireThat(members.delete(key), `no ${JSON.stringify(key)} in ${oneId}`);
  for (const key of joining) {
    requireThat(!members.has(key), `${JSON.stringify(key)} in ${oneId} already`);
    members.set(key, parseIdentifierKey(key));
  }
  const ids = [...members].sort(([x], [y]) => byCodeUnit(x, y)).map(([, id]) => id);
  return degraded === undefined ? { oneId, ids } : { oneId, ids, degraded };
}

function requireThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new RangeError(`the diff is of other persons: previous has ${otherwise}`);
}
