import * as fc from "fast-check";
import {
  type EpochCut,
  type Evidence,
  type IdentityPolicy,
  normaliseIdentifier,
  type Observation,
  type Resolution,
  readEndedKey,
  resolve,
  resolveSightings,
  splitsFor,
  sumUp,
} from "../identity/index";
import { byCodeUnit, type EpochMs, type IdentifierKey, identifierKey, parseIdentifierKey } from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { claim, keysOf, partition, readWhole, refusals, same } from "./identity-reading";
import { resolvePlainly } from "./identity-reference";
import { type Law, law } from "./law";

/** Evidence is a set, and resolution a reading of it. */
export function identitySetLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = identityCases(policy);
  const read = ({ evidence, asOf }: IdentityCase): string => readWhole(resolve(evidence, policy, { asOf }));
  return [
    law(
      "the definition read plainly gives the same persons, refusals, hubs and marks",
      fc.property(cases, (one) => {
        const plain = resolvePlainly(one, policy);
        const found = resolve(one.evidence, policy, one);
        same(partition(found), plain.persons, "persons");
        const ends = found.refused.map(({ edge }) => [edge.a, edge.b]);
        same(ends, plain.refused, "refused");
        same(
          found.hubs.map(({ key }) => key),
          plain.hubs,
          "hubs",
        );
        const degraded = found.persons.filter((person) => person.degraded !== undefined);
        same(degraded.flatMap((person) => keysOf(person)).sort(byCodeUnit), plain.degraded, "degraded");
      }),
    ),
    law(
      "1: any order of the same evidence gives the same bytes",
      fc.property(
        cases.chain((one) => fc.tuple(fc.constant(one), shuffled(one))),
        ([one, other]) => same(read(other), read(one), "order"),
      ),
    ),
    law(
      "2: repeated evidence changes nothing",
      fc.property(cases, fc.nat(7), ({ evidence, asOf }, from) => {
        const twice = <T>(list: readonly T[] = []): T[] => [...list.slice(from), ...list, ...list.slice(0, from)];
        const again: Evidence = {
          observations: twice(evidence.observations),
          retracted: twice(evidence.retracted),
          overrides: twice(evidence.overrides),
          consents: twice(evidence.consents),
          cuts: twice(evidence.cuts),
        };
        same(read({ evidence: again, asOf }), read({ evidence, asOf }), "duplicates");
      }),
    ),
    law(
      "3: batches summed up apart give the same persons as all at once",
      fc.property(cases, fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }), ({ evidence, asOf }, batchOf) => {
        const observations = readable(evidence.observations, policy);
        const batches = [0, 1, 2].map((batch) => observations.filter((_, i) => batchOf[i % batchOf.length] === batch));
        const { overrides = [], consents = [], cuts = [] } = evidence;
        const splits = splitsFor(policy, cuts);
        const names = new Map(
          [...new Set(observations.flatMap(({ ids }) => ids.map(identifierKey)))]
            .sort()
            .map((key, seq) => [key, { seed: `s${seq}`, seq }]),
        );
        const read = (sightings: ReturnType<typeof sumUp>): unknown => {
          const found = resolveSightings({ sightings, overrides, consents, cuts }, policy, { asOf, names });
          return [found.persons, refusals(found.refused), found.hubs];
        };
        const apart = batches.flatMap((batch) => sumUp(batch, { asOf, ...splits }));
        same(read(apart), read(sumUp(observations, { asOf, ...splits })), "batches");
      }),
    ),
    law(
      "5: what is added and retracted leaves nothing behind",
      fc.property(cases, identityCases(policy, { obsPrefix: "late" }), ({ evidence, asOf }, late) => {
        const more = late.evidence.observations;
        const retracted = [...(evidence.retracted ?? []), ...more.map(({ obsId }) => obsId)];
        const undone = { ...evidence, observations: [...more, ...evidence.observations], retracted };
        same(read({ evidence: undone, asOf }), read({ evidence, asOf }), "retracted");
      }),
    ),
    law(
      "10: blocked values, hubs and what consent withholds join nobody: without them the rest is the same",
      fc.property(cases, ({ evidence: { overrides: _, ...evidence }, asOf }) => {
        const { counted } = resolvePlainly({ evidence, asOf }, policy);
        const whole = resolve(evidence, policy, { asOf });
        const cuts = whole.epochs.flatMap(({ key, from, to }) => cutsAt(key, [from, to]));
        const together = (found: Resolution): unknown =>
          partition(found).flatMap((keys) => (keys.length > 1 ? [keys.map((key) => readEndedKey(key).key)] : []));
        const without = resolve({ ...evidence, retracted: [], observations: counted, cuts }, unsilenced(policy), {
          asOf,
        });
        same(together(without), together(whole), "without them, cut alike");
      }),
    ),
    law(
      "11: evidence about others changes nobody",
      fc.property(cases, identityCases(policy, { firstValue: 500, obsPrefix: "x" }), (one, others) => {
        const { asOf } = one;
        const both: Evidence = {
          observations: [...one.evidence.observations, ...others.evidence.observations],
          retracted: [...(one.evidence.retracted ?? []), ...(others.evidence.retracted ?? [])],
          overrides: [...(one.evidence.overrides ?? []), ...(others.evidence.overrides ?? [])],
          consents: [...(one.evidence.consents ?? []), ...(others.evidence.consents ?? [])],
          cuts: [...(one.evidence.cuts ?? []), ...(others.evidence.cuts ?? [])],
        };
        const alone = resolve(one.evidence, policy, { asOf });
        const beside = resolve(both, policy, { asOf });
        for (const person of alone.persons) same(beside.lookup(person.oneId), person, "a person");
        const still = new Set(beside.refused.map((refusal) => JSON.stringify(refusal)));
        for (const refusal of alone.refused) claim(still.has(JSON.stringify(refusal)), "a refusal changed");
      }),
    ),
    law(
      "13: with nothing granted everybody is alone",
      fc.property(cases, ({ evidence: { observations }, asOf }) => {
        const { persons } = resolve({ observations }, { ...policy, consent: "optIn" }, { asOf });
        claim(
          persons.every(({ ids, former = [] }) => ids.length + former.length === 1),
          "joined without consent",
        );
      }),
    ),
    law(
      "17: evidence later than asOf is not looked at",
      fc.property(cases, identityCases(policy), ({ evidence, asOf }, later) => {
        const move = <T extends { readonly at: number }>(list: readonly T[] = []): T[] =>
          list.map((item) => ({ ...item, at: item.at + asOf + 1 }));
        const more: Evidence = {
          ...evidence,
          observations: [...move(later.evidence.observations), ...evidence.observations],
          overrides: [...move(later.evidence.overrides), ...(evidence.overrides ?? [])],
          consents: [...move(later.evidence.consents), ...(evidence.consents ?? [])],
          cuts: [...move(later.evidence.cuts), ...(evidence.cuts ?? [])],
        };
        same(read({ evidence: more, asOf }), read({ evidence, asOf }), "later evidence");
      }),
    ),
  ];
}

export const shuffled = ({ evidence, asOf }: IdentityCase): fc.Arbitrary<IdentityCase> => {
  const shuffle = <T>(list: readonly T[] = []): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...list], { minLength: list.length });
  return fc
    .record({
      observations: shuffle(
        evidence.observations.map((observation) => ({ ...observation, ids: [...observation.ids].reverse() })),
      ),
      retracted: shuffle(evidence.retracted),
      overrides: shuffle(evidence.overrides),
      consents: shuffle(evidence.consents),
      cuts: shuffle(evidence.cuts),
    })
    .map((other) => ({ evidence: other, asOf }));
};

/**
 * The policy with no cut of its own: who has too many persons is told only when lives are cut already, so what a hub said
 * until then, such as that a number was not silent, counts in the whole and is gone without it.
 */
const unsilenced = (policy: IdentityPolicy): IdentityPolicy => ({
  ...policy,
  types: policy.types.map(({ silence: _, ...type }) => type),
});

const cutsAt = (key: IdentifierKey, instants: readonly (EpochMs | undefined)[]): EpochCut[] =>
  instants.flatMap((at) =>
    at === undefined ? [] : [{ identifier: parseIdentifierKey(key), at, author: "law", reason: "found before" }],
  );

/** Observations with usable, normalised identifiers and ids of their own, as a store holds them. */
function readable(observations: readonly Observation[], policy: IdentityPolicy): Observation[] {
  return observations.map((observation, i) => ({
    ...observation,
    obsId: `${observation.obsId}.${i}`,
    ids: observation.ids.flatMap((id) => {
      const normal = normaliseIdentifier(id, policy);
      return normal.ok ? [normal.value] : [];
    }),
  }));
}
