import * as fc from "fast-check";
import {
  type Evidence,
  type IdentityPolicy,
  normaliseIdentifier,
  type Observation,
  resolve,
  resolveSightings,
  sumUp,
} from "../identity/index";
import { byCodeUnit, identifierKey } from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { claim, partition, readWhole, refusals, same } from "./identity-reading";
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
        same(degraded.flatMap(({ ids }) => ids.map(identifierKey)).sort(byCodeUnit), plain.degraded, "degraded");
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
        };
        same(read({ evidence: again, asOf }), read({ evidence, asOf }), "duplicates");
      }),
    ),
    law(
      "3: batches summed up apart give the same persons as all at once",
      fc.property(cases, fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }), ({ evidence, asOf }, batchOf) => {
        const observations = readable(evidence.observations, policy);
        const batches = [0, 1, 2].map((batch) => observations.filter((_, i) => batchOf[i % batchOf.length] === batch));
        const { overrides = [], consents = [] } = evidence;
        const names = new Map(
          [...new Set(observations.flatMap(({ ids }) => ids.map(identifierKey)))]
            .sort()
            .map((key, seq) => [key, { seed: `s${seq}`, seq }]),
        );
        const read = (sightings: ReturnType<typeof sumUp>): unknown => {
          const found = resolveSightings({ sightings, overrides, consents }, policy, { asOf, names });
          return [found.persons, refusals(found.refused), found.hubs];
        };
        const apart = batches.flatMap((batch) => sumUp(batch, { asOf }));
        same(read(apart), read(sumUp(observations, { asOf })), "batches");
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
        const together = (observed: Evidence): unknown =>
          partition(resolve(observed, policy, { asOf })).filter(({ length }) => length > 1);
        same(together({ ...evidence, retracted: [], observations: counted }), together(evidence), "without them");
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
          persons.every(({ ids }) => ids.length === 1),
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
        };
        same(read({ evidence: more, asOf }), read({ evidence, asOf }), "later evidence");
      }),
    ),
  ];
}

const shuffled = ({ evidence, asOf }: IdentityCase): fc.Arbitrary<IdentityCase> => {
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
    })
    .map((other) => ({ evidence: other, asOf }));
};

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
