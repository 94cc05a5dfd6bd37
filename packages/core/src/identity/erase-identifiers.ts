import { byCodeUnit, type Identifier, type IdentifierKey, identifierKey, type Person } from "../model";
import { appendTo } from "./append-to";
import { ownerSeed } from "./epoch-ledger";
import type { Evidence, Name, Tombstone, Tombstones } from "./evidence";
import { ONE_ID_PREFIX } from "./name-persons";
import { type NameTable, nameTable } from "./name-table";
import type { AsOf, IdentityPolicy } from "./policy";
import type { Resolution } from "./resolution";
import { resolve } from "./resolve";
import { keyOf } from "./to-resolution";
import { byRank } from "./tombstones";

/** Evidence and names in which erased identifiers never were. */
export interface Erasure {
  readonly evidence: Evidence;
  readonly names: NameTable;
  /** OneIDs that lead to nobody from now on and are never given again, in code-unit order. */
  readonly retired: readonly string[];
}

/**
 * Erases identifiers: their values are gone from evidence and names, and everybody else is as if they had never been
 * seen. The rest of each observation stays; decisions, cuts and consents about an erased identifier go with it.
 *
 * An identifier that leads its person leaves a tombstone, its name without its value, on the next leader among the
 * members that stay, together with those it carried: the OneID survives the data. Nothing is kept of one that does
 * not lead, lest what was erased could still be told from its person. When the last member goes, the OneIDs it and
 * its tombstones stood for are retired.
 *
 * Where observations contradict one another under one `obsId`, another of them may stand without the value.
 * Values within free text (a reason, a source, an `obsId`) are the host's to erase. A value that is seen again is a new
 * identifier with a new name. Erasing in any order gives the same evidence, names and persons; the same OneIDs only while
 * the members that stay remain one person in between. Erase what goes together in one call: then order is no matter.
 *
 * @param identifiers normalised or not, or keys; one that was never seen changes nothing
 * @param options.asOf the moment at which persons decide who inherits; later evidence is erased as well
 * @throws RangeError when `names` has no entry for a member of a person that loses an identifier, and as
 *   {@link resolve} does
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const [phone, device] = [{ type: "phone", value: "139 1234 5678" }, { type: "device", value: "d-1" }];
 * const seen = { at: 1, source: "app", strength: "bound", purpose: "service" };
 * const evidence = { observations: [{ obsId: "o1", ids: [phone, device], ...seen }] };
 * const names = nameTable(
 *   new Map([["phone:+8613912345678", { seed: "a", seq: 1 }], ["device:d-1", { seed: "b", seq: 2 }]]),
 * );
 * const erased = eraseIdentifiers(evidence, names, [phone], policy, { asOf: 9 });
 * resolve(erased.evidence, policy, { asOf: 9, names: erased.names }).persons; // => [{ oneId: "p_a", ids: [device] }]
 * eraseIdentifiers(erased.evidence, erased.names, [device], policy, { asOf: 9 }).retired; // => ["p_a", "p_b"]
 */
export function eraseIdentifiers(
  evidence: Evidence,
  names: NameTable,
  identifiers: readonly (Identifier | IdentifierKey)[],
  policy: IdentityPolicy,
  options: AsOf,
): Erasure {
  const erased = new Set(identifiers.map((id) => keyOf(id, policy)));
  const before = resolve(evidence, policy, { asOf: options.asOf, names });
  const { left, retired } = inheritanceOf(before, names, erased, policy);
  const carried = new Map([...names.tombstones].filter(([key]) => !erased.has(key)));
  for (const [heir, own] of left) carried.set(heir, [...(carried.get(heir) ?? []), ...own].sort(byRank));
  return {
    evidence: withoutIdentifiers(evidence, (id) => erased.has(keyOf(id, policy))),
    names: nameTable(new Map([...names.entries].filter(([key]) => !erased.has(key))), carried),
    retired,
  };
}

/** What erased identifiers leave behind. */
export interface Inheritance {
  /** Tombstones, by the identifiers that carry them from then on, beside those they carry already. */
  readonly left: Tombstones;
  /** OneIDs that lead to nobody from now on and are never given again, in code-unit order. */
  readonly retired: readonly string[];
}

/**
 * Says who inherits the OneIDs of identifiers that are about to be erased: what a store has to write down, see
 * {@link eraseIdentifiers}.
 *
 * @param before who is who with them
 * @param names with an entry for every member of their persons
 * @param erased keys; one that was never seen leaves nothing
 * @throws RangeError when `names` has no entry for a member of a person that loses an identifier
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "text", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const ids = [{ type: "phone", value: "1" }, { type: "device", value: "d-1" }];
 * const seen = { obsId: "o1", ids, at: 1, source: "app", strength: "bound", purpose: "service" };
 * const names = nameTable(new Map([["phone:1", { seed: "a", seq: 1 }], ["device:d-1", { seed: "b", seq: 2 }]]));
 * const who = resolve({ observations: [seen] }, policy, { asOf: 9, names });
 * inheritanceOf(who, names, new Set(["phone:1"]), policy);
 * // => { left: new Map([["device:d-1", [{ seed: "a", seq: 1, tier: 0 }]]]), retired: [] }
 */
export function inheritanceOf(
  before: Resolution,
  names: NameTable,
  erased: ReadonlySet<IdentifierKey>,
  policy: IdentityPolicy,
): Inheritance {
  const left = new Map<IdentifierKey, Tombstone[]>();
  const retired: string[] = [];
  for (const key of [...erased].sort(byCodeUnit)) {
    for (const { tombstone, own } of leftBy(key, before, names, policy)) {
      const oneId = ONE_ID_PREFIX + tombstone.seed;
      const person = before.lookup(oneId);
      const heir = person && (!own || person.oneId === oneId) ? heirOf(person, erased, names, policy) : undefined;
      if (heir === undefined) retired.push(oneId);
      else appendTo(left, heir, onOwner(tombstone, heir, before));
    }
  }
  for (const own of left.values()) own.sort(byRank);
  return { left, retired: retired.sort(byCodeUnit) };
}

/** What an identifier leaves: its own name, one for each person who had it, and the tombstones it carries. */
function leftBy(
  key: IdentifierKey,
  { epochs, personOf }: Resolution,
  names: NameTable,
  policy: IdentityPolicy,
): readonly { readonly tombstone: Tombstone; readonly own: boolean }[] {
  const own = epochs.filter((epoch) => epoch.key === key).map(({ number }) => number);
  const name = own.length > 0 || personOf(key) ? nameOf(names, key) : names.get(key);
  const stones = name
    ? (own.length > 0 ? own : [0]).map((number) => ({
        tombstone: { seed: ownerSeed(name.seed, number), seq: name.seq, tier: tierOf(key, policy) },
        own: true,
      }))
    : [];
  return [...stones, ...(names.tombstones.get(key) ?? []).map((tombstone) => ({ tombstone, own: false }))];
}

/** The tombstone as its heir's owner of now carries it. */
function onOwner({ seed, seq, tier }: Tombstone, heir: IdentifierKey, { epochs }: Resolution): Tombstone {
  const epoch = epochs.find(({ key, to }) => key === heir && to === undefined)?.number ?? 0;
  return epoch > 0 ? { seed, seq, tier, epoch } : { seed, seq, tier };
}

/** The next leader of a person among the members that stay, none of which somebody else has by now; undefined when none does. */
function heirOf(
  { ids }: Person,
  erased: ReadonlySet<IdentifierKey>,
  names: NameTable,
  policy: IdentityPolicy,
): IdentifierKey | undefined {
  const [heir] = ids
    .map(identifierKey)
    .filter((key) => !erased.has(key))
    .map((key) => ({ key, tier: tierOf(key, policy), seq: nameOf(names, key).seq }))
    .sort((x, y) => x.tier - y.tier || x.seq - y.seq || byCodeUnit(x.key, y.key));
  return heir?.key;
}

function nameOf(names: NameTable, key: IdentifierKey): Name {
  const name = names.get(key);
  if (!name) throw new RangeError(`names has no entry for ${JSON.stringify(key)}`);
  return name;
}

function tierOf(key: IdentifierKey, { types }: IdentityPolicy): number {
  const type = /^[^@:]*/.exec(key)?.[0];
  return types.find((declared) => declared.type === type)?.tier ?? 2;
}

function withoutIdentifiers(evidence: Evidence, gone: (id: Identifier) => boolean): Evidence {
  const { observations, overrides, consents, cuts } = evidence;
  return {
    ...evidence,
    observations: observations.flatMap((one) => {
      if (!one.ids.some(gone)) return [one];
      const ids = one.ids.filter((id) => !gone(id));
      return ids.length > 0 ? [{ ...one, ids }] : [];
    }),
    ...(overrides && { overrides: overrides.filter(({ a, b }) => !gone(a) && !gone(b)) }),
    ...(consents && { consents: consents.filter(({ subject }) => !gone(subject)) }),
    ...(cuts && { cuts: cuts.filter(({ identifier }) => !gone(identifier)) }),
  };
}
