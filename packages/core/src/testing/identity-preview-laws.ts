import * as fc from "fast-check";
import {
  applyPersonDiff,
  type ChangeReason,
  type IdentifierType,
  type IdentityPolicy,
  previewPolicy,
  type Resolution,
  resolve,
} from "../identity/index";
import { byCodeUnit, type IdentifierKey, identifierKey, type Person } from "../model";
import { identityCases } from "./identity-evidence";
import { ledgerOf } from "./identity-names";
import { claim, keysOf, same } from "./identity-reading";
import { type Law, law } from "./law";

/** What a preview of another policy says is what happens when that policy is in force. */
export function identityPreviewLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = fc.tuple(identityCases(policy), changesOf(policy));
  return [
    law(
      "24: a preview of another policy tells exactly what it would do, and gives reasons that hold",
      fc.property(cases, ([{ evidence, asOf }, other]) => {
        const names = ledgerOf(evidence, policy);
        const preview = previewPolicy(evidence, policy, other, { asOf, names, explained: 1_000 });
        const [was, is] = [policy, other].map((one) => resolve(evidence, one, { asOf, names })) as [
          Resolution,
          Resolution,
        ];
        const sets = ({ persons }: Pick<Resolution, "persons">): unknown =>
          persons.map(({ oneId, ids, degraded }) => [oneId, ids.map(identifierKey).sort(byCodeUnit), degraded]);
        same(sets({ persons: applyPersonDiff(was.persons, preview.diff) }), sets(is), "persons");
        const { gained, lost } = preview.hubs;
        const hubs = [...was.hubs.map(({ key }) => key).filter((key) => !lost.includes(key)), ...gained];
        same(
          hubs.sort(byCodeUnit),
          is.hubs.map(({ key }) => key),
          "hubs",
        );
        const counted = [was, is].map(({ persons, hubs: all, refused }) => [
          persons.length,
          all.length,
          refused.length,
        ]);
        const { persons, hubs: hubCounts, refused } = preview.counts;
        const told = (["before", "after"] as const).map((when) => [persons[when], hubCounts[when], refused[when]]);
        same(told, counted, "counts");
        for (const { because } of preview.merges) if (because) holds(because, was, is);
        for (const { because, from, into } of preview.splits) {
          if (because) holds(because, is, was);
          else claim(isWithin(was.lookup(from), is.lookup(into[0] as string)), `${from} splits without a reason`);
        }
      }),
    ),
    law(
      "24: a policy in its own place changes nothing, and going back undoes what going there did",
      fc.property(cases, ([{ evidence, asOf }, other]) => {
        const names = ledgerOf(evidence, policy);
        const none = previewPolicy(evidence, policy, policy, { asOf, names });
        const { policy: changes, diff, merges, splits, transfers } = none;
        same([changes, merges, splits, transfers], [[], [], [], []], "changes to itself");
        same(
          Object.values(diff),
          Object.values(diff).map(() => []),
          "the diff from itself",
        );
        const [there, back] = [
          previewPolicy(evidence, policy, other, { asOf, names }),
          previewPolicy(evidence, other, policy, { asOf, names }),
        ];
        same(
          back.diff.moved.map(({ key, from, to }) => [key, to, from]),
          there.diff.moved.map(({ key, from, to }) => [key, from, to]),
          "moved",
        );
        same([back.hubs.lost, back.hubs.gained], [there.hubs.gained, there.hubs.lost], "hubs");
      }),
    ),
  ];
}

/** Whether a person lost nobody, and so was only renamed. */
function isWithin(was: Person | undefined, is: Person | undefined): boolean {
  const members = new Set(is && keysOf(is));
  return was !== undefined && keysOf(was).every((key) => members.has(key));
}

/** A reason names two identifiers that are one in one reading, by a path from one to the other, and not in the other. */
function holds({ a, b, together, apart }: ChangeReason, apartIn: Resolution, togetherIn: Resolution): void {
  claim(apartIn.personOf(a) !== apartIn.personOf(b), `${a} and ${b} are one in both readings`);
  claim(togetherIn.personOf(a) === togetherIn.personOf(b), `${a} and ${b} are one in neither reading`);
  same(apart, apartIn.explainNot(a, b), "why apart");
  let at: IdentifierKey = a;
  for (const edge of together) at = edge.a === at ? edge.b : edge.a;
  same(at, b, "where the path leads");
}

/** Policies that differ from one in a thing or two. */
function changesOf(policy: IdentityPolicy): fc.Arbitrary<IdentityPolicy> {
  const types = (change: (type: IdentifierType, i: number) => IdentifierType): IdentityPolicy => ({
    ...policy,
    types: policy.types.map(change),
  });
  const one = (more: Partial<IdentifierType>): fc.Arbitrary<IdentityPolicy> =>
    fc.nat(policy.types.length - 1).map((at) => types((type, i) => (i === at ? { ...type, ...more } : type)));
  const dropped = fc.nat(policy.types.length - 1).map((at) => ({
    ...policy,
    types: policy.types.filter((_, i) => i !== at || policy.types.length === 1),
  }));
  return fc.oneof(
    fc.constantFrom<IdentityPolicy>(
      { ...policy, prefer: policy.prefer === "first" ? "recent" : "first" },
      { ...policy, consent: policy.consent === "optIn" ? "off" : "optIn" },
      { ...policy, maxPerson: 2 },
      { ...policy, maxComponent: 3 },
      { ...policy, types: [...policy.types].reverse() },
      types(({ limit: _, windowLimit: __, hub: ___, ...type }) => type),
      types((type) => ({ ...type, tier: 0 })),
    ),
    one({ limit: 1 }),
    one({ hub: 1 }),
    one({ merge: false }),
    one({ minLength: 100 }),
    dropped,
  );
}
