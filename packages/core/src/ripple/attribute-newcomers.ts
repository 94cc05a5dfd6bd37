import type { EpochMs } from "../model";
import { inTime, type RippleEvents, type RippleJoin, type RippleShare, type RippleVisit } from "./ripple-events";

/** A person who became a member, and who brought them. */
export interface Newcomer {
  readonly person: string;
  /** The identifier that joined. */
  readonly key: string;
  /** The person's first join. */
  readonly join: string;
  readonly at: EpochMs;
  /** The first touch: the earliest visit to somebody else's share. Absent: came without one. */
  readonly by?: {
    readonly inviter: string;
    /** The inviter's identifier on the share. */
    readonly key: string;
    readonly share: string;
    readonly visit: string;
    /** How many other persons' shares were visited before joining, too. */
    readonly alsoTouchedBy: number;
  };
  /** How many steps it is to somebody who came without being brought. */
  readonly generation: number;
}

/** An attribution that cannot be. */
export interface RefusedAttribution {
  /** The inviter was brought, over any number of steps, by the newcomer. */
  readonly code: "cycle";
  readonly person: string;
  readonly inviter: string;
  readonly join: string;
  readonly visit: string;
}

/** Who brought whom, as a forest. */
export interface Attribution {
  /** In order of joining. */
  readonly newcomers: readonly Newcomer[];
  readonly refused: readonly RefusedAttribution[];
}

/** How visits become touches. */
export interface TouchOptions {
  /** Whose an identifier is. */
  readonly personOf: (key: string) => string;
  /** How long before joining a visit may be. */
  readonly windowMs: number;
}

type Touch = Required<Newcomer>["by"];

/**
 * Gives every newcomer the inviter whose share they visited first. Newcomers are taken in order of joining, and one whose
 * inviter was brought by them stays without: so who brought whom is a forest, however late its events arrive.
 */
export function attributeNewcomers(events: RippleEvents, { personOf, windowMs }: TouchOptions): Attribution {
  const touches = touchesOf(events, personOf);
  const newcomers = new Map<string, Newcomer>();
  const inviters = new Map<string, string>();
  const inviting = new Set<string>();
  const refused: RefusedAttribution[] = [];
  const firstJoins = firstJoinsOf(events.joins, personOf);
  const joined: Newcomer[] = [];
  for (const [person, { id: join, at, who: key }] of firstJoins) {
    const touch = firstTouch(touches.get(person) ?? [], at, windowMs);
    const cycle = touch && inviting.has(person) && leadsUpTo(touch.inviter, person, inviters);
    if (cycle) refused.push({ code: "cycle", person, inviter: touch.inviter, join, visit: touch.visit });
    const by = cycle ? undefined : touch;
    if (by) {
      inviters.set(person, by.inviter);
      inviting.add(by.inviter);
    }
    joined.push({ person, key, join, at, ...(by && { by }), generation: 0 });
  }
  const generationOf = generations(inviters);
  for (const one of joined) newcomers.set(one.person, { ...one, generation: generationOf(one.person) });
  return { newcomers: [...newcomers.values()], refused };
}

/** The first join of every person, in order of time. */
function firstJoinsOf(
  joins: readonly RippleJoin[],
  personOf: (key: string) => string,
): ReadonlyMap<string, RippleJoin> {
  const first = new Map<string, RippleJoin>();
  for (const join of [...joins].sort(inTime)) {
    const person = personOf(join.who);
    if (!first.has(person)) first.set(person, join);
  }
  return first;
}

interface SeenShare {
  readonly visit: RippleVisit;
  readonly share: RippleShare;
  readonly inviter: string;
}

/** Every visit of a person to somebody else's share, in order of time. */
function touchesOf(
  { shares, visits }: RippleEvents,
  personOf: (key: string) => string,
): ReadonlyMap<string, readonly SeenShare[]> {
  const byId = new Map(shares.map((share) => [share.id, share]));
  const touches = new Map<string, SeenShare[]>();
  for (const visit of [...visits].sort(inTime)) {
    const share = byId.get(visit.share);
    if (!share) continue;
    const [person, inviter] = [personOf(visit.who), personOf(share.by)];
    if (person === inviter) continue;
    const seen = touches.get(person);
    if (seen) seen.push({ visit, share, inviter });
    else touches.set(person, [{ visit, share, inviter }]);
  }
  return touches;
}

function firstTouch(seen: readonly SeenShare[], joinedAt: EpochMs, windowMs: number): Touch | undefined {
  const counted = seen.filter(({ visit: { at } }) => at <= joinedAt && joinedAt - at < windowMs);
  const [first] = counted;
  if (!first) return undefined;
  const { visit, share, inviter } = first;
  const alsoTouchedBy = new Set(counted.map((touch) => touch.inviter)).size - 1;
  return { inviter, key: share.by, share: share.id, visit: visit.id, alsoTouchedBy };
}

/** Whether one comes to a person by going from somebody to their inviters. */
function leadsUpTo(from: string, person: string, inviters: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = from; at !== undefined; at = inviters.get(at)) if (at === person) return true;
  return false;
}

/** Steps up to a person nobody brought, each counted once. */
function generations(inviters: ReadonlyMap<string, string>): (person: string) => number {
  const known = new Map<string, number>();
  return (person) => {
    const path: string[] = [];
    let at: string | undefined = person;
    while (at !== undefined && !known.has(at)) {
      path.push(at);
      at = inviters.get(at);
    }
    let generation = at === undefined ? -1 : (known.get(at) as number);
    for (const one of path.reverse()) known.set(one, ++generation);
    return known.get(person) as number;
  };
}
