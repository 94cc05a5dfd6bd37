/** The interfaces a host fills, each with its contract in `@tributary/core/testing`. */
export type { Decoded, DecodedItem } from "./decoded";
export type { Erased, Eraser, Erasing } from "./eraser";
export type {
  Change,
  Member,
  Publisher,
  Region,
  Settled,
  Settlement,
  SettleOptions,
  Settler,
  Surroundings,
} from "./publisher";
export type { Arrival, EvidenceReader, FoldLeaf, Inbox, LeafKey, LeafReader, LeafState, Receipt, Store } from "./store";
