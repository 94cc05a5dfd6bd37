import type { IdentifierKey } from "../model";
import type { Group } from "./compile-policy";
import { consentGate } from "./consent-gate";
import { readEndedKey } from "./epoch";
import { findEpochs } from "./find-epochs";
import { demoteHubs } from "./find-hubs";
import type { GraphEvidence, Known } from "./graph-evidence";
import { evidenceAbout } from "./graph-region";
import { internSightings, type SightingGraph } from "./intern-sightings";
import type { IdentityPolicy } from "./policy";
import type { StandingEvidence } from "./resolve-standing";
import { splitsFor } from "./splits";
import { sightingsOf } from "./sum-up";

const ALWAYS = 8.64e15;

/** What reading an identifier's own state needs. */
export interface StatusReading {
  readonly evidence: GraphEvidence;
  readonly policy: IdentityPolicy;
  readonly groupOf: (key: IdentifierKey) => Group;
}

/**
 * Reads anew whether identifiers changed hands and whether they are hubs, from their own sightings alone: of those about
 * which something is new, and of those seen with them for which they may count otherwise.
 *
 * @returns the identifiers of which it changed
 */
export function refreshStatus(reading: StatusReading, touched: ReadonlySet<IdentifierKey>): ReadonlySet<IdentifierKey> {
  const { known } = reading.evidence;
  const changed = new Set<IdentifierKey>();
  const counted = new Set(touched);
  for (const key of touched) {
    const own = known.get(key) as Known;
    const epochs = epochsOf(reading, key, own);
    const handedOver = JSON.stringify(epochs) !== JSON.stringify(own.epochs);
    own.epochs = epochs;
    if (handedOver) changed.add(key);
    if (handedOver || own.consents.size > 0) for (const other of companionsOf(own)) counted.add(other);
  }
  for (const key of counted) {
    const own = known.get(key) as Known;
    const hubs = hubsOf(reading, key, own);
    if ([...hubs.keys()].join() !== [...own.hubs.keys()].join()) changed.add(key);
    own.hubs = hubs;
  }
  return changed;
}

/** Every identifier that was seen with one, itself included. */
export const companionsOf = ({ observations }: Known): ReadonlySet<IdentifierKey> =>
  new Set([...observations].flatMap(({ keys }) => keys));

function epochsOf({ evidence, policy, groupOf }: StatusReading, key: IdentifierKey, own: Known): Known["epochs"] {
  if (own.cuts.size === 0 && spanOf(own) < groupOf(key).silenceMs) return undefined;
  const about = evidenceAbout(evidence, [key]);
  const graph = internSightings(sightings(about, policy), policy, {
    unreadable: evidence.unreadable,
    epochs: () => undefined,
  });
  const node = graph.find(key);
  return node === undefined ? undefined : findEpochs(graph, [...own.cuts]).get(node);
}

function hubsOf({ evidence, policy, groupOf }: StatusReading, key: IdentifierKey, own: Known): Known["hubs"] {
  const { hub, hubPersons } = groupOf(key);
  if (mostCompanions(own) <= Math.min(hub, hubPersons)) return NO_HUBS;
  const about = evidenceAbout(evidence, [key]);
  const graph = internSightings(sightings(about, policy), policy, {
    unreadable: evidence.unreadable,
    epochs: (one) => evidence.known.get(one)?.epochs,
  });
  const hubs = demoteHubs(graph, consentGate(graph, policy, about.consents, ALWAYS));
  return new Map(
    [...hubs].flatMap(([node, crowd]) => (isOf(graph, node, key) ? [[graph.keys[node] as string, crowd]] : [])),
  );
}

const NO_HUBS: Known["hubs"] = new Map();

const isOf = ({ keys }: SightingGraph, node: number, key: IdentifierKey): boolean =>
  readEndedKey(keys[node] as IdentifierKey).key === key;

const sightings = ({ observations, cuts }: StandingEvidence, policy: IdentityPolicy): ReturnType<typeof sightingsOf> =>
  sightingsOf(observations, splitsFor(policy, cuts));

/** From the first to the last time it was seen. */
function spanOf({ observations }: Known): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of observations) [first, last] = [Math.min(first, at), Math.max(last, at)];
  return last - first;
}

/** No fewer than the distinct identifiers it was seen with. */
function mostCompanions({ observations }: Known): number {
  let count = 0;
  for (const { keys } of observations) count += keys.length - 1;
  return count;
}
