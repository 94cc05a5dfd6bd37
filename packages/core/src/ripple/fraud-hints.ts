import { byCodeUnit, type EpochMs } from "../model";
import type { Newcomer } from "./attribute-newcomers";
import { inTime, type RippleEvents, type RippleJoin } from "./ripple-events";

/** A reason to look before paying: a hint, not a verdict. */
export type FraudHint =
  /** Somebody joined, perhaps again, by a share of the same person: two identifiers that OneID has joined. */
  | { readonly code: "self-referral"; readonly person: string; readonly joins: readonly string[] }
  /** The newcomer used a device that the inviter uses. */
  | {
      readonly code: "same-device";
      readonly person: string;
      readonly device: string;
      readonly joins: readonly string[];
    }
  /** More newcomers joined or visited on one device than a family has. */
  | { readonly code: "device-ring"; readonly device: string; readonly joins: readonly string[] }
  /** One inviter's newcomers joined faster than people do. */
  | { readonly code: "burst"; readonly person: string; readonly from: EpochMs; readonly joins: readonly string[] };

/** From where on sharing looks made up. */
export interface FraudLimits {
  /** Newcomers one device may have; 3 by default, our choice: a family with one phone. */
  readonly maxPerDevice?: number;
  /** Newcomers one inviter may bring within `burstMs`; 20 by default, our choice. */
  readonly maxBurst?: number;
  /** An hour by default. */
  readonly burstMs?: number;
}

/** Looks for sharing that looks made up. */
export function fraudHints(
  events: RippleEvents,
  newcomers: readonly Newcomer[],
  personOf: (key: string) => string,
  { maxPerDevice, maxBurst, burstMs }: Required<FraudLimits>,
): readonly FraudHint[] {
  const devices = devicesOf(events, personOf);
  return [
    ...selfReferrals(events, personOf),
    ...sameDevices(newcomers, devices),
    ...deviceRings(newcomers, devices, maxPerDevice),
    ...bursts(newcomers, maxBurst, burstMs),
  ];
}

/** Joins whose identifier first came by a share of the same person. */
function selfReferrals(events: RippleEvents, personOf: (key: string) => string): readonly FraudHint[] {
  const shares = new Map(events.shares.map((share) => [share.id, share]));
  const firstVisits = new Map<string, { readonly at: EpochMs; readonly by: string }>();
  for (const { who, share, at } of [...events.visits].sort(inTime)) {
    const by = shares.get(share)?.by;
    if (by !== undefined && by !== who && !firstVisits.has(who)) firstVisits.set(who, { at, by });
  }
  const joins = new Map<string, RippleJoin[]>();
  for (const join of [...events.joins].sort(inTime)) {
    const person = personOf(join.who);
    const first = firstVisits.get(join.who);
    if (!first || first.at > join.at || personOf(first.by) !== person) continue;
    const list = joins.get(person);
    if (list) list.push(join);
    else joins.set(person, [join]);
  }
  return [...joins]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([person, list]) => ({ code: "self-referral", person, joins: list.map(({ id }) => id) }));
}

/** The devices of every person. */
function devicesOf(events: RippleEvents, personOf: (key: string) => string): ReadonlyMap<string, ReadonlySet<string>> {
  const devices = new Map<string, Set<string>>();
  const used = (key: string, device: string | undefined): void => {
    if (device === undefined) return;
    const person = personOf(key);
    devices.set(person, (devices.get(person) ?? new Set()).add(device));
  };
  for (const { by, device } of events.shares) used(by, device);
  for (const { who, device } of [...events.visits, ...events.joins]) used(who, device);
  return devices;
}

type Devices = ReadonlyMap<string, ReadonlySet<string>>;

function sameDevices(newcomers: readonly Newcomer[], devices: Devices): readonly FraudHint[] {
  return newcomers.flatMap(({ person, join, by }): FraudHint[] => {
    if (!by) return [];
    const theirs = devices.get(by.inviter);
    const shared = [...(devices.get(person) ?? [])].filter((device) => theirs?.has(device)).sort(byCodeUnit);
    return shared.map((device) => ({ code: "same-device", person: by.inviter, device, joins: [join] }));
  });
}

function deviceRings(newcomers: readonly Newcomer[], devices: Devices, most: number): readonly FraudHint[] {
  const rings = new Map<string, string[]>();
  for (const { person, join, by } of newcomers) {
    if (!by) continue;
    for (const device of devices.get(person) ?? []) {
      const joins = rings.get(device);
      if (joins) joins.push(join);
      else rings.set(device, [join]);
    }
  }
  return [...rings]
    .filter(([, joins]) => joins.length > most)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([device, joins]) => ({ code: "device-ring", device, joins }));
}

/** Every inviter's newcomers that are in some stretch of time with too many. */
function bursts(newcomers: readonly Newcomer[], most: number, lengthMs: number): readonly FraudHint[] {
  const brought = new Map<string, Newcomer[]>();
  for (const newcomer of newcomers) {
    if (!newcomer.by) continue;
    const list = brought.get(newcomer.by.inviter);
    if (list) list.push(newcomer);
    else brought.set(newcomer.by.inviter, [newcomer]);
  }
  return [...brought]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([person, list]) => {
      const joins = inBurst(list, most, lengthMs);
      const [first] = joins;
      return first ? [{ code: "burst", person, from: first.at, joins: joins.map(({ join }) => join) } as const] : [];
    });
}

function inBurst(list: readonly Newcomer[], most: number, lengthMs: number): readonly Newcomer[] {
  const hinted = new Set<Newcomer>();
  let from = 0;
  for (const [to, { at }] of list.entries()) {
    while (at - (list[from] as Newcomer).at >= lengthMs) from++;
    if (to - from + 1 > most) for (const one of list.slice(from, to + 1)) hinted.add(one);
  }
  return [...hinted];
}
