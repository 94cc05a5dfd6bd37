import {
  type Evidence,
  type IdentityPolicy,
  type Name,
  type NameLedger,
  normaliseIdentifier,
  type Resolution,
  readEndedKey,
  type Tombstone,
} from "../identity/index";
import { byCodeUnit, type IdentifierKey, identifierKey, type Person, parseIdentifierKey } from "../model";
import { keysOf } from "./identity-reading";

/** Names identifiers as a store does: in the order in which they arrive. */
export function ledgerOf({ observations }: Evidence, policy: IdentityPolicy): ReadonlyMap<IdentifierKey, Name> {
  const keys = observations.flatMap(({ ids }) =>
    ids.map((id) => {
      const normal = normaliseIdentifier(id, policy);
      return identifierKey(normal.ok ? normal.value : id);
    }),
  );
  return new Map([...new Set(keys)].map((key, seq) => [key, { seed: `seed-${seq}`, seq }]));
}

/** The names, with a tombstone on every third identifier: of any tier, of either of two owners, now first, now last. */
export function withTombstones(entries: ReadonlyMap<IdentifierKey, Name>): NameLedger {
  const carrying = [...entries.keys()].filter((_, i) => i % 3 === 0);
  const tombstones = carrying.map((key, i): [IdentifierKey, readonly Tombstone[]] => [
    key,
    [{ seed: `erased-${i}`, seq: i % 2 === 0 ? -1 : 1_000, tier: i % 3, epoch: i % 2 }],
  ]);
  return { get: (key) => entries.get(key), tombstones: new Map(tombstones) };
}

/** The seed of an identifier's epoch: the identifier's own for the first owner, with a number for those after. */
export function seedOf({ epochs }: Resolution, names: NameLedger, nodeKey: IdentifierKey): string {
  const { key, number } = readEndedKey(nodeKey);
  const epoch = epochs.find(
    (one) => one.key === key && (number === undefined ? one.to === undefined : one.number === number),
  );
  const after = epoch?.number ?? 0;
  return `${names.get(key)?.seed}${after > 0 ? `.${after}` : ""}`;
}

/** Where every OneID that could be given leads: the person of each identifier and epoch, by what its seed would name. */
export function leads(resolution: Resolution, names: NameLedger): ReadonlyMap<string, Person> {
  const persons = resolution.persons.flatMap((person) =>
    keysOf(person).map((key) => [`p_${seedOf(resolution, names, key)}`, person] as const),
  );
  return new Map(persons);
}

/** Of a person's identifiers, as {@link keysOf} gives them, the one of the least tier that was entered first. */
export function leaderOf(
  keys: readonly IdentifierKey[],
  names: ReadonlyMap<IdentifierKey, Name>,
  policy: IdentityPolicy,
): IdentifierKey {
  const tier = (key: IdentifierKey): number =>
    policy.types.find(({ type }) => type === parseIdentifierKey(key).type)?.tier ?? 3;
  const seq = (key: IdentifierKey): number => names.get(readEndedKey(key).key)?.seq ?? Number.NaN;
  const [leader] = [...keys].sort((x, y) => tier(x) - tier(y) || seq(x) - seq(y) || byCodeUnit(x, y));
  return leader as IdentifierKey;
}
