import * as fc from "fast-check";
import { forecastOrders, type OpenLead, type OrderForecast, type TimeToOrder, type WeekForecast } from "../forecast";
import { DAY_MS } from "../model";
import { type Law, law } from "./law";

/** What rounding may come to. */
const NEARLY = 1e-9;
const NOW = 20_000 * DAY_MS;
const ZONE = "Asia/Shanghai";

/**
 * The laws of a forecast of orders, to run on a host's own curves.
 *
 * @param timing curves as `fitTimeToOrder` gives them
 * @returns laws for any test runner; each tries 100 random pipelines by default
 * @example
 * const curve = { leads: 20, orders: 10, days: [3, 9], ordered: [0.3, 0.5], open: [0.7, 0.5] };
 * const timing = { version: "1", by: ["grade"], all: curve, groups: {} } as const;
 * forecastLaws(timing).map(({ check }) => check({ numRuns: 10 })).length; // => 5
 */
export function forecastLaws(timing: TimeToOrder): readonly Law[] {
  const pipeline = arbitraryPipeline(timing);
  const forecast = (leads: readonly OpenLead[], weeks = 6): OrderForecast => {
    const said = forecastOrders(leads, { now: NOW, zone: ZONE, timing, weeks });
    if (!said.ok) throw new Error(JSON.stringify(said.error));
    return said.value;
  };
  return [
    law(
      "any order of the same leads gives the same bytes",
      fc.property(pipeline, (leads) => {
        const [a, b] = [leads, [...leads].reverse()].map((each) => JSON.stringify(forecast(each)));
        claim(a === b, `${a} is not ${b}`);
      }),
    ),
    law(
      "all weeks together expect at most one order a lead, and at most its probability",
      fc.property(pipeline, (leads) => {
        const most = leads.reduce((sum, { probability = 1 }) => sum + probability, 0);
        const expected = total(forecast(leads, 104).weeks);
        claim(expected >= 0 && expected <= most + NEARLY, `${expected} orders of ${most}`);
      }),
    ),
    law(
      "series and regions add up to the whole",
      fc.property(pipeline, (leads) => {
        const { cells, weeks, leads: count } = forecast(leads);
        const parts = cells.reduce((sum, cell) => sum + total(cell.weeks), 0);
        claim(Math.abs(parts - total(weeks)) < NEARLY, `${parts} in parts, ${total(weeks)} in all`);
        claim(cells.reduce((sum, cell) => sum + cell.leads, 0) === count, "a lead is in no cell, or in two");
      }),
    ),
    law(
      "looking farther changes no nearer week",
      fc.property(pipeline, (leads) => {
        const [near, far] = [forecast(leads, 2).weeks, forecast(leads, 6).weeks.slice(0, 2)];
        claim(JSON.stringify(near) === JSON.stringify(far), `${JSON.stringify(near)} is not ${JSON.stringify(far)}`);
      }),
    ),
    law(
      "an interval is of whole numbers from 0 to the leads, and one with more coverage holds it",
      fc.property(pipeline, (leads) => {
        const wide = forecastOrders(leads, { now: NOW, zone: ZONE, timing, weeks: 6, coverage: 0.95 });
        for (const [i, { low, high }] of forecast(leads).weeks.entries()) {
          claim(0 <= low && low <= high && high <= leads.length, `from ${low} to ${high} of ${leads.length}`);
          const wider = wide.ok ? (wide.value.weeks[i] as WeekForecast) : { low: Number.NaN, high: Number.NaN };
          claim(wider.low <= low && wider.high >= high, `${wider.low} to ${wider.high} misses ${low} to ${high}`);
        }
      }),
    ),
  ];
}

const total = (weeks: readonly WeekForecast[]): number => weeks.reduce((sum, { expected }) => sum + expected, 0);

function arbitraryPipeline(timing: TimeToOrder): fc.Arbitrary<OpenLead[]> {
  const last = timing.all.days.at(-1) ?? 1;
  const groups = Object.keys(timing.groups).map((key): readonly string[] => JSON.parse(key));
  const traits = fc.constantFrom<readonly string[]>(["of no known group"], ...groups);
  const lead = fc.record(
    {
      at: fc.nat((last + 7) * DAY_MS).map((age) => NOW - age),
      series: fc.constantFrom("Estrella", "Nube"),
      region: fc.constantFrom("East", "North", "West"),
      traits,
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: ["at", "series", "region", "traits"] },
  );
  const withTraits = lead.map(
    ({ traits: values, ...rest }): OpenLead => ({
      ...rest,
      ...Object.fromEntries(values.map((value, i) => [timing.by[i] ?? "stage", value])),
    }),
  );
  return fc.array(withTraits, { maxLength: 60, size: "max" });
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
