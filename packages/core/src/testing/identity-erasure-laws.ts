import * as fc from "fast-check";
import {
  type Erasure,
  type Evidence,
  eraseIdentifiers,
  type IdentityPolicy,
  type Name,
  nameTable,
  normaliseIdentifier,
  type Resolution,
  readEndedKey,
  resolve,
} from "../identity/index";
import {
  byCodeUnit,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  type Person,
  parseIdentifierKey,
} from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { leaderOf, ledgerOf, seedOf } from "./identity-names";
import { claim, keysOf, partition, readWhole, refusals, same } from "./identity-reading";
import { type Law, law } from "./law";

/** What is erased is gone, everybody else is as if it had never been, and OneIDs outlive it. */
export function identityErasureLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = fc.tuple(identityCases(policy), fc.array(fc.nat(), { minLength: 2, maxLength: 5 }));
  return [
    law(
      "14: of an erased value no trace is left in evidence, names, persons or explanations",
      fc.property(cases, ([{ evidence, asOf }, [pick = 0]]) => {
        const value = pickFrom(valuesOf(evidence, policy), pick);
        if (value === undefined) return;
        const erased = erase(start(evidence, policy), keysWith(value, evidence, policy), policy, asOf);
        const { entries, tombstones } = erased.names;
        const who = resolve(erased.evidence, policy, { asOf, names: erased.names });
        const told = [...who.persons.map((person) => who.report(person)), who.suggest()];
        const all = [erased.evidence, [...entries], [...tombstones], erased.retired, readWhole(who), told];
        claim(!JSON.stringify(all).toLowerCase().includes(value), `${value} is left in ${JSON.stringify(all)}`);
        for (const key of keysWith(value, evidence, policy)) same(who.personOf(key), undefined, `person of ${key}`);
      }),
    ),
    law(
      "14: everybody else is who they are when the value is one that identifies nobody",
      fc.property(cases, ([given, [pick = 0]]) => {
        const { evidence, asOf } = withDistinctIds(given);
        const value = pickFrom(valuesOf(evidence, policy), pick);
        if (value === undefined) return;
        const types = policy.types.map((type) => ({ ...type, blocked: [...(type.blocked ?? []), value] }));
        const names = nameTable(ledgerOf(evidence, policy));
        const blocked = resolve(evidence, { ...policy, types }, { asOf, names });
        const erased = erase(start(evidence, policy), keysWith(value, evidence, policy), policy, asOf);
        const who = resolve(erased.evidence, policy, { asOf, names: erased.names });
        same(partition(who), partition(blocked), "partition");
        same([refusals(who.refused), who.hubs], [refusals(blocked.refused), blocked.hubs], "refusals and hubs");
      }),
    ),
    law(
      "14: a person keeps the OneID while any member stays, whoever is erased, and in whatever order",
      fc.property(cases, ([given, picks]) => {
        eraseOneByOne(withDistinctIds(given), picks, policy, (before, after, { names, gone, retired }) => {
          const handedOver = new Set([...before.epochs, ...after.epochs].map(({ key }) => key));
          for (const person of before.persons) {
            const staying = keysOf(person).filter((key) => !gone.has(readEndedKey(key).key));
            if (staying.some((key) => handedOver.has(readEndedKey(key).key))) continue; // its owners may be told apart anew
            const found = after.lookup(person.oneId);
            if (staying.length === 0) {
              claim(
                !found && retired.includes(person.oneId),
                `${person.oneId} leads to ${found?.oneId}, not to nobody`,
              );
              continue;
            }
            claim(
              staying.some((key) => found && found === after.personOf(key)),
              `${person.oneId} leads to strangers`,
            );
            if (keysOf(found as Person).every((key) => staying.includes(key)))
              same(found?.oneId, person.oneId, "OneID of those who stay");
            const leader = leaderOf(keysOf(person), names, policy);
            if (staying.includes(leader) || person.oneId !== `p_${seedOf(before, names, leader)}`) continue;
            same(found, after.personOf(leaderOf(staying, names, policy)), `heir of ${leader}`);
          }
        });
      }),
    ),
    law(
      "14: a retired OneID is never given again, not even when the value is seen again",
      fc.property(cases, ([{ evidence, asOf }, picks]) => {
        const retired = new Set<string>();
        const last = eraseOneByOne({ evidence, asOf }, picks, policy, (_, after, step) => {
          for (const oneId of step.retired) retired.add(oneId);
          for (const oneId of retired) same(after.lookup(oneId), undefined, `where ${oneId} leads`);
        });
        const entries = new Map(last.names.entries);
        for (const key of ledgerOf(evidence, policy).keys()) {
          if (!entries.has(key)) entries.set(key, { seed: `again-${entries.size}`, seq: 1_000 + entries.size });
        }
        const again = resolve(evidence, policy, { asOf, names: nameTable(entries, last.names.tombstones) });
        for (const oneId of retired) same(again.lookup(oneId), undefined, `where ${oneId} leads afterwards`);
      }),
    ),
    law(
      "14: erasing again changes nothing",
      fc.property(cases, ([{ evidence, asOf }, [pick = 0]]) => {
        const keys = [pickFrom([...ledgerOf(evidence, policy).keys()], pick)].flatMap((key) => key ?? []);
        const once = erase(start(evidence, policy), keys, policy, asOf);
        same(asText(erase(once, keys, policy, asOf)), asText({ ...once, retired: [] }), "the second erasure");
      }),
    ),
    law(
      "14: two erasures give the same in either order and at once, OneIDs too while those who stay stay together",
      fc.property(cases, ([{ evidence, asOf }, [first = 0, second = 0]]) => {
        const keys = [...ledgerOf(evidence, policy).keys()];
        const [x, y] = [pickFrom(keys, first), pickFrom(keys, second)];
        if (x === undefined || y === undefined || x === y) return;
        const all = start(evidence, policy);
        const [afterX, afterY] = [erase(all, [x], policy, asOf), erase(all, [y], policy, asOf)];
        const [xy, yx] = [erase(afterX, [y], policy, asOf), erase(afterY, [x], policy, asOf)];
        const both = erase(all, [x, y], policy, asOf);
        for (const { evidence: left, names } of [xy, yx]) {
          same(left, both.evidence, "evidence");
          same([...names.entries], [...both.names.entries], "names");
        }
        const persons = (erased: Erased): Resolution => resolve(erased.evidence, policy, { asOf, names: erased.names });
        const stays = ([erased, key]: readonly [Erased, IdentifierKey]): boolean =>
          JSON.stringify(partition(persons(erased))) === JSON.stringify(without(partition(persons(all)), key));
        if (![[afterX, x] as const, [afterY, y] as const].every(stays)) return;
        const retired = (one: Erasure, two: Erasure): string[] => [...one.retired, ...two.retired].sort(byCodeUnit);
        same(asText({ ...xy, retired: retired(afterX, xy) }), asText(both), "x, then y");
        same(asText({ ...yx, retired: retired(afterY, yx) }), asText(both), "y, then x");
      }),
    ),
  ];
}

type Erased = Pick<Erasure, "evidence" | "names">;

const start = (evidence: Evidence, policy: IdentityPolicy): Erased => ({
  evidence,
  names: nameTable(ledgerOf(evidence, policy)),
});

const erase = (
  { evidence, names }: Erased,
  keys: readonly IdentifierKey[],
  policy: IdentityPolicy,
  asOf: number,
): Erasure => eraseIdentifiers(evidence, names, keys, policy, { asOf });

/** What is known of one erasure. */
interface Step {
  /** Every name there was before anything was erased. */
  readonly names: ReadonlyMap<IdentifierKey, Name>;
  readonly gone: ReadonlySet<IdentifierKey>;
  readonly retired: readonly string[];
}

/** Erases identifiers one after another, by picks among those that are left, and looks at each step. */
function eraseOneByOne(
  { evidence, asOf }: IdentityCase,
  picks: readonly number[],
  policy: IdentityPolicy,
  look: (before: Resolution, after: Resolution, step: Step) => void,
): Erased {
  const names = ledgerOf(evidence, policy);
  let now: Erased = start(evidence, policy);
  for (const pick of picks) {
    const key = pickFrom([...now.names.entries.keys()], pick);
    if (key === undefined) break;
    const before = resolve(now.evidence, policy, { asOf, names: now.names });
    const next = erase(now, [key], policy, asOf);
    const after = resolve(next.evidence, policy, { asOf, names: next.names });
    look(before, after, { names, gone: new Set([key]), retired: next.retired });
    now = next;
  }
  return now;
}

const asText = ({ evidence, names, retired }: Erasure): string =>
  JSON.stringify([evidence, [...names.entries], [...names.tombstones].sort(([x], [y]) => byCodeUnit(x, y)), retired]);

const pickFrom = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

/** Every identifier that evidence speaks of. */
const allKeys = (
  { observations, overrides = [], consents = [], cuts = [] }: Evidence,
  policy: IdentityPolicy,
): IdentifierKey[] => {
  const ids = [
    ...observations.flatMap((one) => one.ids),
    ...overrides.flatMap(({ a, b }) => [a, b]),
    ...consents.map(({ subject }) => subject),
    ...cuts.map(({ identifier }) => identifier),
  ];
  const normal = ids.map((id) => normaliseIdentifier(id, policy));
  return [...new Set(normal.map((one, i) => identifierKey(one.ok ? one.value : (ids[i] as Identifier))))];
};

const searchable = (key: IdentifierKey): string => parseIdentifierKey(key).value.trim().toLowerCase();

/** The values that a text can be searched for, in small letters. */
const valuesOf = (evidence: Evidence, policy: IdentityPolicy): readonly string[] => [
  ...new Set([...ledgerOf(evidence, policy).keys()].map(searchable).filter((value) => /^\S{8,}$/.test(value))),
];

/** Every identifier of that value, whatever its type, its scope and its letters. */
const keysWith = (value: string, evidence: Evidence, policy: IdentityPolicy): readonly IdentifierKey[] =>
  allKeys(evidence, policy).filter((key) => searchable(key) === value);

/** Of several observations under one id, another one may stand when a value is gone from them. */
const withDistinctIds = ({ evidence, asOf }: IdentityCase): IdentityCase => {
  const observations = new Map([...evidence.observations].reverse().map((one) => [one.obsId, one]));
  return { evidence: { ...evidence, observations: [...observations.values()] }, asOf };
};

const without = (parts: ReturnType<typeof partition>, key: IdentifierKey): ReturnType<typeof partition> =>
  parts
    .map((part) => part.filter((member) => member !== key))
    .filter((part) => part.length > 0)
    .sort((x, y) => byCodeUnit(x[0] as string, y[0] as string));
