import { byCodeUnit, type Event, type Issue, ok } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";

interface Line {
  readonly item: Decoded;
  readonly event: Event;
}

/**
 * Joins the purchase lines of each basket, which stand together, into one `orderPlaced`; a line that was refused passes
 * through on its own. The order stands on the line its basket begins on.
 *
 * @param lines purchase lines whose event id is their basket
 * @param departments the department of each product that is known
 */
export async function* basketsOf(
  lines: AsyncIterable<Decoded>,
  departments: ReadonlyMap<string, string>,
): AsyncGenerator<Decoded, void, undefined> {
  let basket: Line[] = [];
  for await (const item of lines) {
    if (!item.result.ok) {
      yield item;
      continue;
    }
    const event = item.result.value;
    if (basket.length > 0 && basket[0]?.event.id !== event.id) {
      yield orderOf(basket, departments);
      basket = [];
    }
    basket.push({ item, event });
  }
  if (basket.length > 0) yield orderOf(basket, departments);
}

function orderOf(basket: readonly Line[], departments: ReadonlyMap<string, string>): Decoded {
  const [{ item, event }] = basket as readonly [Line, ...Line[]];
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
  const place = item.line === undefined ? {} : { line: item.line };
  return {
    ...place,
    result: ok({ ...event, id: `completejourney:basket:${event.id}`, properties }),
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
