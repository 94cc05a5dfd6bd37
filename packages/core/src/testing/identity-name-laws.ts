import * as fc from "fast-check";
import { type Evidence, type IdentityPolicy, type Observation, resolve } from "../identity/index";
import { byCodeUnit, type Identifier } from "../model";
import { identityCases } from "./identity-evidence";
import { leaderOf, ledgerOf, seedOf } from "./identity-names";
import { claim, keysOf, same } from "./identity-reading";
import { resolvePlainly } from "./identity-reference";
import { type Law, law } from "./law";

/** A OneID names a node: it survives merges and splits, and never depends on a value. */
export function identityNameLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = identityCases(policy);
  return [
    law(
      "15: no two persons share a OneID, and every member's seed finds its person",
      fc.property(cases, ({ evidence, asOf }) => {
        const names = ledgerOf(evidence, policy);
        const resolution = resolve(evidence, policy, { asOf, names });
        const oneIds = resolution.persons.map(({ oneId }) => oneId);
        same(oneIds, [...new Set(oneIds)].sort(byCodeUnit), "OneIDs");
        for (const person of resolution.persons) {
          for (const key of keysOf(person)) {
            const seed = seedOf(resolution, names, key);
            claim(resolution.lookup(`p_${seed}`) === person, `the seed of ${key} finds another person`);
            claim(resolution.personOf(key) === person, `${key} finds another person`);
          }
        }
        claim(resolution.lookup("p_never given") === undefined, "found a person nobody named");
      }),
    ),
    law(
      "15: a OneID given once goes on naming its leader's node, whatever comes",
      fc.property(cases, identityCases(policy, { obsPrefix: "more" }), ({ evidence, asOf }, more) => {
        const observations = [...evidence.observations, ...more.evidence.observations];
        const names = ledgerOf({ ...evidence, observations }, policy);
        const leaderOf = new Map([...names].map(([key, { seed }]) => [`p_${seed}`, key]));
        const before = resolve(evidence, policy, { asOf, names });
        const after = resolve({ ...evidence, observations }, policy, { asOf, names });
        const handedOver = new Set([...before.epochs, ...after.epochs].map(({ key }) => key));
        for (const { oneId } of before.persons) {
          const leader = leaderOf.get(oneId);
          if (leader === undefined || handedOver.has(leader)) continue; // an earlier owner may have become known
          same(after.lookup(oneId), after.personOf(leader), `lookup of ${oneId}`);
        }
      }),
    ),
    law(
      "16: more evidence inside a person changes neither its members nor its OneID",
      fc.property(cases, fc.nat(), ({ evidence, asOf }, pick) => {
        const names = ledgerOf(evidence, policy);
        const before = resolve(evidence, policy, { asOf, names });
        const inside = resolvePlainly({ evidence, asOf }, policy).counted.flatMap(({ ids, ...rest }) =>
          ids.slice(1).flatMap((id, i): Observation[] => {
            const pair = [ids[i] as Identifier, id];
            const [x, y] = pair.map((one) => before.personOf(one, rest.at));
            return x === y ? [{ ...rest, obsId: `inside ${i}`, ids: pair }] : [];
          }),
        );
        const one = inside[pick % Math.max(1, inside.length)];
        if (!one) return;
        const person = before.personOf(one.ids[0] as Identifier, one.at);
        const after = resolve({ ...evidence, observations: [...evidence.observations, one] }, policy, { asOf, names });
        same(after.personOf(one.ids[0] as Identifier, one.at), person, "the person");
      }),
    ),
    law(
      "16: the leader is the member with the least tier and the first entry",
      fc.property(cases, ({ evidence, asOf }) => {
        const names = ledgerOf(evidence, policy);
        const resolution = resolve(evidence, policy, { asOf, names });
        for (const person of resolution.persons) {
          const leader = leaderOf(keysOf(person), names, policy);
          same(person.oneId, `p_${seedOf(resolution, names, leader)}`, "OneID");
        }
      }),
    ),
    law(
      "23: one value in two scopes is two identifiers: renaming it in one of them changes nobody",
      fc.property(cases, ({ evidence, asOf }) => {
        const sizes = (observed: Evidence): unknown => {
          const { persons, refused } = resolve(observed, policy, { asOf });
          return [persons.map(({ oneId, ids }) => [oneId, ids.map(({ type }) => type)]), refused.length];
        };
        same(sizes(withRenamedScope(evidence, policy)), sizes(evidence), "persons");
      }),
    ),
  ];
}

/** Puts one letter before every value of scope s2, which keeps their order. */
function withRenamedScope(evidence: Evidence, policy: IdentityPolicy): Evidence {
  const renamable = new Set(
    policy.types.filter(({ normalise }) => ["text", "lower", "upper"].includes(normalise)).map(({ type }) => type),
  );
  const rename = (id: Identifier): Identifier =>
    id.scope === "s2" && renamable.has(id.type) ? { ...id, value: `x${id.value.trim()}` } : id;
  return {
    ...evidence,
    observations: evidence.observations.map((one) => ({ ...one, ids: one.ids.map(rename) })),
    overrides: (evidence.overrides ?? []).map((one) => ({ ...one, a: rename(one.a), b: rename(one.b) })),
    consents: (evidence.consents ?? []).map((one) => ({ ...one, subject: rename(one.subject) })),
    cuts: (evidence.cuts ?? []).map((one) => ({ ...one, identifier: rename(one.identifier) })),
  };
}
