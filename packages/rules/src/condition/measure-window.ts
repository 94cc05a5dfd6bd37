import { type EpochMs, isEpochMs } from "@tributary/core";
import type { PathSegment } from "./path";
import { readPath } from "./reader";

/** What a window says of the events in it. */
export type Measure = "count" | "sum" | "min" | "max" | "distinct";

/** A window over a list of events, checked. */
export interface WindowPlan {
  readonly measure: Measure;
  readonly withinMs: number;
  /** Where an element says when it happened. */
  readonly at: readonly PathSegment[];
  /** Where an element has what is measured; nothing for `count`. */
  readonly property: readonly PathSegment[] | undefined;
}

/**
 * Measures the events of a list in the half-open window (now − within, now]; events after `now` are left out.
 *
 * @returns `undefined` for what is no list, for an event without a valid instant, for one in the window without the
 * property or, but for `distinct`, with one that is no number; and for the `min` and `max` of nothing
 */
export function measureWindow(list: unknown, window: WindowPlan, now: EpochMs): number | undefined {
  if (!Array.isArray(list)) return undefined;
  const found: unknown[] = [];
  for (const element of list) {
    const at = readPath(element, window.at, 0);
    if (!isEpochMs(at)) return undefined;
    if (at > now || now - at >= window.withinMs) continue;
    found.push(window.property && readPath(element, window.property, 0));
  }
  if (window.measure === "count") return found.length;
  if (window.measure === "distinct") return found.every(isScalar) ? new Set(found).size : undefined;
  return found.every(isNumber) ? fold(window.measure, found) : undefined;
}

/** Whether a list is whole, so that a window over it has no value only because nothing is in it. */
export const isEmptyWindow = (list: unknown, window: WindowPlan, now: EpochMs): boolean =>
  measureWindow(list, { ...window, measure: "count" }, now) === 0;

function fold(measure: "sum" | "min" | "max", numbers: readonly number[]): number | undefined {
  if (measure === "sum") return numbers.reduce((sum, number) => sum + number, 0);
  if (numbers.length === 0) return undefined;
  const better = measure === "min" ? (a: number, b: number) => a < b : (a: number, b: number) => a > b;
  return numbers.reduce((best, number) => (better(number, best) ? number : best));
}

const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value);

const isScalar = (value: unknown): boolean =>
  value !== undefined && (typeof value !== "object" || value === null) && !Number.isNaN(value);
