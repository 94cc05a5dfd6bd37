import { byCodeUnit, type Identifier, type IdentifierKey, identifierKey, type Person } from "../model";
import type { Resolution } from "./resolution";

/** A OneID that no longer names a person and leads, in one hop, to one that does. */
export interface Redirect {
  readonly from: string;
  readonly to: string;
}

/** An identifier whose person changed. */
export interface MovedIdentifier {
  readonly key: IdentifierKey;
  /** Absent: it was nobody's. */
  readonly from?: string;
  /** Absent: it is nobody's any more. */
  readonly to?: string;
}

/** What changed between two readings of who is who: everything a copy of the persons has to be told. */
export interface PersonDiff {
  /** OneIDs that name a person now and named none before, in code-unit order. */
  readonly created: readonly string[];
  /** OneIDs that no longer name a person but lead to one that does, in code-unit order of `from`. */
  readonly redirected: readonly Redirect[];
  /** OneIDs that named a person and lead to nobody now, in code-unit order. Only erasure makes that final. */
  readonly retired: readonly string[];
  /** In code-unit order of the keys. */
  readonly moved: readonly MovedIdentifier[];
  /** Persons whose `degraded` is another than before, or gone, in code-unit order of their OneIDs. */
  readonly degraded: readonly Pick<Person, "oneId" | "degraded">[];
}

/** Persons, and where each OneID leads: a {@link Resolution}, or a list with its own `lookup`. */
export type PersonsByName = Pick<Resolution, "persons" | "lookup">;

/**
 * Says what changed from one reading of who is who to another.
 *
 * Both must be named from one ledger, or a OneID means something else in each. The order of either list, and that of
 * identifiers within a person, means nothing; only `ids` and `degraded` are compared. The cost beyond one pass over the persons is that
 * of the persons that changed.
 *
 * @throws RangeError when one of the two has a OneID, or a changed person's identifier, twice
 * @example
 * const [phone, device] = [{ type: "phone", value: "+8613912345678" }, { type: "device", value: "d-1" }];
 * const previous = [{ oneId: "p_a", ids: [device] }, { oneId: "p_b", ids: [phone] }];
 * const merged = { oneId: "p_b", ids: [phone, device] };
 * diffPersons(previous, { persons: [merged], lookup: () => merged });
 * // => { created: [], redirected: [{ from: "p_a", to: "p_b" }], retired: [],
 * //      moved: [{ key: "device:d-1", from: "p_a", to: "p_b" }], degraded: [] }
 */
export function diffPersons(previous: readonly Person[], next: PersonsByName): PersonDiff {
  const changed = pairByOneId(previous, next.persons).filter(({ before, after }) => !isSame(before, after));
  const gone = changed.filter(({ after }) => !after).map(({ oneId }) => oneId);
  const leads = gone.map((from) => ({ from, to: next.lookup(from)?.oneId }));
  return {
    created: changed.filter(({ before }) => !before).map(({ oneId }) => oneId),
    redirected: leads.flatMap(({ from, to }) => (to === undefined ? [] : [{ from, to }])),
    retired: leads.flatMap(({ from, to }) => (to === undefined ? [from] : [])),
    moved: movedBetween(holders(changed.map(({ before }) => before)), holders(changed.map(({ after }) => after))),
    degraded: changed.flatMap(({ oneId, before, after }) => {
      if (!after || before?.degraded === after.degraded) return [];
      return [after.degraded === undefined ? { oneId } : { oneId, degraded: after.degraded }];
    }),
  };
}

/** What one OneID names in either reading. */
interface Pair {
  readonly oneId: string;
  readonly before: Person | undefined;
  readonly after: Person | undefined;
}

/** Walks both lists together, in code-unit order of the OneIDs. */
function pairByOneId(previous: readonly Person[], next: readonly Person[]): readonly Pair[] {
  const [old, fresh] = [sortedByOneId(previous, "previous"), sortedByOneId(next, "next")];
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < old.length || j < fresh.length; ) {
    const [before, after] = [old[i], fresh[j]];
    const order = !before ? 1 : !after ? -1 : byCodeUnit(before.oneId, after.oneId);
    if (order <= 0) i++;
    if (order >= 0) j++;
    const oneId = (order <= 0 ? before : after)?.oneId as string;
    pairs.push({ oneId, before: order <= 0 ? before : undefined, after: order >= 0 ? after : undefined });
  }
  return pairs;
}

function sortedByOneId(persons: readonly Person[], which: string): readonly Person[] {
  const sorted = [...persons].sort((x, y) => byCodeUnit(x.oneId, y.oneId));
  const twice = sorted.find(({ oneId }, i) => oneId === sorted[i + 1]?.oneId);
  if (twice) throw new RangeError(`${which} has two persons of the OneID ${JSON.stringify(twice.oneId)}`);
  return sorted;
}

function isSame(before: Person | undefined, after: Person | undefined): boolean {
  if (before === after) return true;
  if (!before || !after || before.degraded !== after.degraded || before.ids.length !== after.ids.length) return false;
  return before.ids.every((id, i) => isSameIdentifier(id, after.ids[i] as Identifier));
}

const isSameIdentifier = (x: Identifier, y: Identifier): boolean =>
  x === y || (x.type === y.type && x.scope === y.scope && x.value === y.value);

function holders(persons: readonly (Person | undefined)[]): ReadonlyMap<IdentifierKey, string> {
  const holderOf = new Map<IdentifierKey, string>();
  for (const person of persons) {
    for (const id of person?.ids ?? []) {
      const key = identifierKey(id);
      if (holderOf.has(key)) throw new RangeError(`${JSON.stringify(key)} is in two persons, or in one twice`);
      holderOf.set(key, (person as Person).oneId);
    }
  }
  return holderOf;
}

function movedBetween(
  before: ReadonlyMap<IdentifierKey, string>,
  after: ReadonlyMap<IdentifierKey, string>,
): readonly MovedIdentifier[] {
  const moved: MovedIdentifier[] = [];
  for (const [key, from] of before) {
    const to = after.get(key);
    if (to !== from) moved.push(to === undefined ? { key, from } : { key, from, to });
  }
  for (const [key, to] of after) if (!before.has(key)) moved.push({ key, to });
  return moved.sort((x, y) => byCodeUnit(x.key, y.key));
}
