import { type EpochMs, type IdentifierKey, identifierKey } from "@tributary/core";
import type { IdentityPolicy } from "@tributary/core/identity";
import type { Ownership, World } from "@tributary/core/testing";
import { admittedKeys } from "./matcher";

/** What somebody could find out who knew whose every identifier on every event is. An entry is a place in `world.truth`. */
export interface TrueLinks {
  /** The entry of an identifier at a moment; undefined when it is nobody's. */
  entryAt(key: IdentifierKey, at: EpochMs): number | undefined;
  /** Entries that were seen beside an entry as the same person's. */
  besideOf(entry: number): ReadonlySet<number>;
  /** A number for the entries of one person that hang together by such events. */
  readonly componentOf: readonly number[];
}

/**
 * Reads which identifiers of one person were truly seen together. No reading of the same events can rightly join more
 * than `componentOf` does: what is apart there was never shown to belong together.
 */
export function trueLinks(world: World, policy: IdentityPolicy): TrueLinks {
  const entries = new Map<IdentifierKey, number[]>();
  world.truth.forEach(({ identifier }, entry) => {
    const key = identifierKey(identifier);
    entries.set(key, [...(entries.get(key) ?? []), entry]);
  });
  const entryAt = (key: IdentifierKey, at: EpochMs): number | undefined =>
    entries.get(key)?.find((entry) => isIn(world.truth[entry] as Ownership, at));
  const beside = world.truth.map(() => new Set<number>());
  for (const event of world.events) {
    const seen = admittedKeys(event, policy).flatMap((key) => entryAt(key, event.at) ?? []);
    for (const a of seen) {
      for (const b of seen) if (a !== b && personIn(world, a) === personIn(world, b)) beside[a]?.add(b);
    }
  }
  return { entryAt, besideOf: (entry) => beside[entry] ?? new Set(), componentOf: componentsOf(beside) };
}

const isIn = ({ from, to }: Ownership, at: EpochMs): boolean => from <= at && (to === undefined || at < to);

const personIn = ({ truth }: World, entry: number): string => (truth[entry] as Ownership).person;

function componentsOf(beside: readonly ReadonlySet<number>[]): readonly number[] {
  const componentOf = beside.map(() => -1);
  beside.forEach((_, start) => {
    const waiting = componentOf[start] === -1 ? [start] : [];
    for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
      if (componentOf[entry] !== -1) continue;
      componentOf[entry] = start;
      waiting.push(...(beside[entry] as ReadonlySet<number>));
    }
  });
  return componentOf;
}

/** The entries on a shortest way from one entry to another along true links, both included; undefined without one. */
export function truePath({ besideOf }: TrueLinks, from: number, to: number): readonly number[] | undefined {
  const cameFrom = new Map<number, number>([[from, from]]);
  const waiting = [from];
  for (let i = 0; i < waiting.length && !cameFrom.has(to); i++) {
    for (const next of besideOf(waiting[i] as number)) {
      if (!cameFrom.has(next)) waiting.push(next);
      if (!cameFrom.has(next)) cameFrom.set(next, waiting[i] as number);
    }
  }
  if (!cameFrom.has(to)) return undefined;
  const path = [to];
  while (path[0] !== from) path.unshift(cameFrom.get(path[0] as number) as number);
  return path;
}
