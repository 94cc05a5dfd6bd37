import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from "@tributary/core";
import type { Read, Reading } from "./reading";
import { hashAt, instantAt, type Selection, valueAt } from "./selection";
import { FIRST_SIZE, NO_HASH, valuesOf } from "./tracks";

/** What is asked of one occurrence: its value in a column, its instant, or the time since. */
export type Ask = { readonly column: number } | "at" | { readonly sinceMs: number };

/** The units of a `since` fact in milliseconds. */
export const SINCE_UNIT_MS: { readonly [unit in "days" | "hours" | "minutes"]: number } = {
  days: DAY_MS,
  hours: HOUR_MS,
  minutes: MINUTE_MS,
};

/** The last occurrence in range that carries what is asked. What was let go is earlier, so one found is always right. */
export const readLast =
  (ask: Ask): Read =>
  (selection, now) => {
    for (let i = selection.end - 1; i >= selection.start; i--) {
      if (carries(selection, i, ask)) return answer(selection, i, ask, now, selection.end - 1 - i);
    }
    return notFound(selection);
  };

/** The first occurrence in range that carries what is asked. */
export const readFirst =
  (ask: Ask): Read =>
  (selection, now) => {
    if (!selection.complete) return { unknown: "bound", from: selection };
    for (let i = selection.start; i < selection.end; i++) {
      if (carries(selection, i, ask)) return answer(selection, i, ask, now, i - selection.start);
    }
    return notFound(selection);
  };

/** The first occurrence there ever was, which a track remembers apart from the kept ones. */
export const readLifetimeFirst =
  (ask: Ask, index: number): Read =>
  (selection, now) => {
    const { track, state } = selection;
    const place = track.firstsAt + index * FIRST_SIZE;
    const [at, hash] = [state[0][place] as number, state[0][place + 1] as number];
    if (hash === NO_HASH || at > now) return { unknown: selection.end > 0 ? "no-value" : "never", from: selection };
    const value =
      ask === "at" ? at : "sinceMs" in ask ? unitsSince(at, now, ask.sinceMs) : (valuesOf(state)[index] ?? null);
    return { value, from: selection, because: [{ at, hash }] };
  };

const carries = (selection: Selection, i: number, ask: Ask): boolean =>
  ask === "at" || "sinceMs" in ask || valueAt(selection, i, ask.column) !== null;

function answer(selection: Selection, i: number, ask: Ask, now: EpochMs, skipped: number): Reading {
  const at = instantAt(selection, i);
  const value =
    ask === "at" ? at : "sinceMs" in ask ? unitsSince(at, now, ask.sinceMs) : valueAt(selection, i, ask.column);
  return { value, skipped, from: selection, because: [{ at, hash: hashAt(selection, i) }] };
}

const unitsSince = (at: EpochMs, now: EpochMs, unitMs: number): number => Math.floor((now - at) / unitMs);

/** Says that nothing in range carries what is asked. */
export function notFound(selection: Selection): Reading {
  const { start, end, complete } = selection;
  const counted = end - start;
  if (!complete) return { unknown: "bound", from: selection };
  return { unknown: counted === 0 ? "never" : "no-value", counted, skipped: counted, from: selection };
}
