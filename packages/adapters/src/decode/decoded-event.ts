import { type Event, type Issue, parseEvent, pointerOf, refuse } from "@tributary/core";
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

/** Where the parts of an event stood in its record: a path in the event, and the path it was read from. */
export type Places = readonly (readonly [event: readonly PropertyKey[], record: readonly PropertyKey[]])[];

/** Types that say something of two or more identifiers, and nothing of one. */
const LINKS: ReadonlySet<string> = new Set(["idsLinked", "idsUnlinked"]);

/**
 * Hands a decoded event on once `parseEvent` has accepted it, so that what a decoder gives is always an event.
 *
 * An identifier that no event can carry, such as one of 2,000 characters, is left out with a warning, as long as another
 * is left.
 *
 * @param draft what the decoder read
 * @param warnings what was odd but did not cost the event
 * @param places where its parts stood in the record, for the pointers of issues; the first that fits is taken
 * @example
 * const { result } = decodedEvent(
 *   { id: "e", type: "t", at: 0.5, ids: [{ type: "userId", value: "u" }], properties: {}, source: "crm" }, [], [[["at"], ["time"]]],
 * );
 * result.ok ? "" : result.error[0]?.pointer; // => "/time"
 */
export function decodedEvent(draft: Event, warnings: readonly Issue[] = [], places: Places = []): DecodedItem {
  const result = parseEvent(draft);
  if (result.ok) return { result, warnings };
  const issues = result.error.map((issue) => relocate(issue, places));
  const unfit = new Set(result.error.map(({ pointer }) => /^\/ids\/(\d+)/.exec(pointer)?.[1]));
  const left = draft.ids.flatMap((id, i) => (unfit.has(`${i}`) ? [] : [{ id, i }]));
  if (unfit.has(undefined) || left.length < (LINKS.has(draft.type) ? 2 : 1)) return refusedItem(issues, warnings);
  const ids = left.map(({ id }) => id);
  const moved = left.flatMap(({ i }, to) => placesOf(i, places).map((record) => [["ids", to], record] as const));
  return decodedEvent({ ...draft, ids }, [...warnings, ...issues], [...moved, ...places.filter(isNoIdentifier)]);
}

const isNoIdentifier = ([[part, index]]: Places[number]): boolean => part !== "ids" || index === undefined;

/** Where an identifier stood in its record. */
const placesOf = (index: number, places: Places): readonly (readonly PropertyKey[])[] =>
  places.flatMap(([event, record]) => (event[0] === "ids" && event[1] === index ? [record] : []));

/** Properties keep their inner structure; an identifier, a type or a time is one text or number in the record. */
function relocate(issue: Issue, places: Places): Issue {
  for (const [event, record] of places) {
    const from = pointerOf(event);
    if (issue.pointer !== from && !issue.pointer.startsWith(`${from}/`)) continue;
    const inner = event[0] === "properties" ? issue.pointer.slice(from.length) : "";
    return { ...issue, pointer: pointerOf(record) + inner };
  }
  return issue;
}
