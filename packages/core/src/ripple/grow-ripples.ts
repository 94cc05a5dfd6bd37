import { type EntryConflict, standingEntries } from "../loyalty/standing-entries";
import { DAY_MS, type EpochMs, HOUR_MS, requireNow } from "../model";
import { attributeNewcomers, type Newcomer, type RefusedAttribution } from "./attribute-newcomers";
import { type FraudHint, type FraudLimits, fraudHints } from "./fraud-hints";
import { addCounts, type KFactor, kFactor, type RippleCounts } from "./k-factor";
import { keySpreaders, type Spreader } from "./key-spreaders";
import {
  type RippleEvents,
  type RippleJoin,
  type RippleShare,
  type RippleVisit,
  requireInstants,
} from "./ripple-events";
import { type ChainedShare, type RefusedParent, shareChains } from "./share-chains";

/** How ripples are read. */
export interface RippleOptions {
  readonly now: EpochMs;
  /** The person an identifier belongs to, such as a OneID; each is a person by itself by default. */
  readonly personOf?: (key: string) => string;
  /** How long before joining a first touch may be; 30 days by default, our choice. */
  readonly windowMs?: number;
  /** What a newcomer one level further down weighs for a spreader, in (0, 1]; 0.5 by default, our choice. */
  readonly depthWeight?: number;
  readonly fraud?: FraudLimits;
}

/** How something spread: who passed on what, who came by it, and who brings others. */
export interface Ripples {
  /** Every share, in order of time. */
  readonly shares: readonly ChainedShare[];
  /** Everybody who joined, in order of time. */
  readonly newcomers: readonly Newcomer[];
  /** What would have made a circle, or leads to nothing. */
  readonly refused: readonly (
    | RefusedParent
    | RefusedAttribution
    | { readonly code: "unknown-share"; readonly visit: string }
  )[];
  /** By generation: 0 are those whom nobody brought. */
  readonly generations: readonly KFactor[];
  readonly overall: KFactor;
  /** The last generation with a member; −1 without members. */
  readonly depth: number;
  /** Most members in one generation. */
  readonly breadth: number;
  /** Whoever brought somebody, the best first. */
  readonly spreaders: readonly Spreader[];
  readonly hints: readonly FraudHint[];
  /** Ids used for two different events, of which one counts. */
  readonly conflicts: readonly EntryConflict<RippleShare | RippleVisit | RippleJoin>[];
}

/**
 * Reads how sharing spread (涟漪) from shares, visits and joins.
 *
 * A person counts as joined once, at the first join of any of their identifiers, and is brought by whoever's share they
 * visited first, at most `windowMs` before; ties go to the lesser visit id. Own shares are no touch. Everything is read
 * from the whole set of events, so late ones, copies and their order change nothing but what they say. When OneID joins or
 * parts persons, reading again with the new `personOf` is all there is to do.
 *
 * @throws RangeError when an instant is no epoch milliseconds, or an option is out of range
 * @example
 * const events = {
 *   shares: [{ id: "s1", at: 1, by: "li" }],
 *   visits: [{ id: "v1", at: 2, share: "s1", who: "wang" }, { id: "v2", at: 3, share: "s1", who: "zhao" }],
 *   joins: [{ id: "j1", at: 4, who: "wang" }],
 * };
 * const ripples = growRipples(events, { now: 9 });
 * ripples.newcomers[0].by.inviter; // => "li"
 * ripples.generations[0]; // => { members: 1, sharers: 1, shares: 1, invited: 2, joined: 1, invitesPerMember: 2, k: 1, conversion: 0.5 }
 */
export function growRipples(events: RippleEvents, options: RippleOptions): Ripples {
  const { personOf = (key) => key, windowMs = 30 * DAY_MS, depthWeight = 0.5, fraud = {} } = options;
  requireAbove0(windowMs, "windowMs");
  if (!(depthWeight > 0 && depthWeight <= 1)) throw new RangeError(`depthWeight must be in (0, 1], got ${depthWeight}`);
  const limits = { maxPerDevice: 3, maxBurst: 20, burstMs: HOUR_MS, ...fraud };
  for (const [name, value] of Object.entries(limits)) requireAbove0(value, name);
  requireInstants(events);
  const shares = standingEntries(events.shares);
  const visits = standingEntries(events.visits);
  const joins = standingEntries(events.joins);
  const now = requireNow(options.now);
  const by = <E extends { readonly at: EpochMs }>(all: readonly E[]): readonly E[] => all.filter(({ at }) => at <= now);
  const past = { shares: by(shares.entries), visits: by(visits.entries), joins: by(joins.entries) };
  const chains = shareChains(past.shares);
  const { newcomers, refused } = attributeNewcomers(past, { personOf, windowMs });
  const generations = countGenerations(past, newcomers, personOf);
  const known = new Set(past.shares.map(({ id }) => id));
  const lost = past.visits.filter(({ share }) => !known.has(share));
  return {
    shares: chains.shares,
    newcomers,
    refused: [...chains.refused, ...refused, ...lost.map(({ id }) => ({ code: "unknown-share", visit: id }) as const)],
    generations: generations.map(kFactor),
    overall: kFactor(addCounts(generations)),
    depth: generations.length - 1,
    breadth: generations.reduce((most, { members }) => Math.max(most, members), 0),
    spreaders: keySpreaders(newcomers, depthWeight),
    hints: fraudHints(past, newcomers, personOf, limits),
    conflicts: [...shares.conflicts, ...visits.conflicts, ...joins.conflicts],
  };
}

function requireAbove0(value: number, name: string): void {
  if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`);
}

function countGenerations(
  { shares, visits }: RippleEvents,
  newcomers: readonly Newcomer[],
  personOf: (key: string) => string,
): readonly RippleCounts[] {
  const generationOf = new Map(newcomers.map(({ person, generation }) => [person, generation]));
  const sharers = new Set(shares.map(({ by }) => personOf(by)));
  for (const sharer of sharers) if (!generationOf.has(sharer)) generationOf.set(sharer, 0);
  const counts: { -readonly [K in keyof RippleCounts]: number }[] = [];
  const countsOf = (person: string): (typeof counts)[number] => {
    const generation = generationOf.get(person) as number;
    while (counts.length <= generation) counts.push({ members: 0, sharers: 0, shares: 0, invited: 0, joined: 0 });
    return counts[generation] as (typeof counts)[number];
  };
  for (const person of generationOf.keys()) countsOf(person).members++;
  for (const sharer of sharers) countsOf(sharer).sharers++;
  for (const { by } of shares) countsOf(personOf(by)).shares++;
  for (const [sharer, reached] of reachOf(shares, visits, personOf)) countsOf(sharer).invited += reached.size;
  for (const { by } of newcomers) if (by) countsOf(by.inviter).joined++;
  return counts;
}

/** The other persons who opened a sharer's shares. */
function reachOf(
  shares: readonly RippleShare[],
  visits: readonly RippleVisit[],
  personOf: (key: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const sharerOf = new Map(shares.map(({ id, by }) => [id, personOf(by)]));
  const reach = new Map<string, Set<string>>();
  for (const { share, who } of visits) {
    const [sharer, person] = [sharerOf.get(share), personOf(who)];
    if (sharer !== undefined && sharer !== person) reach.set(sharer, (reach.get(sharer) ?? new Set()).add(person));
  }
  return reach;
}
