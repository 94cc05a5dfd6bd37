/** Segment: its messages and batches become events or located refusals. */
export { decodeSegment, decodeSegmentStream } from "./decode-segment";
export { MAX_BATCH_BYTES, MAX_MESSAGE_BYTES, type SegmentIdentity, type SegmentOptions } from "./options";
