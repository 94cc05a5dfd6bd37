import { type EpochMs, requireNow } from "../model";
import { addOpenMs, type OpeningHours, openMsBetween } from "./opening-hours";

/** A lead somebody has, and when they first answered it. */
export interface Answerable {
  readonly assignedAt: EpochMs;
  readonly respondedAt?: EpochMs;
}

/** Whether a lead was answered in time. */
export interface FirstResponse {
  /** `met` and `missed`: answered in time, too late. `waiting` and `overdue`: not answered, with time left or without. */
  readonly state: "met" | "missed" | "waiting" | "overdue";
  /** The last instant in time; absent where the place closes for good before. */
  readonly due?: EpochMs;
  /** Opening time from assignment to answer, or to now while there is none. */
  readonly tookMs: number;
}

/**
 * Measures a first response in opening hours: a lead of Friday night is not late on Saturday morning.
 *
 * An answer at the last instant is in time, and so is one before the place opens. An answer later than `now` is not known
 * yet.
 *
 * @param lead when it was assigned and first answered
 * @param options.withinMs opening time allowed
 * @throws RangeError when `now` is no instant, or the hours cannot be read
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [5, 6].map((day) => ({ day, from: "09:00", to: "18:00" })) };
 * const fridayNight = Date.UTC(2026, 2, 6, 14);
 * const lead = { assignedAt: fridayNight, respondedAt: fridayNight + 11.5 * HOUR_MS };
 * const { state, tookMs } = firstResponse(lead, { hours, withinMs: HOUR_MS, now: fridayNight + DAY_MS });
 * [state, tookMs / MINUTE_MS]; // => ["met", 30]
 */
export function firstResponse(
  { assignedAt, respondedAt }: Answerable,
  options: { readonly hours: OpeningHours; readonly withinMs: number; readonly now: EpochMs },
): FirstResponse {
  const { hours, withinMs } = options;
  const now = requireNow(options.now);
  const due = addOpenMs(hours, assignedAt, withinMs);
  const answered = respondedAt !== undefined && respondedAt <= now;
  const end = answered ? respondedAt : now;
  const late = due !== undefined && end > due;
  const state = answered ? (late ? "missed" : "met") : late ? "overdue" : "waiting";
  return { state, ...(due !== undefined && { due }), tookMs: openMsBetween(hours, assignedAt, end) };
}
