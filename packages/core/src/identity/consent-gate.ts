import { type ConsentEntry, type EpochMs, identifierKey } from "../model";
import type { SightingGraph } from "./intern-sightings";
import type { IdentityPolicy } from "./policy";

/**
 * For a purpose, 1 for every node whose evidence counts and 0 for every other. No gate at all when everything counts.
 *
 * The newest entry at or before a moment stands per identifier and purpose; a withdrawal wins a tie. Of an identifier
 * that changed hands each owner's entries are about that owner's time.
 */
export type ConsentGate = ((purpose: string) => Uint8Array) | undefined;

/** Reads the consent ledger at a moment, by the policy's `consent`. */
export function consentGate(
  graph: SightingGraph,
  policy: IdentityPolicy,
  consents: readonly ConsentEntry[],
  asOf: EpochMs,
): ConsentGate {
  const entries = consents.filter(({ at }) => at <= asOf);
  if (policy.consent === "off" || (policy.consent === "optOut" && entries.length === 0)) return undefined;
  const byPurpose = new Map<string, Uint8Array>();
  return (purpose) => {
    let granted = byPurpose.get(purpose);
    if (!granted) {
      granted = new Uint8Array(graph.keys.length).fill(policy.consent === "optIn" ? 0 : 1);
      for (const [node, entry] of newestPerNode(graph, entries, purpose)) granted[node] = entry.granted ? 1 : 0;
      byPurpose.set(purpose, granted);
    }
    return granted;
  };
}

function newestPerNode(
  graph: SightingGraph,
  entries: readonly ConsentEntry[],
  purpose: string,
): ReadonlyMap<number, ConsentEntry> {
  const newest = new Map<number, ConsentEntry>();
  for (const entry of entries) {
    const node = entry.purpose === purpose ? graph.nodeAt(identifierKey(entry.subject), entry.at) : undefined;
    if (node === undefined) continue;
    const before = newest.get(node);
    if (!before || entry.at > before.at || (entry.at === before.at && !entry.granted)) newest.set(node, entry);
  }
  return newest;
}
