import { diffPersons, type IdentityPolicy, type Resolution, splitsFor } from "@tributary/core/identity";
import {
  type EpochMs,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  ok,
  type Person,
  parseIdentifierKey,
  type Result,
  refuse,
} from "@tributary/core/model";
import type { Member, Region, Settlement, Settler, Surroundings } from "@tributary/core/ports";
import { type Decisions, decisionsIn } from "./read-decisions";
import { type OneIdOrder, resolveSplit } from "./resolve-read";
import { SeenAround } from "./seen-around";

/**
 * Settles regions by a policy. A region is closed: whoever could be one person with an identifier in it, by what is on
 * file now or by what was published before, is in it too; so persons come out as from all evidence.
 */
export const regionSettler = (
  policy: IdentityPolicy,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Settler => ({
  reach: (seen) => missing(seen, seenIn(seen, policy)),
  splits: (decisions) => splitsFor(policy, decisionsIn(decisions).cuts),
  solve: (region) => solve(region, policy, options),
});

/**
 * Whoever is published as a person's joined when it was, so what that person was joined with is read even if a policy or
 * a crowd of others lets the identifier join nobody any more.
 */
function seenIn({ keys, together, members }: Surroundings, policy: IdentityPolicy): SeenAround<SeenTogether> {
  const seen = new SeenAround<SeenTogether>(policy, members.keys());
  seen.add(
    keys,
    together.map((met) => ({ keys: met })),
  );
  return seen;
}

interface SeenTogether {
  readonly keys: readonly IdentifierKey[];
}

function missing({ keys, members }: Surroundings, seen: SeenAround<SeenTogether>): readonly IdentifierKey[] {
  const known = new Set(keys);
  return [...new Set([...seen.nextRing(), ...members.keys()])].filter((key) => !known.has(key));
}

function solve(
  region: Region,
  policy: IdentityPolicy,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Result<Settlement | undefined, readonly IdentifierKey[]> {
  const decisions = decisionsIn(region.decisions);
  const resolution = resolveSplit(policy, region, decisions, options);
  const seen = seenIn(region, policy);
  seen.openSuspects(resolution);
  if (policy.consent !== "off") seen.open(decidedCompanions(region, decisions, seen));
  const known = new Set(region.keys);
  const next = resolution.persons.filter(({ ids }) => ids.some((id) => known.has(identifierKey(id))));
  const straddling = next.flatMap(({ ids }) => ids.map(identifierKey)).filter((key) => !known.has(key));
  const more = [...new Set([...missing(region, seen), ...straddling])];
  return more.length > 0 ? refuse(more) : ok(settlement(region.members, next, resolution));
}

/**
 * Identifiers that count for hubs and that somebody consented for: whether one counts can make a hub of another
 * identifier, or none, even where it joins nobody itself.
 */
const decidedCompanions = (
  { roots }: Region,
  { consents }: Decisions,
  seen: SeenAround<SeenTogether>,
): readonly IdentifierKey[] => {
  const subjects = new Set(consents.map(({ subject }) => identifierKey(subject)));
  return roots.filter((key) => subjects.has(key) && seen.countsForHubs(key));
};

function settlement(
  members: ReadonlyMap<IdentifierKey, Member>,
  next: readonly Person[],
  resolution: Resolution,
): Settlement | undefined {
  const lookup: Resolution["lookup"] = (oneId) => {
    const person = resolution.lookup(oneId);
    return person && person.ids.length > 0 ? person : undefined; // whose identifiers all went to others is not published
  };
  const diff = diffPersons(publishedPersons(members), { persons: next, lookup });
  if (Object.values(diff).every((list) => list.length === 0)) return undefined;
  return { members: changed(members, new Map(next.flatMap(membersOf))), diff };
}

const membersOf = ({ ids, oneId, degraded }: Person): readonly (readonly [IdentifierKey, Member])[] => {
  const member = degraded === undefined ? { oneId } : { oneId, degraded };
  return ids.map((id) => [identifierKey(id), member]);
};

function publishedPersons(members: ReadonlyMap<IdentifierKey, Member>): readonly Person[] {
  const persons = new Map<string, Member & { readonly ids: Identifier[] }>();
  for (const [key, member] of members) {
    const person = persons.get(member.oneId) ?? { ...member, ids: [] };
    persons.set(member.oneId, person);
    person.ids.push(parseIdentifierKey(key));
  }
  return [...persons.values()];
}

function changed(
  before: ReadonlyMap<IdentifierKey, Member>,
  after: ReadonlyMap<IdentifierKey, Member>,
): ReadonlyMap<IdentifierKey, Member | undefined> {
  const changes = new Map<IdentifierKey, Member | undefined>();
  for (const [key, member] of after) {
    const known = before.get(key);
    if (known?.oneId !== member.oneId || known.degraded !== member.degraded) changes.set(key, member);
  }
  for (const key of before.keys()) if (!after.has(key)) changes.set(key, undefined);
  return changes;
}
