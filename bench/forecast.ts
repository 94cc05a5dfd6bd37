/**
 * Forecasts of orders held against what came, on Olist's 8,000 leads of 2017 and 2018: from every Sunday of 2018, the orders
 * of the four weeks after it by the leads open then. Beside ours stands the naive forecast "as last time". All of the
 * windows tried are printed, also where ours does not win: a ratio below 1 means the naive forecast was better.
 *
 * The set records no deal before December 2017, and no lead after May 2018: sales first rise steeply and then run dry, which
 * no forecast from the past foresees. It has no series or regions, nor lost leads; open ones stay open.
 *
 * Then the CPU time of one forecast of 1e4, 1e5 and 1e6 open leads, four weeks, 20 series × 30 regions.
 *
 * Reads ../shared/data/scoring beside the repository.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DAY_MS } from "@tributary/core";
import {
  backtestForecast,
  fitTimeToOrder,
  forecastOrders,
  type OpenLead,
  type PastLead,
} from "@tributary/core/forecast";
import { cpuMs, growthExponent, print, remark } from "./measure";

const file = fileURLToPath(new URL("../../shared/data/scoring/olist_mql_funnel.csv", import.meta.url));
const zone = "America/Sao_Paulo";
/** The end of the first contact's date, which has no time of day, and of the deal. */
const instant = (text: string): number => Date.parse(`${text.slice(0, 10)}T12:00:00-03:00`);

const rows = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","));
const leads = rows.map(
  ([, date = "", , origin, won, wonDate = ""]): PastLead => ({
    at: instant(date),
    series: "all",
    region: "all",
    source: origin || "unknown",
    ...(won === "1" && { orderedAt: instant(wonDate) }),
  }),
);
const history = leads.filter(({ at, orderedAt }) => orderedAt === undefined || orderedAt >= at);
remark(
  `${history.length} leads; left out, for they were won before their first contact: ${leads.length - history.length}`,
);

const percent = (share: number | undefined): string => (share === undefined ? "-" : `${(100 * share).toFixed(1)} %`);
const periods = {
  rising: ["2018-01-07", "2018-05-27"],
  drained: ["2018-06-03", "2018-10-14"],
  all: ["2018-01-07", "2018-10-14"],
};
for (const [period, [from = "", to = ""]] of Object.entries(periods)) {
  for (const windowDays of [undefined, 182, 91, 56, 28]) {
    const options = { zone, from, to, observedThrough: "2018-11-11", by: [], ...(windowDays && { windowDays }) };
    const [plain, learnt] = ([1, "learnt"] as const).map((dispersion) => {
      const tested = backtestForecast(history, { ...options, dispersion });
      if (!tested.ok) throw new Error(JSON.stringify(tested.error));
      return tested.value;
    });
    if (!plain || !learnt) continue;
    const { points, wape = 0, naiveWape = 0, mape, naiveMape, bias, coverage } = plain.overall;
    const bench = `forecast, Olist ${period}, ${windowDays === undefined ? "all of the past" : `${windowDays} days`}`;
    print({
      bench,
      size: points,
      ours: wape,
      peer: "as last time",
      theirs: naiveWape,
      ratio: naiveWape / wape,
      unit: "WAPE",
    });
    remark(
      `MAPE ${percent(mape)} against ${percent(naiveMape)}, bias ${percent(bias)}; intervals of 80 % held ${percent(coverage)}, ` +
        `with dispersion learnt ${percent(learnt.overall.coverage)}; dispersion ${plain.dispersion.toFixed(1)}`,
    );
  }
}

const now = instant("2018-06-01");
const timing = fitTimeToOrder(history, { now, zone, by: ["source"] });
if (!timing.ok) throw new Error(JSON.stringify(timing.error));
const costs = [];
for (const size of [1e4, 1e5, 1e6]) {
  const pipeline = Array.from(
    { length: size },
    (_, i): OpenLead => ({
      at: now - (i % 180) * DAY_MS,
      series: `series ${i % 20}`,
      region: `region ${i % 30}`,
      source: rows[i % rows.length]?.[3] || "unknown",
    }),
  );
  const cost = await cpuMs(() => forecastOrders(pipeline, { now, zone, timing: timing.value }));
  costs.push({ size, cost });
  remark(`${size} open leads forecast in ${cost.toFixed(0)} ms CPU`);
}
remark(`growth exponent ${growthExponent(costs).toFixed(2)}`);
