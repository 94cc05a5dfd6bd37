import { byCodeUnit, canonicalJson, type Event, type Issue, type Json, ok } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";

interface Line {
  readonly item: Decoded;
  readonly event: Event;
}

/**
 * Joins the purchase lines of each basket into one `orderPlaced`, wherever in the file they stand; a line that was refused
 * passes through on its own, and one that is there twice counts once, with a remark. The order stands on the first of its
 * lines.
 *
 * Baskets are only whole once the file is, so all lines are held until then.
 *
 * @param lines purchase lines whose event id is their household's basket
 * @param departments the department of each product that is known
 */
export async function* basketsOf(
  lines: AsyncIterable<Decoded>,
  departments: ReadonlyMap<string, string>,
): AsyncGenerator<Decoded, void, undefined> {
  const baskets = new Map<string, Map<string, Line>>();
  for await (const item of lines) {
    if (!item.result.ok) {
      yield item;
      continue;
    }
    const event = item.result.value;
    const basket = baskets.get(event.id) ?? new Map<string, Line>();
    const body = canonicalJson(event as unknown as Json);
    const repeated = basket.get(body);
    baskets.set(event.id, basket.set(body, repeated ? remarked(repeated, item) : { item, event }));
  }
  for (const basket of baskets.values()) yield orderOf(basket, departments);
}

/** The line that stands, with a remark that it came again. */
const remarked = ({ item, event }: Line, again: Decoded): Line => {
  const remark = { code: "repeated-line", pointer: "", message: `is there again on line ${again.line}` };
  return { event, item: { ...item, warnings: [...item.warnings, remark] } };
};

/** One order, the same from any order of its lines. */
function orderOf(lines: ReadonlyMap<string, Line>, departments: ReadonlyMap<string, string>): Decoded {
  const basket = [...lines].sort(([a], [b]) => byCodeUnit(a, b)).map(([, line]) => line);
  const { event } = basket[0] as Line;
  const amounts = new Map<string, number>();
  for (const line of basket) {
    const department = departments.get(String(line.event.properties.product));
    if (department) amounts.set(department, (amounts.get(department) ?? 0) + amountOf(line, "amountMinor"));
  }
  const [top] = [...amounts].sort(([a, left], [b, right]) => right - left || byCodeUnit(a, b));
  const total = (...names: readonly string[]): number =>
    basket.reduce((sum, line) => sum + names.reduce((each, name) => each + amountOf(line, name), 0), 0);
  const properties = {
    store: event.properties.store ?? null,
    amountMinor: total("amountMinor"),
    discountMinor: total("retailDiscountMinor", "couponDiscountMinor", "matchDiscountMinor"),
    couponMinor: total("couponDiscountMinor", "matchDiscountMinor"),
    lines: basket.length,
    ...(top ? { department: top[0] } : {}),
  };
  const { file } = (basket[0] as Line).item;
  const first = Math.min(...basket.map(({ item }) => item.line ?? Number.POSITIVE_INFINITY));
  const at = Math.min(...basket.map((line) => line.event.at));
  return {
    ...(file === undefined ? {} : { file }),
    ...(Number.isFinite(first) ? { line: first } : {}),
    result: ok({ ...event, id: `completejourney:basket:${event.id}`, at, properties }),
    warnings: basket.flatMap(remarksOf),
  };
}

const amountOf = ({ event }: Line, name: string): number => {
  const value = event.properties[name];
  return typeof value === "number" ? value : 0;
};

/** The remarks of a line that is no longer the item's own say where they come from. */
const remarksOf = ({ item }: Line): readonly Issue[] =>
  item.warnings.map((issue) => ({ ...issue, message: `line ${item.line}: ${issue.message}` }));
