import { byCodeUnit } from "../model";

/** Code units of a text that are compared as one number. */
const HEAD = 7;

/**
 * The places of texts in code-unit order, equal ones in the order they came.
 *
 * Texts lie all over the memory, and reading one costs more than comparing it. So each is read once for a number that
 * stands for its first code units, and again only where two numbers are equal.
 */
export function orderOfTexts(texts: readonly string[]): Uint32Array {
  const heads = Float64Array.from(texts, headOf);
  return Uint32Array.from(texts.keys()).sort(
    (x, y) =>
      (heads[x] as number) - (heads[y] as number) || byCodeUnit(texts[x] as string, texts[y] as string) || x - y,
  );
}

/** Seven bits of each of the first code units; all that follows one that needs more is left to the text itself. */
function headOf(text: string): number {
  let head = 0;
  let plain = true;
  for (let i = 0; i < HEAD; i++) {
    const unit = plain && i < text.length ? text.charCodeAt(i) : 0;
    head = head * 128 + Math.min(unit, 127);
    if (unit >= 127) plain = false;
  }
  return head;
}
