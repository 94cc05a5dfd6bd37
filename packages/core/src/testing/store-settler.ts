import { applyPersonDiff, diffPersons } from "../identity/index";
import { byCodeUnit, type IdentifierKey, identifierKey, ok, type Person, parseIdentifierKey } from "../model";
import type { Member, Region, Settled, SettleOptions, Settler, Store, Surroundings } from "../ports/index";

/** How store tests settle, unless they say otherwise. */
const USUAL: SettleOptions = { asOf: 8.64e15, limit: 1_000, reading: "r1", decisive: [] };

/**
 * A settler for store tests: whoever was seen together is one person, named by the identifier that was filed first.
 *
 * @example
 * plainSettler.reach({ roots: [], keys: [], together: [], members: new Map([["phone:1", { oneId: "p_a" }]]) });
 * // => ["phone:1"]
 */
export const plainSettler: Settler = {
  reach: ({ keys, together, members }) => {
    const known = new Set(keys);
    return [...new Set([...together.flat(), ...members.keys()])].filter((key) => !known.has(key));
  },
  splits: () => ({}),
  solve: ({ keys, members, ...region }) => {
    const persons = personsIn(region);
    const personOf = new Map(persons.flatMap((person) => person.ids.map((id) => [identifierKey(id), person] as const)));
    const leader = new Map([...region.names].map(([key, { seed }]) => [`p_${seed}`, key]));
    const lookup = (oneId: string): Person | undefined => personOf.get(leader.get(oneId) ?? "");
    const diff = diffPersons(personsOf(members), { persons, lookup });
    if (Object.values(diff).every((list) => list.length === 0)) return ok(undefined);
    return ok({ diff, members: new Map(keys.map((key) => [key, memberIn(personOf.get(key))])) });
  },
};

const memberIn = (person: Person | undefined): Member | undefined => person && { oneId: person.oneId };

function personsIn({ sightings, names }: Pick<Region, "sightings" | "names">): readonly Person[] {
  const groups = new Map<IdentifierKey, Set<IdentifierKey>>();
  for (const { keys } of sightings) {
    const group = new Set(keys.flatMap((key) => [...(groups.get(key) ?? [key])]));
    for (const key of group) groups.set(key, group);
  }
  const seqOf = (key: IdentifierKey): number => names.get(key)?.seq ?? Number.POSITIVE_INFINITY;
  return [...new Set(groups.values())].map((group) => {
    const members = [...group].sort((x, y) => seqOf(x) - seqOf(y));
    return { oneId: `p_${names.get(members[0] as string)?.seed}`, ids: members.map(parseIdentifierKey) };
  });
}

/** Persons of their members, identifiers and persons in code-unit order. */
export function personsOf(members: ReadonlyMap<IdentifierKey, Member>): readonly Person[] {
  const persons = new Map<string, Person>();
  for (const [key, member] of [...members].sort(([x], [y]) => byCodeUnit(x, y))) {
    const ids = [...(persons.get(member.oneId)?.ids ?? []), parseIdentifierKey(key)];
    persons.set(member.oneId, { ...member, ids });
  }
  return [...persons.values()].sort((x, y) => byCodeUnit(x.oneId, y.oneId));
}

/** Settles once, as {@link plainSettler} does. */
export const settlePlainly = (store: Store, options: Partial<SettleOptions> = {}): Promise<Settled | undefined> =>
  store.settle({ ...USUAL, ...options }, plainSettler);

/** Settles until nothing is left; gives what each step began with. */
export async function settleAll(store: Store, options: Partial<SettleOptions> = {}): Promise<readonly number[]> {
  const steps: number[] = [];
  for (;;) {
    const settled = await settlePlainly(store, options);
    if (!settled) return steps;
    steps.push(settled.identifiers);
  }
}

/** Every change from the first, applied one after another. */
export async function followChanges(store: Store): Promise<readonly Person[]> {
  const changes = await store.changes({ after: 0, limit: 1e9 });
  return changes.reduce<readonly Person[]>((persons, { diff }) => applyPersonDiff(persons, diff), []);
}

/** What the published reading would be if everything had been filed before it was settled once. */
export async function solvedAtOnce(store: Store): Promise<readonly Person[]> {
  const sightings = await store.sightings("all", { asOf: USUAL.asOf });
  const names = await store.names("all");
  const seen: Surroundings = { roots: [], keys: [...names.keys()], together: [], members: new Map() };
  const solved = plainSettler.solve({ ...seen, sightings, names, tombstones: new Map(), decisions: [] });
  if (!solved.ok || !solved.value) return [];
  const members = [...solved.value.members].flatMap(([key, member]) => (member ? [[key, member] as const] : []));
  return personsOf(new Map(members));
}
