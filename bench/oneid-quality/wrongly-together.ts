import { type IdentifierKey, identifierKey } from "@tributary/core";
import { type Resolution, readEndedKey } from "@tributary/core/identity";
import type { Ownership, World } from "@tributary/core/testing";
import { type Case, nodeOf, readPerson, sumUpWrong, typeOf, type WrongBy } from "./wrong";

/** Why read persons hold several true ones: what first stands between two of them, and by which edge it came in. */
export function wronglyTogether(world: World, who: Resolution): WrongBy {
  const owners = ownersOf(world, who);
  const cases: Case[] = [];
  for (const held of heldByPerson(world, who)) {
    const mixed = held.flatMap((a, i) =>
      held.slice(i + 1).flatMap((b) => (a.person === b.person ? [] : [[a, b] as const])),
    );
    const [first] = mixed;
    if (first) cases.push({ ...betweenThem(world, who, owners, first), pairs: mixed.length });
  }
  return sumUpWrong(cases);
}

function heldByPerson(world: World, who: Resolution): Iterable<readonly Ownership[]> {
  const persons = new Map<string, Ownership[]>();
  for (const owned of world.truth) {
    const oneId = readPerson(who, owned);
    if (oneId !== undefined) persons.set(oneId, [...(persons.get(oneId) ?? []), owned]);
  }
  return persons.values();
}

/** True persons by node; several where a phone changed hands and was not cut. */
type Owners = ReadonlyMap<IdentifierKey, ReadonlySet<string>>;

function ownersOf(world: World, who: Resolution): Owners {
  const owners = new Map<IdentifierKey, Set<string>>();
  for (const owned of world.truth) {
    const node = nodeOf(who, owned);
    owners.set(node, (owners.get(node) ?? new Set()).add(owned.person));
  }
  return owners;
}

/** The first node on the way from one to the other that is not the first one's alone. */
function betweenThem(
  world: World,
  who: Resolution,
  owners: Owners,
  [a, b]: readonly [Ownership, Ownership],
): Omit<Case, "pairs"> {
  const isTheirs = (node: IdentifierKey): boolean => {
    const persons = owners.get(node);
    return persons?.size === 1 && persons.has(a.person);
  };
  let at = nodeOf(who, a);
  for (const edge of who.explain(at, nodeOf(who, b)) ?? []) {
    const next = edge.a === at ? edge.b : edge.a;
    if (isTheirs(at) && !isTheirs(next)) return { reason: kindOf(world, owners, next), by: edgeName(at, next) };
    if (!isTheirs(at)) break;
    at = next;
  }
  return { reason: kindOf(world, owners, at) };
}

const edgeName = (a: IdentifierKey, b: IdentifierKey): string => `${typeOf(a)}–${typeOf(b)}`;

function kindOf(world: World, owners: Owners, node: IdentifierKey): string {
  const { key } = readEndedKey(node);
  if (world.shared.some((shared) => identifierKey(shared) === key)) {
    return typeOf(key) === "deviceId" ? "a shared device" : "a colleague's phone";
  }
  return (owners.get(node)?.size ?? 0) > 1 ? "a phone that changed hands" : "an identifier of somebody else's";
}
