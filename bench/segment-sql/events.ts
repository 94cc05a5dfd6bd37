import { DAY_MS, type EpochMs, type Event } from "@tributary/core";
import { defineFacts, type FactSet } from "@tributary/rules";
import type { Condition } from "@tributary/rules/condition";

/** The moment the segment is read at, and since when there are events. */
export const NOW: EpochMs = Date.UTC(2026, 2, 31);
const SINCE: EpochMs = NOW - 90 * DAY_MS;

/** Ten events a person. */
export const EVENTS_PER_PERSON = 10;

/** What the segment reads: a window, a sum since ever, a latest value, and one of few among them. */
export const facts: FactSet = defineFacts({
  visits30d: { kind: "count", events: "storeVisited", within: "30d" },
  spentMinor: { kind: "sum", events: "orderPaid", property: "amountMinor" },
  lastSeries: { kind: "last", events: "vehicleViewed", property: "series" },
  configured: { kind: "count", events: "vehicleViewed", where: { page: "configurator" }, within: "60d" },
});

/** Ready to be called: visited twice, or configured and looks at one of two series; and has not spent much. */
export const ready: Condition = {
  all: [
    {
      any: [
        { fact: "visits30d", operator: "greaterThanInclusive", value: 2 },
        {
          all: [
            { fact: "configured", operator: "greaterThan", value: 1 },
            { fact: "lastSeries", operator: "in", value: ["series 1", "series 4"] },
          ],
        },
      ],
    },
    { not: { fact: "spentMinor", operator: "greaterThan", value: 600_000 } },
  ],
};

// Each number is one step of a known generator from `i`, so that SQL can write down the very same events.
const person = (i: number): number => (i * 48_271) % 2_147_483_647;
const kind = (i: number): number => ((i * 69_621) % 2_147_483_647) % 100;
const amount = (i: number): number => ((i * 16_807) % 2_147_483_647) % 500_000;
const series = (i: number): number => ((i * 40_692) % 2_147_483_399) % 8;

/** The i-th of so many events, and whose it is. No two share an instant. */
export function eventAt(i: number, size: number): { readonly of: number; readonly event: Event } {
  const at = SINCE + i * Math.floor((NOW - SINCE) / size);
  const [type, properties] = contentOf(i);
  return {
    of: person(i) % (size / EVENTS_PER_PERSON),
    event: { id: `e${i}`, type, at, ids: [], properties, source: "bench" },
  };
}

function contentOf(i: number): readonly [type: string, properties: Event["properties"]] {
  if (kind(i) < 60)
    return ["vehicleViewed", { series: `series ${series(i)}`, page: kind(i) < 20 ? "configurator" : "home" }];
  if (kind(i) < 85) return ["storeVisited", { storeId: `store ${series(i)}` }];
  return ["orderPaid", { amountMinor: amount(i), channel: "app" }];
}

/** The same events as a query over whole numbers `i`, for an engine's own way to write JSON. */
export function eventsSql(size: number, numbers: string, json: (pairs: readonly string[]) => string): string {
  const kindSql = "((i * 69621) % 2147483647) % 100";
  const seriesSql = "((i * 40692) % 2147483399) % 8";
  return `
    select ((i * 48271) % 2147483647) % ${size / EVENTS_PER_PERSON} as uid,
      ${SINCE} + i * ${Math.floor((NOW - SINCE) / size)} as "at",
      case when ${kindSql} < 60 then 'vehicleViewed' when ${kindSql} < 85 then 'storeVisited' else 'orderPaid' end as type,
      case
        when ${kindSql} < 60 then ${json([`'series', 'series ' || ${seriesSql}`, `'page', case when ${kindSql} < 20 then 'configurator' else 'home' end`])}
        when ${kindSql} < 85 then ${json([`'storeId', 'store ' || ${seriesSql}`])}
        else ${json(["'amountMinor', ((i * 16807) % 2147483647) % 500000", "'channel', 'app'"])}
      end as properties,
      i as hash
    from ${numbers}`;
}
