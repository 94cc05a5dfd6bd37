import type { Draft } from "./draft";

/** Just below a half: added before `floor` it rounds halves up and nothing else. */
const ALMOST_HALF = 0.49999999999999994;

/**
 * A sum, mean, least or greatest of the numbers at a path, as facts know them: numbers up to 2^53 − 1 of either sign, each
 * rounded to six decimals where they are summed, and the sum exact before it becomes the nearest double.
 */
export function numberAggregate(
  kind: "sum" | "min" | "max" | "avg",
  path: string,
  condition: string,
  draft: Draft,
): string {
  const { dialect, bind } = draft;
  const number = dialect.number(draft.property(path));
  const summable = `abs(${number}) <= ${bind(Number.MAX_SAFE_INTEGER)}`;
  const value = `CASE WHEN ${condition} AND ${summable} THEN ${number} END`;
  if (kind === "min" || kind === "max") return `${kind}(${value})`;
  const fraction = `abs((${value}) - trunc(${value}))`;
  const millionths = `sign(${value}) * floor(${fraction} * 1000000 + ${bind(ALMOST_HALF)})`;
  const sum = dialect.nearest(`sum(${dialect.decimal(`trunc(${value})`, millionths)})`);
  return kind === "sum" ? sum : `${sum} / ${dialect.double(`count(${value})`)}`;
}
