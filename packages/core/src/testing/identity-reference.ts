import {
  blockedReason,
  type Edge,
  type IdentifierType,
  type IdentityPolicy,
  normaliseIdentifier,
  type Observation,
  readEndedKey,
  STRENGTHS,
} from "../identity/index";
import {
  byCodeUnit,
  canonicalJson,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  parseDuration,
  parseIdentifierKey,
} from "../model";
import { epochsPlainly } from "./identity-epochs-reference";
import type { IdentityCase } from "./identity-evidence";

/** The definition of resolution read plainly: slow, on texts, without one trick in common with `resolve`. */
export interface PlainResolution {
  /** Keys of each person, those of ended epochs among them, sorted; persons sorted by their first key. */
  readonly persons: readonly (readonly IdentifierKey[])[];
  /** `[a, b]` of each refused edge, sorted. */
  readonly refused: readonly (readonly [IdentifierKey, IdentifierKey])[];
  readonly hubs: readonly IdentifierKey[];
  /** Identifiers of components that were larger than the cap. */
  readonly degraded: readonly IdentifierKey[];
  /** What was left to join of each observation that stands: no blocked value, hub or withheld identifier. */
  readonly counted: readonly (Observation & { readonly keys: readonly IdentifierKey[] })[];
  /** What was present in each observation that stands and could be used, and what of that consent lets count. */
  readonly seen: readonly (Pick<Observation, "at" | "strength" | "purpose"> & {
    readonly present: readonly IdentifierKey[];
    readonly granted: readonly IdentifierKey[];
  })[];
  /** The ends of every edge, accepted or not. */
  readonly links: readonly Pick<Edge, "a" | "b">[];
  /** Whether a set of keys may be one person. */
  allows(keys: readonly IdentifierKey[]): boolean;
}

type Plain = Omit<Observation, "ids"> & { readonly keys: readonly IdentifierKey[] };
type PlainEdge = Pick<Edge, "a" | "b" | "must" | "weakest" | "count"> & {
  readonly strength: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

/**
 * Resolves a case by the letter of its definition: slow, short, and what the fast way is held against.
 *
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "text", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 1 }],
 * });
 * const ids = [{ type: "phone", value: "1" }, { type: "device", value: "tablet" }];
 * const observations = [{ obsId: "o1", ids, at: 1, source: "app", strength: "bound", purpose: "service" }];
 * resolvePlainly({ evidence: { observations }, asOf: 1 }, policy).persons; // => [["device:tablet", "phone:1"]]
 */
export function resolvePlainly({ evidence, asOf }: IdentityCase, policy: IdentityPolicy): PlainResolution {
  const typeOf = (key: IdentifierKey): IdentifierType | undefined =>
    policy.types.find(({ type }) => type === parseIdentifierKey(key).type);
  const rank = (key: IdentifierKey): number =>
    policy.types.findIndex(({ type }) => type === parseIdentifierKey(key).type);
  const usable = (id: Identifier): IdentifierKey[] => {
    const normal = normaliseIdentifier(id, policy);
    if (!normal.ok || blockedReason(normal.value, policy) || typeOf(identifierKey(normal.value))?.of === "vehicle")
      return [];
    return [identifierKey(normal.value)];
  };
  const normalKey = (id: Identifier): IdentifierKey => {
    const normal = normaliseIdentifier(id, policy);
    return identifierKey(normal.ok ? normal.value : id);
  };

  // one observation per id, the least in canonical JSON
  const standing = new Map<string, Plain>();
  for (const { obsId, ids, at, source, strength, purpose } of evidence.observations) {
    if (at > asOf || evidence.retracted?.includes(obsId)) continue;
    const keys = [...new Set(ids.map(normalKey))].sort(byCodeUnit);
    const plain = { obsId, keys, at, source, strength, purpose };
    const before = standing.get(obsId);
    if (!before || canonicalJson(plain) < canonicalJson({ ...before })) standing.set(obsId, plain);
  }
  const usableKeys = new Set(evidence.observations.flatMap(({ ids }) => ids.flatMap(usable)));
  const usableOf = [...standing.values()].map((plain) => ({
    ...plain,
    present: plain.keys.filter((key) => usableKeys.has(key)),
  }));
  const cuts = (evidence.cuts ?? []).filter(({ at }) => at <= asOf);
  const keyAt = epochsPlainly(
    usableOf,
    cuts.map(({ identifier, at }) => ({ key: normalKey(identifier), at })),
    policy,
  );
  const granted = (key: IdentifierKey, purpose: string): boolean => {
    if (policy.consent === "off") return true;
    const entries = (evidence.consents ?? []).filter(
      (entry) => entry.at <= asOf && entry.purpose === purpose && keyAt(normalKey(entry.subject), entry.at) === key,
    );
    const newest = Math.max(...entries.map(({ at }) => at));
    const last = entries.filter(({ at }) => at === newest);
    return last.length === 0 ? policy.consent === "optOut" : last.every((entry) => entry.granted);
  };
  const observations = usableOf.map((plain) => {
    const present = plain.present.map((key) => keyAt(key, plain.at) as IdentifierKey);
    return { ...plain, present, counted: present.filter((key) => granted(key, plain.purpose)) };
  });

  // hubs, on co-occurrence
  const isAnchor = (key: IdentifierKey): boolean => typeOf(key)?.anchor ?? typeOf(key)?.tier === 0;
  const all = [...new Set(observations.flatMap(({ present }) => present))].sort(byCodeUnit);
  const hubs = all.filter((key) => {
    const { hub = Infinity, hubPersons = Infinity, merge } = typeOf(key) as IdentifierType;
    const own = observations.filter(({ counted, strength }) => counted.includes(key) && strength !== "probable");
    const others = [...new Set(own.flatMap(({ counted }) => counted))].filter((other) => other !== key);
    const persons = others.map((other) => {
      const { type, scope } = parseIdentifierKey(other);
      const same = others.map(parseIdentifierKey).filter((one) => one.type === type && one.scope === scope);
      return Math.ceil(same.length / (typeOf(other)?.limit ?? Infinity));
    });
    return merge !== false && (others.filter(isAnchor).length > hub || persons.some((count) => count > hubPersons));
  });
  const members = all.filter((key) => typeOf(key)?.merge !== false && !hubs.includes(key));

  // decisions: the newest per pair; cannot before must before none
  const weight = { cannot: 2, must: 1, none: 0 };
  const decisions = new Map<string, { a: string; b: string; at: number; link: "must" | "cannot" | "none" }>();
  for (const { a, b, at, link } of evidence.overrides ?? []) {
    const [x, y] = [a, b].map((end) => keyAt(normalKey(end), at) ?? "nobody's").sort(byCodeUnit) as [string, string];
    const before = decisions.get(`${x} ${y}`);
    const newer = !before || at > before.at || (at === before.at && weight[link] > weight[before.link]);
    if (at <= asOf && x !== y && newer) decisions.set(`${x} ${y}`, { a: x, b: y, at, link });
  }
  const standingPairs = [...decisions.values()].filter(({ a, b }) => members.includes(a) && members.includes(b));

  // edges: stars, summed up
  const edges: PlainEdge[] = [];
  const add = (x: IdentifierKey, y: IdentifierKey, seen: Omit<PlainEdge, "a" | "b" | "weakest">): void => {
    const [a, b] = [x, y].sort(byCodeUnit) as [string, string];
    const i = edges.findIndex((edge) => edge.a === a && edge.b === b);
    const weakest = rank(a) > rank(b) ? a : b;
    const before = edges[i];
    if (!before) edges.push({ a, b, weakest: parseIdentifierKey(weakest).type, ...seen });
    else {
      edges[i] = {
        ...before,
        must: before.must || seen.must,
        count: before.count + seen.count,
        strength: Math.min(before.strength, seen.strength),
        firstAt: Math.min(before.firstAt, seen.firstAt),
        lastAt: Math.max(before.lastAt, seen.lastAt),
      };
    }
  };
  const seenFirst = [...observations].sort(
    (x, y) => Number(x.strength === "probable") - Number(y.strength === "probable"),
  );
  for (const { counted, strength, at } of seenFirst) {
    const star = counted.filter((key) => members.includes(key)).sort((x, y) => rank(x) - rank(y) || byCodeUnit(x, y));
    const seen = { must: false, strength: STRENGTHS.indexOf(strength), count: 1, firstAt: at, lastAt: at };
    for (const key of star.slice(1)) {
      const known = edges.find(({ a, b }) => [a, b].sort().join() === [star[0], key].sort().join());
      if (strength !== "probable" || !known || known.strength === seen.strength) add(star[0] as string, key, seen);
    }
  }
  for (const { a, b, link } of standingPairs) {
    const none = { strength: STRENGTHS.length, count: 0, firstAt: Number.MAX_VALUE, lastAt: -Number.MAX_VALUE };
    if (link === "must") add(a, b, { must: true, ...none });
  }
  const probable = STRENGTHS.indexOf("probable");
  edges.forEach((edge, i) => {
    if (edge.strength === probable && !edge.must) edges[i] = { ...edge, weakest: "probable" };
  });
  edges.sort((x, y) => (strongerPlain(x, y, policy) ? -1 : 1));

  // what one person may be
  const firstAt = (key: IdentifierKey): number =>
    Math.min(...observations.filter(({ counted }) => counted.includes(key)).map(({ at }) => at));
  const allows = (keys: readonly IdentifierKey[]): boolean => {
    if (keys.length > policy.maxPerson) return false;
    if (standingPairs.some(({ a, b, link }) => link === "cannot" && keys.includes(a) && keys.includes(b))) return false;
    return policy.types.every(({ type, limit = Number.MAX_VALUE, windowLimit }) => {
      const scopes = new Set(keys.map((key) => parseIdentifierKey(key).scope));
      return [...scopes].every((scope) => {
        const same = keys.filter(
          (key) => parseIdentifierKey(key).type === type && parseIdentifierKey(key).scope === scope,
        );
        if (same.length > limit) return false;
        const within = parseDuration(windowLimit?.within ?? "") ?? 0;
        return same.map(firstAt).every((from, _, times) => {
          const inside = times.filter((time) => time >= from && time < from + within);
          return !windowLimit || inside.length <= windowLimit.limit;
        });
      });
    });
  };

  const classOf = ({ a, b, weakest }: PlainEdge): number =>
    weakest === "probable" ? policy.types.length : Math.max(rank(a), rank(b));

  // the cap: drop the weakest class from whatever is too large
  let kept = edges;
  for (;;) {
    const large = groupsOf(members, kept).filter((group) => group.length > policy.maxComponent);
    const weakest = new Map(
      large.map((group) => {
        const classes = kept.filter(({ a, must }) => !must && group.includes(a)).map(classOf);
        return [group, Math.max(-1, ...classes)] as const;
      }),
    );
    const left = kept.filter((edge) => {
      const { a, must } = edge;
      const group = large.find((members) => members.includes(a));
      return must || !group || weakest.get(group) !== classOf(edge);
    });
    if (left.length === kept.length) break;
    kept = left;
  }

  // Kruskal, word for word
  let persons: IdentifierKey[][] = members.map((key) => [key]);
  const holding = (key: IdentifierKey): IdentifierKey[] =>
    persons.find((person) => person.includes(key)) as IdentifierKey[];
  const refused: [IdentifierKey, IdentifierKey][] = [];
  for (const { a, b } of kept) {
    const [x, y] = [holding(a), holding(b)];
    if (x === y) continue;
    const joined = [...x, ...y];
    if (allows(joined)) persons = [...persons.filter((person) => person !== x && person !== y), joined];
    else refused.push([a, b]);
  }
  for (const { a, b } of edges.filter((edge) => !kept.includes(edge))) {
    if (holding(a) !== holding(b)) refused.push([a, b]);
  }
  const byFirst = ([x0 = "", x1 = ""]: readonly string[], [y0 = "", y1 = ""]: readonly string[]): number =>
    byCodeUnit(x0, y0) || byCodeUnit(x1, y1);
  return {
    persons: persons.map((person) => [...person].sort(byCodeUnit)).sort(byFirst),
    refused: refused.sort(byFirst),
    hubs,
    degraded: groupsOf(members, edges)
      .filter(({ length }) => length > policy.maxComponent)
      .flat()
      .sort(byCodeUnit),
    counted: observations.map(({ counted, present: _, ...rest }) => {
      const keys = counted.filter((key) => members.includes(key));
      return { ...rest, keys, ids: keys.map((key) => parseIdentifierKey(readEndedKey(key).key)) };
    }),
    seen: observations.map(({ at, strength, purpose, present, counted }) => ({
      at,
      strength,
      purpose,
      present,
      granted: counted,
    })),
    links: edges.map(({ a, b }) => ({ a, b })),
    allows,
  };
}

/** The connected groups that some edges make of keys. */
export function groupsOf(
  keys: readonly IdentifierKey[],
  edges: readonly Pick<Edge, "a" | "b">[],
): readonly (readonly IdentifierKey[])[] {
  let groups: IdentifierKey[][] = keys.map((key) => [key]);
  for (const { a, b } of edges) {
    const [x, y] = [a, b].map((key) => groups.find((group) => group.includes(key)));
    if (x && y && x !== y) groups = [...groups.filter((group) => group !== x && group !== y), [...x, ...y]];
  }
  return groups;
}

function strongerPlain(x: PlainEdge, y: PlainEdge, policy: IdentityPolicy): boolean {
  const rank = (edge: PlainEdge): number =>
    edge.weakest === "probable" ? policy.types.length : policy.types.findIndex(({ type }) => type === edge.weakest);
  const time = ({ firstAt, lastAt }: PlainEdge): number => (policy.prefer === "first" ? firstAt : -lastAt);
  const order: readonly (readonly [number | string, number | string])[] = [
    [x.must ? 0 : 1, y.must ? 0 : 1],
    [rank(x), rank(y)],
    [x.strength, y.strength],
    [-x.count, -y.count],
    [time(x), time(y)],
    [x.a, y.a],
    [x.b, y.b],
  ];
  const [p, q] = order.find(([left, right]) => left !== right) ?? [0, 0];
  return p < q;
}

/** Whether an edge is strictly stronger than another by the order of resolution. */
export const isStronger = (x: Edge, y: Edge, policy: IdentityPolicy): boolean =>
  strongerPlain(toPlain(x), toPlain(y), policy);

const toPlain = (edge: Edge): PlainEdge => ({
  ...edge,
  strength: edge.strength === undefined ? STRENGTHS.length : STRENGTHS.indexOf(edge.strength),
  firstAt: edge.firstAt ?? Number.MAX_VALUE,
  lastAt: edge.lastAt ?? -Number.MAX_VALUE,
});
