import * as fc from "fast-check";
import {
  applyPersonDiff,
  describeDiff,
  diffPersons,
  type Evidence,
  type IdentityPolicy,
  type Name,
  type PersonsByName,
  type Resolution,
  readEndedKey,
  redirects,
  resolve,
} from "../identity/index";
import { byCodeUnit, type Identifier, type IdentifierKey, identifierKey, type Person } from "../model";
import { type IdentityHistory, identityHistories } from "./identity-history";
import { leaderOf, leads, ledgerOf, seedOf } from "./identity-names";
import { claim, keysOf, same } from "./identity-reading";
import { type Law, law } from "./law";

/** What changes from one reading to the next is told whole; a OneID once given goes on leading to its identifier's person. */
export function identityDiffLaws(policy: IdentityPolicy): readonly Law[] {
  const readings = identityHistories(policy).map((history) => readAll(history, policy));
  const steps = (check: (previous: PersonsByName, next: Resolution) => void): fc.IProperty<[Readings]> =>
    fc.property(readings, ({ states }) => {
      states.forEach((next, i) => {
        check(states[i - 1] ?? NOBODY, next);
      });
    });
  return [
    law(
      "19: a diff applied to what it was made from gives what it was made to, whatever the order",
      steps((previous, next) => {
        const diff = diffPersons(previous.persons, next);
        same(asSets(applyPersonDiff(previous.persons, diff)), asSets(next.persons), "persons");
        const mixed = previous.persons.map((person) => ({ ...person, ids: [...person.ids].reverse() })).reverse();
        same(diffPersons(mixed, next), diff, "the diff of mixed persons");
        same(asSets(applyPersonDiff(mixed, diff)), asSets(next.persons), "mixed persons");
      }),
    ),
    law("19: a diff says what differs and nothing else", steps(sayWhatDiffers)),
    law(
      "19: what goes from one person to another is in exactly one merge, split or transfer",
      steps((previous, next) => {
        const diff = diffPersons(previous.persons, next);
        const { merges, splits, transfers } = describeDiff(diff);
        for (const { key, from, to } of diff.moved) {
          if (from === undefined || to === undefined) continue;
          const told = [
            ...merges.filter((merge) => merge.into === to && merge.from.includes(from)),
            ...splits.filter((split) => split.from === from && split.into.includes(to)),
            ...transfers.filter((moved) => moved.from === from && moved.to === to && moved.keys.includes(key)),
          ];
          same(told.length, 1, `how often ${key} is told of`);
        }
      }),
    ),
    law(
      "15: whatever comes and goes, a OneID leads to its identifier's person in one hop, or to nobody",
      fc.property(readings, ({ states, names }) => {
        const given = new Set<string>();
        for (const who of states) {
          const [{ persons, lookup }, holders] = [who, leads(who, names)];
          for (const { oneId } of persons) given.add(oneId);
          same(persons.length, new Set(persons.map(nameOf)).size, "OneIDs of the living");
          for (const oneId of given) {
            const person = lookup(oneId);
            claim(person === holders.get(oneId), `${oneId} leads to another's person`);
            claim(!person || lookup(person.oneId) === person, `${oneId} leads to ${person?.oneId}, and that elsewhere`);
          }
        }
      }),
    ),
    law(
      "15: a table of redirects kept by diffs says where every OneID leads, and never in two hops",
      fc.property(readings, ({ states }) => keepTable(states)),
    ),
    law(
      "15: of a person that splits, the part with the leader keeps the OneID and every other takes its own leader's",
      fc.property(readings, ({ states, names }) => {
        const lasting = thatStay(states);
        states.slice(1).forEach((next, i) => {
          for (const whole of (states[i] as Resolution).persons.filter(lasting)) {
            const members = new Set(keysOf(whole));
            for (const part of next.persons.filter((one) => keysOf(one).every((key) => members.has(key)))) {
              const leader = leaderOf(keysOf(next.lookup(whole.oneId) === part ? whole : part), names, policy);
              same(part.oneId, `p_${seedOf(next, names, leader)}`, `OneID of a part of ${whole.oneId}`);
            }
          }
        });
      }),
    ),
    law(
      "15: the same identifiers together have the same OneID again: undoing a merge restores both",
      fc.property(readings, ({ states }) => {
        const given = new Map<string, string>();
        for (const person of states.flatMap(({ persons }) => persons).filter(thatStay(states))) {
          const members = keysOf(person).join();
          same(person.oneId, given.get(members) ?? person.oneId, `OneID of ${members}`);
          given.set(members, person.oneId);
        }
      }),
    ),
  ];
}

interface Readings {
  readonly states: readonly Resolution[];
  readonly names: ReadonlyMap<IdentifierKey, Name>;
}

const NOBODY: PersonsByName = { persons: [], lookup: () => undefined };

/** Reads every state of a history by one ledger, as a store that has seen it all. */
function readAll({ states, asOf }: IdentityHistory, policy: IdentityPolicy): Readings {
  const names = ledgerOf(states[states.length - 1] as Evidence, policy);
  return { states: states.map((evidence) => resolve(evidence, policy, { asOf, names })), names };
}

function sayWhatDiffers(previous: PersonsByName, next: Resolution): void {
  const diff = diffPersons(previous.persons, next);
  const [before, after] = [holdersOf(previous.persons), holdersOf(next.persons)];
  const [were, are] = [new Set(previous.persons.map(nameOf)), new Set(next.persons.map(nameOf))];
  same(diff.created, [...are].filter((oneId) => !were.has(oneId)).sort(byCodeUnit), "created");
  const ended = [...diff.redirected.map(({ from }) => from), ...diff.retired].sort(byCodeUnit);
  same(ended, [...were].filter((oneId) => !are.has(oneId)).sort(byCodeUnit), "ended");
  for (const { from, to } of diff.redirected) same(to, next.lookup(from)?.oneId, `where ${from} leads`);
  for (const oneId of diff.retired) same(next.lookup(oneId), undefined, `where ${oneId} leads`);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(byCodeUnit);
  const moved = keys.filter((key) => before.get(key) !== after.get(key));
  same(
    diff.moved.map(({ key, from, to }) => [key, from, to]),
    moved.map((key) => [key, before.get(key), after.get(key)]),
    "moved",
  );
  same(diffPersons(next.persons, next), diffPersons([], NOBODY), "the diff from the same persons");
}

function keepTable(states: readonly Resolution[]): void {
  const table = new Map<string, string | undefined>();
  const given = new Set<string>();
  states.forEach((next, i) => {
    const standing = [...table].map(([from, to]) => (to === undefined ? { from } : { from, to }));
    for (const change of redirects(states[i - 1]?.persons ?? [], next, { standing })) {
      if (change.code === "revive") table.delete(change.from);
      else table.set(change.from, change.code === "redirect" ? change.to : undefined);
    }
    const alive = new Set(next.persons.map(nameOf));
    for (const oneId of alive) given.add(oneId);
    for (const oneId of given) {
      same(table.has(oneId), !alive.has(oneId), `whether ${oneId} has a row`);
      if (!alive.has(oneId)) same(table.get(oneId), next.lookup(oneId)?.oneId, `the row of ${oneId}`);
    }
    for (const to of table.values()) claim(to === undefined || alive.has(to), `a second hop through ${to}`);
  });
}

/**
 * Whether none of a person's identifiers changes hands in any of these readings: an owner who becomes known late makes
 * all after him one later.
 */
function thatStay(states: readonly Resolution[]): (person: Person) => boolean {
  const handedOver = new Set(states.flatMap(({ epochs }) => epochs.map(({ key }) => key)));
  return (person) => !keysOf(person).some((key) => handedOver.has(readEndedKey(key).key));
}

const nameOf = ({ oneId }: Person): string => oneId;

const holdersOf = (persons: readonly Person[]): ReadonlyMap<IdentifierKey, string> =>
  new Map(persons.flatMap(({ oneId, ids }) => ids.map((id: Identifier) => [identifierKey(id), oneId] as const)));

/** Persons without the order of their identifiers. */
const asSets = (persons: readonly Person[]): unknown =>
  persons.map(({ oneId, ids, degraded }) => [oneId, ids.map(identifierKey).sort(byCodeUnit), degraded]);
