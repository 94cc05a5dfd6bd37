import { type Event, type Issue, parseEvent, refuse } from "@tributary/core";
import type { DecodedItem } from "@tributary/core/ports";

/**
 * Says that an item of the input is no event, and why.
 *
 * @example
 * refusedItem([{ code: "empty-line", pointer: "", message: "an empty line holds no record" }]).result.ok; // => false
 */
export const refusedItem = (issues: readonly Issue[], warnings: readonly Issue[] = []): DecodedItem => ({
  result: refuse(issues),
  warnings,
});

/**
 * Hands a decoded event on once `parseEvent` has accepted it, so that what a decoder gives is always an event.
 *
 * @param draft what the decoder read
 * @param warnings what was odd but did not cost the event
 * @example
 * decodedEvent({ id: "", type: "t", at: 0, ids: [], properties: {}, source: "csv" }).result.ok; // => false
 */
export function decodedEvent(draft: Event, warnings: readonly Issue[] = []): DecodedItem {
  return { result: parseEvent(draft), warnings };
}
