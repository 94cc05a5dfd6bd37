import type { IdentifierKey } from "../model";
import { readEndedKey } from "./epoch";
import type { NameLedger } from "./evidence";
import type { SightingGraph } from "./intern-sightings";

/** The seed of an identifier's n-th owner. */
export const ownerSeed = (seed: string, number: number): string => (number > 0 ? `${seed}.${number}` : seed);

/**
 * Names the epochs of identifiers that changed hands: the first owner's has the identifier's own seed, the n-th after
 * that the seed and `.n`. So whom a OneID named before a handover it names still.
 */
export function epochLedger({ epochs, epochOf, find }: SightingGraph, ledger: NameLedger): NameLedger {
  if (epochs.size === 0) return ledger;
  return {
    get: (nodeKey: IdentifierKey) => {
      const { key } = readEndedKey(nodeKey);
      const name = ledger.get(key);
      const { number = 0 } = epochOf.get(find(nodeKey) as number) ?? {};
      return name && number > 0 ? { ...name, seed: ownerSeed(name.seed, number) } : name;
    },
    ...(ledger.tombstones && { tombstones: ledger.tombstones }),
  };
}
