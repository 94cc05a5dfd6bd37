import { type EpochMs, requireSpan, type Span } from "@tributary/core";
import { type FactSet, nextChange, readFacts, type Tracks } from "../facts/index";
import type { Segment } from "./compile-segment";

/** One stay in a segment, half-open: a member from `enteredAt` on, and no more at `leftAt`. */
export interface SegmentStay {
  /** The first instant in the time looked at; who was a member before entered at its beginning. */
  readonly enteredAt: EpochMs;
  /** Absent where the stay outlasts the time. */
  readonly leftAt?: EpochMs;
}

/**
 * Finds when a person entered and left a segment, to the millisecond: by what happened, and by time alone.
 *
 * Read from tracks, so a moment in the past of which more is asked than is kept counts as not a member.
 *
 * @param segment over the set's own facts
 * @param options.from the first instant looked at
 * @param options.to the last
 * @throws RangeError when an instant is none, `to` is before `from`, or {@link nextChange} cannot follow the condition
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "7d" } });
 * const visit = (id, at) => ({ id, type: "storeVisited", at, ids: [], properties: {}, source: "crm" });
 * const tracks = foldAll(facts, undefined, [visit("e1", 0), visit("e2", 2 * DAY_MS), visit("e3", 30 * DAY_MS)]);
 * const label = { zh: "近期到店", en: "Visited" };
 * const visited = compileSegment({ segment: "visited", label, when: { fact: "visits", operator: "greaterThan", value: 0 } });
 * const stays = segmentHistory(visited, facts, tracks, { from: -DAY_MS, to: 31 * DAY_MS });
 * stays.map(({ enteredAt, leftAt }) => [enteredAt / DAY_MS, leftAt && leftAt / DAY_MS]); // => [[0, 9], [30, undefined]]
 */
export function segmentHistory(
  segment: Segment,
  set: FactSet,
  tracks: Tracks | undefined,
  options: Span,
): readonly SegmentStay[] {
  const { from, to } = requireSpan(options);
  const stays: SegmentStay[] = [];
  let entered: EpochMs | undefined;
  for (let at: EpochMs | undefined = from; at !== undefined && at <= to; at = next(at)) {
    const member = segment.test(readFacts(set, tracks, { now: at }), { now: at });
    if (member) entered ??= at;
    else if (entered !== undefined) {
      stays.push({ enteredAt: entered, leftAt: at });
      entered = undefined;
    }
  }
  return entered === undefined ? stays : [...stays, { enteredAt: entered }];

  function next(now: EpochMs): EpochMs | undefined {
    return nextChange(set, tracks, segment, { now });
  }
}
