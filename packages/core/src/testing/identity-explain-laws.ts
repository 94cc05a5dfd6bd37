import * as fc from "fast-check";
import {
  type Associated,
  type IdentityPolicy,
  type PersonReport,
  type Resolution,
  readEndedKey,
  resolve,
  type Withheld,
} from "../identity/index";
import { byCodeUnit, type IdentifierKey, parseDuration, parseIdentifierKey } from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { claim, keysOf, same } from "./identity-reading";
import { groupsOf, type PlainResolution, resolvePlainly } from "./identity-reference";
import { shuffled } from "./identity-set-laws";
import { suggestPlainly } from "./identity-suggest-reference";
import { type Law, law } from "./law";

/** Reports, drawings and suggestions say what the evidence says, all of it, and nothing else. */
export function identityExplainLaws(policy: IdentityPolicy): readonly Law[] {
  const cases = identityCases(policy);
  const found = (one: IdentityCase): Resolution => resolve(one.evidence, policy, one);
  return [
    law(
      "a report's numbers are those of the definition read plainly",
      fc.property(cases, (one) => {
        const resolution = found(one);
        const plain = resolvePlainly(one, policy);
        for (const person of resolution.persons) {
          const report = resolution.report(person) as PersonReport;
          const keys = keysOf(person);
          same(report.person, person, "person");
          checkLimits(report, keys, plain, policy);
          for (const edge of report.edges) same(resolution.explain(edge.a, edge.b), [edge], "an edge that joined");
          claim(report.edges.length === keys.length - 1, `${report.edges.length} edges for ${keys.length} identifiers`);
          claim(groupsOf(keys, report.edges).length === 1, "the edges do not hold the person together");
          same(associatedIn(report), associatedPlainly(keys, plain, policy), "associated");
          same(withheldIn(report), withheldPlainly(keys, plain, resolution), "withheld");
          const cut = keys.filter((key) => plain.degraded.includes(key));
          claim(cut.length === (report.degraded ? keys.length : 0), "degraded");
        }
        claim(resolution.report({ oneId: "nobody" }) === undefined, "reported on nobody");
      }),
    ),
    law(
      "every refusal is in the reports of the two persons it kept apart, and in no other",
      fc.property(cases, (one) => {
        const resolution = found(one);
        const all = resolution.persons.flatMap((person) => (resolution.report(person) as PersonReport).refused);
        claim(all.length === 2 * resolution.refused.length, `${all.length} mentions of ${resolution.refused.length}`);
        for (const { edge, witness } of resolution.refused) {
          const twice = all.filter((border) => border.edge.a === edge.a && border.edge.b === edge.b);
          claim(twice.length === 2, `${edge.a} ${edge.b} is in ${twice.length} reports`);
          for (const { own, other, oneId, ...refusal } of twice) {
            same(refusal, { edge, witness }, "a refusal");
            same([own, other].sort(byCodeUnit), [edge.a, edge.b], "the ends of a refusal");
            claim(keysOf(resolution.lookup(oneId) as PersonReport["person"]).includes(other), "the other's OneID");
          }
          claim(twice[0]?.own === twice[1]?.other, "both reports are of one side");
        }
      }),
    ),
    law(
      "handovers tell of every owner's time who had the identifier before and after",
      fc.property(cases, (one) => {
        const resolution = found(one);
        for (const person of resolution.persons) {
          const report = resolution.report(person) as PersonReport;
          for (const { epoch, before, after } of report.handovers) {
            const [earlier, later] = [epoch.number - 1, epoch.number + 1].map((number) =>
              resolution.epochs.find((each) => each.key === epoch.key && each.number === number),
            );
            const holder = (at: number | undefined): string | undefined =>
              at === undefined ? undefined : resolution.personOf(epoch.key, at)?.oneId;
            same(before, earlier && holder((earlier.to as number) - 1), "before");
            same(after, later && holder(later.from), "after");
            claim((epoch.to === undefined) === (epoch.ended === undefined), "an end without a cause, or a cause alone");
            claim(epoch.ended?.code !== "cut" || epoch.ended.cut.at === epoch.to, "ended by a cut of another moment");
            claim(epoch.ended?.code !== "silence" || later?.from === epoch.to, "ended by nobody");
          }
          const own = report.handovers.map(({ epoch }) => epoch.key);
          const changed = new Set(resolution.epochs.map(({ key }) => key));
          const expected = keysOf(person).map((key) => readEndedKey(key).key);
          same(own, expected.filter((key) => changed.has(key)).sort(byCodeUnit), "identifiers that changed hands");
        }
      }),
    ),
    law(
      "a drawing shows each identifier of a person and each refused edge once",
      fc.property(cases, (one) => {
        const resolution = found(one);
        for (const person of resolution.persons) {
          const mask = ({ value }: { readonly value: string }): string => `<${value}>`;
          const text = resolution.draw(person, { mask }) as string;
          const { edges, refused, associated } = resolution.report(person) as PersonReport;
          const lines = (pattern: RegExp): readonly string[] => text.match(pattern) ?? [];
          const members = lines(/^ {4}m\d+\[".*#60;(.*)#62;.*"\]$/gm).map(plainText);
          const expected = [...person.ids, ...(person.former ?? []).map(({ identifier }) => identifier)];
          claim(members.length === expected.length, `${members.length} members drawn of ${expected.length}`);
          expected.forEach(({ value }, i) => {
            claim(members[i]?.includes(`<${value}>`) === true, `${value} is not drawn in its place`);
          });
          claim(lines(/^ {2}m\d+ ---\|"[^"]*"\| m\d+$/gm).length === edges.length, "edges drawn");
          claim(lines(/^ {2}m\d+ x-\.-x\|"[^"]*"\| o\d+$/gm).length === refused.length, "refused edges drawn");
          const others = new Set(refused.map(({ other }) => other)).size;
          claim(lines(/^ {2}o\d+\["[^"]*"\]$/gm).length === others, "others drawn");
          claim(lines(/^ {2}h\d+\{\{"[^"]*"\}\}$/gm).length === associated.length, "associated drawn");
        }
      }),
    ),
    law(
      "suggestions are what the definition read plainly doubts, and a limit takes the first",
      fc.property(cases, fc.integer({ min: 1, max: 4 }), (one, limit) => {
        const resolution = found(one);
        const all = resolution.suggest();
        const plain = suggestPlainly(resolution, resolvePlainly(one, policy), policy);
        same(all, plain, "suggestions");
        same(resolution.suggest({ limit }), all.slice(0, limit), "the first suggestions");
      }),
    ),
    law(
      "any order of the same evidence gives the same reports, drawings and suggestions",
      fc.property(
        cases.chain((one) => fc.tuple(fc.constant(one), shuffled(one))),
        ([one, other]) => {
          const read = (of: IdentityCase): unknown => {
            const resolution = found(of);
            const persons = resolution.persons.map((person) => [resolution.report(person), resolution.draw(person)]);
            return [persons, resolution.suggest()];
          };
          same(read(other), read(one), "order");
        },
      ),
    ),
  ];
}

const plainText = (text: string): string =>
  text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

function checkLimits(
  { size, limits, policy: version }: PersonReport,
  keys: readonly IdentifierKey[],
  { seen }: PlainResolution,
  policy: IdentityPolicy,
): void {
  same([version, size], [policy.version, { used: keys.length, limit: policy.maxPerson }], "size");
  const firstAt = (key: IdentifierKey): number =>
    Math.min(...seen.filter(({ granted }) => granted.includes(key)).map(({ at }) => at));
  const expected = policy.types.flatMap(({ type, limit, windowLimit }) => {
    if (limit === undefined && !windowLimit) return [];
    const own = keys.filter((key) => parseIdentifierKey(key).type === type);
    const scopes = [...new Set(own.map((key) => parseIdentifierKey(key).scope))].sort((x = "", y = "") =>
      byCodeUnit(x, y),
    );
    return scopes.map((scope) => {
      const times = own.filter((key) => parseIdentifierKey(key).scope === scope).map(firstAt);
      const within = parseDuration(windowLimit?.within ?? "") ?? 0;
      const crowds = times.map((from) => times.filter((at) => at >= from && at < from + within).length);
      return {
        type,
        ...(scope !== undefined && { scope }),
        used: times.length,
        ...(limit !== undefined && { limit }),
        ...(windowLimit && { window: { used: Math.max(0, ...crowds), ...windowLimit } }),
      };
    });
  });
  same(limits, expected, "limits");
}

const associatedIn = ({ associated }: PersonReport): unknown =>
  associated.map(({ key, because, seenWith, count, firstAt, lastAt }) => [
    key,
    because.code,
    seenWith,
    count,
    firstAt,
    lastAt,
  ]);

function associatedPlainly(keys: readonly IdentifierKey[], plain: PlainResolution, policy: IdentityPolicy): unknown {
  const apart = (key: IdentifierKey): Associated["because"]["code"] | undefined => {
    if (plain.hubs.includes(key)) return "hub";
    const merge = policy.types.find(({ type }) => type === parseIdentifierKey(key).type)?.merge;
    return merge === false ? "no-merge" : undefined;
  };
  const sightings = plain.seen.filter(
    ({ strength, granted }) => strength !== "probable" && granted.some((key) => keys.includes(key)),
  );
  const others = [...new Set(sightings.flatMap(({ granted }) => granted))].filter((key) => apart(key) !== undefined);
  return others.sort(byCodeUnit).map((key) => {
    const together = sightings.filter(({ granted }) => granted.includes(key));
    const seenWith = new Set(together.flatMap(({ granted }) => granted.filter((own) => keys.includes(own))));
    const times = together.map(({ at }) => at);
    return [key, apart(key), [...seenWith].sort(byCodeUnit), times.length, Math.min(...times), Math.max(...times)];
  });
}

const withheldIn = ({ withheld }: PersonReport): unknown =>
  withheld.map(({ own, other, oneId, purpose, missing, count, firstAt, lastAt }: Withheld) => [
    own,
    other,
    oneId,
    purpose,
    missing,
    count,
    firstAt,
    lastAt,
  ]);

function withheldPlainly(keys: readonly IdentifierKey[], { seen }: PlainResolution, resolution: Resolution): unknown {
  const owners = new Map(resolution.persons.flatMap((person) => keysOf(person).map((key) => [key, person.oneId])));
  const found: [IdentifierKey, IdentifierKey, ...unknown[]][] = [];
  const purposes = [...new Set(seen.map(({ purpose }) => purpose))].sort(byCodeUnit);
  for (const own of keys) {
    for (const other of [...owners.keys()].filter((key) => !keys.includes(key)).sort(byCodeUnit)) {
      for (const purpose of purposes) {
        const together = seen.filter(
          (one) => one.purpose === purpose && one.present.includes(own) && one.present.includes(other),
        );
        const missing = [own, other].filter((key) => together.some(({ granted }) => !granted.includes(key)));
        const times = together.map(({ at }) => at);
        if (missing.length === 0) continue;
        const span = [times.length, Math.min(...times), Math.max(...times)];
        found.push([own, other, owners.get(other), purpose, missing.sort(byCodeUnit), ...span]);
      }
    }
  }
  return found;
}
