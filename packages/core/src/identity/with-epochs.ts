import type { EpochMs, IdentifierKey } from "../model";
import { type Epoch, endedKey, isIn } from "./epoch";
import type { Sighting } from "./evidence";
import type { FoundEpochs } from "./find-epochs";
import { type Interned, type SightingGraph, UNSEEN } from "./intern-sightings";

/** One epoch of an identifier, and the node that the identifier is in it. */
export interface EpochNode {
  readonly epoch: Epoch;
  readonly node: number;
}

/** The epochs of each identifier that changed hands, by the node of its own key. */
export type EpochNodes = ReadonlyMap<number, readonly EpochNode[]>;

/** Gives every epoch that has ended a node of its own, and each sighting the node of its time. */
export function withEpochs(
  interned: Interned,
  intern: (key: IdentifierKey) => number,
  found: FoundEpochs,
): SightingGraph {
  const epochs: EpochNodes = new Map(
    [...found].map(([own, list]) => [
      own,
      list.map((epoch) => ({ epoch, node: epoch.to === undefined ? own : intern(endedKey(epoch.key, epoch.number)) })),
    ]),
  );
  return {
    ...interned,
    ...(epochs.size > 0 && { nodes: placed(interned, epochs), ...classified(interned, epochs) }),
    epochs,
    epochOf: new Map([...epochs.values()].flat().map(({ epoch, node }) => [node, epoch])),
    nodeAt: (key, at) => {
      const node = interned.find(key);
      return node === undefined || at === undefined ? node : nodeAt(epochs, node, at);
    },
  };
}

function nodeAt(epochs: EpochNodes, node: number, at: EpochMs): number | undefined {
  const own = epochs.get(node);
  return own ? own.find(({ epoch }) => isIn(epoch, at))?.node : node;
}

/** The nodes of all sightings, each identifier that changed hands as what it was then. */
function placed({ sightings, offsets, nodes }: Interned, epochs: EpochNodes): Int32Array {
  const moved = Int32Array.from(nodes);
  for (let s = 0; s < sightings.length; s++) {
    for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
      moved[i] = nodeAt(epochs, nodes[i] as number, (sightings[s] as Sighting).firstAt) as number;
    }
  }
  return moved;
}

/** An ended epoch is of its identifier's group; an identifier of whose owner nothing was seen yet is in no person. */
function classified({ keys, groupOf, status }: Interned, epochs: EpochNodes): Pick<Interned, "groupOf" | "status"> {
  const classes = { groupOf: new Int32Array(keys.length), status: new Uint8Array(keys.length) };
  classes.groupOf.set(groupOf);
  classes.status.set(status);
  for (const [own, list] of epochs) {
    for (const { node } of list) {
      classes.groupOf[node] = groupOf[own] as number;
      classes.status[node] = status[own] as number;
    }
    if (list.every(({ node }) => node !== own)) classes.status[own] = UNSEEN;
  }
  return classes;
}
