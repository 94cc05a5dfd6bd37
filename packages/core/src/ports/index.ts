/** The interfaces a host fills, each with its contract in `@tributary/core/testing`. */
export type { Decoded, DecodedItem } from "./decoded";
export type { Arrival, EvidenceReader, FoldLeaf, Inbox, LeafKey, LeafReader, LeafState, Receipt, Store } from "./store";
