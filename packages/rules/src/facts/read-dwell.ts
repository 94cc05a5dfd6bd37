import { notFound } from "./read-occurrence";
import { type Countable, isCountable } from "./read-values";
import type { Read, Reading } from "./reading";
import { hashAt, instantAt, type Selection, valueAt } from "./selection";

/**
 * Since when a column has had its present value: back from the latest occurrence to the one that changed it. Where that
 * one may have been let go, nobody can tell; that the value is another than `equals`, the latest one says alone.
 */
export const readDwell =
  (column: number, equals: Countable | undefined): Read =>
  (selection) => {
    const latest = before(selection, selection.end, column);
    if (latest < 0) return notFound(selection);
    const value = valueAt(selection, latest, column);
    if (equals !== undefined && value !== equals) return concluded({ unknown: "other-value" }, selection, latest);
    let since = latest;
    for (let i = latest; i >= 0; i = before(selection, i, column)) {
      if (valueAt(selection, i, column) !== value)
        return concluded({ value: instantAt(selection, since) }, selection, since);
      since = i;
    }
    if (!selection.complete) return { unknown: "bound", from: selection };
    return concluded({ value: instantAt(selection, since) }, selection, since);
  };

/** The last occurrence before another one that says a value; −1 where none does. */
function before(selection: Selection, place: number, column: number): number {
  let i = place - 1;
  while (i >= 0 && !isCountable(valueAt(selection, i, column))) i--;
  return i;
}

const concluded = (reading: Reading, from: Selection, i: number): Reading => ({
  ...reading,
  from,
  because: [{ at: instantAt(from, i), hash: hashAt(from, i) }],
});
