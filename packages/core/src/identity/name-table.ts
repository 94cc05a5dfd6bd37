import type { IdentifierKey } from "../model";
import type { Name, NameLedger, Tombstones } from "./evidence";

/** A {@link NameLedger} that can be listed: what a store keeps in two tables. */
export interface NameTable extends NameLedger {
  readonly entries: ReadonlyMap<IdentifierKey, Name>;
  readonly tombstones: Tombstones;
}

/**
 * Makes a ledger of names and tombstones.
 *
 * @example
 * const names = nameTable(new Map([["device:d-1", { seed: "s1", seq: 1 }]]));
 * names.get("device:d-1"); // => { seed: "s1", seq: 1 }
 * names.tombstones.size; // => 0
 */
export const nameTable = (
  entries: ReadonlyMap<IdentifierKey, Name>,
  tombstones: Tombstones = new Map(),
): NameTable => ({ entries, tombstones, get: (key) => entries.get(key) });
