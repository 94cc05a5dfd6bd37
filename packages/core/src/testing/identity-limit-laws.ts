import * as fc from "fast-check";
import {
  type Edge,
  type IdentityPolicy,
  type RefusedEdge,
  type Resolution,
  readEndedKey,
  resolve,
} from "../identity/index";
import { byCodeUnit, type IdentifierKey, identifierKey, parseIdentifierKey } from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { claim, keysOf, partition, same } from "./identity-reading";
import { groupsOf, isStronger, resolvePlainly } from "./identity-reference";
import { type Law, law } from "./law";

/** Limits hold, nothing is refused without need, and every refusal says from what it follows. */
export function identityLimitLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = identityCases(policy);
  const found = (one: IdentityCase): Resolution => resolve(one.evidence, policy, one);
  return [
    law(
      "6: every person is within limits, windows and size, and cannot-links are apart",
      fc.property(cases, (one) => {
        const { allows } = resolvePlainly(one, policy);
        for (const keys of partition(found(one))) claim(allows(keys), `one person may not be ${keys.join()}`);
      }),
    ),
    law(
      "7: without limits persons are exactly what is connected",
      fc.property(cases, ({ evidence: { overrides: _, ...evidence }, asOf }) => {
        const free = unlimited(policy);
        const { counted } = resolvePlainly({ evidence, asOf }, free);
        const edges = counted.flatMap(({ keys }) => keys.map((b) => ({ a: keys[0] as IdentifierKey, b })));
        const resolution = resolve(evidence, free, { asOf });
        const persons = partition(resolution);
        const connected = groupsOf(persons.flat(), edges).map((keys) => [...keys].sort(byCodeUnit));
        same(
          persons,
          connected.sort((x, y) => byCodeUnit(x[0] as string, y[0] as string)),
          "components",
        );
        same(resolution.refused, [], "refused");
      }),
    ),
    law(
      "8: no refused edge could be taken after all, the cap aside",
      fc.property(cases, (one) => {
        const resolution = found(one);
        const { allows } = resolvePlainly(one, policy);
        for (const { edge, witness } of resolution.refused) {
          const ends = [edge.a, edge.b].map((key) => membersWith(resolution, key));
          claim(ends[0]?.includes(edge.b) === false, `refused inside one person: ${edge.a} ${edge.b}`);
          claim(witness.code === "max-component" || !allows(ends.flat()), `needlessly refused: ${edge.a} ${edge.b}`);
        }
      }),
    ),
    law(
      "9: every refusal follows from accepted edges that are strictly stronger",
      fc.property(cases, (one) => {
        const resolution = found(one);
        for (const refusal of resolution.refused) checkWitness(refusal, resolution, policy);
      }),
    ),
    law(
      "18: an explanation is a path of accepted edges with the sightings they rest on",
      fc.property(cases, (one) => {
        const resolution = found(one);
        for (const person of resolution.persons) {
          const keys = keysOf(person);
          const first = keys[0] as IdentifierKey;
          for (const key of keys) checkPath(resolution.explain(first, key), first, key, keys);
        }
        const firsts = resolution.persons.map((person) => keysOf(person)[0] as IdentifierKey);
        firsts.slice(1).forEach((key, i) => {
          claim(resolution.explain(firsts[i] as string, key) === undefined, "explained two persons as one");
          claim(resolution.explainNot(firsts[i] as string, key).code !== "same-person", "same person");
        });
      }),
    ),
    law(
      "21: a decision to link is honoured, or reported with what stood against it",
      fc.property(cases, (one) => {
        const resolution = found(one);
        const conflicts = resolution.conflicts.filter(({ code }) => code === "must-link").length;
        const standing = resolution.refused.filter(({ edge }) => edge.must);
        claim(standing.length <= conflicts, `${standing.length} decisions refused, ${conflicts} reported`);
        for (const conflict of resolution.conflicts) {
          if (conflict.code !== "must-link") continue;
          const { a, b } = conflict.override;
          const ends = [a, b].map((end) => resolution.personOf(end, conflict.override.at));
          claim(ends[0] === undefined || ends[0] !== ends[1], "honoured and reported");
        }
      }),
    ),
  ];
}

const membersWith = (resolution: Resolution, key: IdentifierKey): readonly IdentifierKey[] => {
  const person = resolution.personOf(key);
  return person ? keysOf(person) : [];
};

const unlimited = (policy: IdentityPolicy): IdentityPolicy => ({
  ...policy,
  maxPerson: Number.MAX_SAFE_INTEGER,
  maxComponent: Number.MAX_SAFE_INTEGER,
  types: policy.types.map(({ limit: _, windowLimit: __, ...type }) => type),
});

function checkWitness({ edge, witness }: RefusedEdge, resolution: Resolution, policy: IdentityPolicy): void {
  if (witness.code === "max-component") {
    claim(witness.size > witness.limit, "the cap was not reached");
    return;
  }
  for (const earlier of witness.edges) {
    same(resolution.explain(earlier.a, earlier.b), [earlier], "not an accepted edge");
    claim(isStronger(earlier, edge, policy), `${earlier.a} ${earlier.b} is not stronger than ${edge.a} ${edge.b}`);
  }
  const ends = [...new Set([edge.a, edge.b, ...witness.edges.flatMap(({ a, b }) => [a, b])])];
  const sides = groupsOf(ends, witness.edges);
  claim(sides.length === 2, `${sides.length} sides of a refusal`);
  if (witness.code === "cannot-link") {
    const foes = [witness.override.a, witness.override.b].map(identifierKey);
    const apart = sides.every((side) => {
      const own = side.map((key) => readEndedKey(key).key);
      return foes.filter((foe) => own.includes(foe)).length === 1;
    });
    claim(apart, "a side without its end of the decision");
    return;
  }
  const tied = sides.flat();
  if (witness.code === "max-person") {
    claim(tied.length === witness.size && tied.length > witness.limit, "the person was not too large");
    return;
  }
  claim(witness.ids.length > witness.limit, "the limit was not exceeded");
  for (const id of witness.ids) {
    const { type, scope } = parseIdentifierKey(id);
    claim(tied.includes(id), `${id} is tied to neither end`);
    claim(type === witness.type && scope === witness.scope, `${id} is not of the limited type`);
  }
}

function checkPath(
  path: readonly Edge[] | undefined,
  from: IdentifierKey,
  to: IdentifierKey,
  person: readonly IdentifierKey[],
): void {
  let at = from;
  const visited = new Set([from]);
  for (const { a, b, count, must, sightings } of path ?? []) {
    claim(at === a || at === b, `the path leaves ${at}`);
    at = at === a ? b : a;
    claim(!visited.has(at) && person.includes(at), `the path returns to or escapes through ${at}`);
    visited.add(at);
    const seen = sightings.reduce((sum, sighting) => sum + sighting.count, 0);
    claim(seen === count && (must || count > 0), `${count} observations, ${seen} in sightings`);
    claim(
      sightings.every(({ keys }) => [a, b].every((end) => keys.includes(readEndedKey(end).key))),
      "a sighting without its ends",
    );
  }
  claim(path !== undefined && at === to, `no path from ${from} to ${to}`);
}
