import type { Event, Issue, Result } from "../model";

/** What a decoder made of one item of its input: an event or a located refusal, and anything worth a second look. */
export interface DecodedItem {
  /** The event, with its identifiers as they were written; it passes `parseEvent`. */
  readonly result: Result<Event, readonly Issue[]>;
  /** What was odd but did not cost the event, such as an empty cell or a time outside the declared range. */
  readonly warnings: readonly Issue[];
}

/**
 * One item of an input, decoded. Every line and every record of an input gives at least one: nothing is dropped.
 *
 * Pointers of its issues lead into the source record, for a CSV row `/<column>`.
 */
export interface Decoded extends DecodedItem {
  /** The file it stands in, where one input has several. */
  readonly file?: string;
  /** The line the item begins on, from 1, where the input is lines of text. */
  readonly line?: number;
  /** The item's place, from 0, where one input or one line holds several. */
  readonly index?: number;
}
