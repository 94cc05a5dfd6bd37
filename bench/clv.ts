/**
 * BG/NBD fitted on CDNOW's 2,357 customers, and on ten and a hundred times as many made of them, beside the plain way: the
 * likelihood of one customer after another, searched by Nelder and Mead without a gradient. Both must come to the published
 * likelihood before a figure is printed; at most 100 ms are promised on CDNOW.
 *
 * Reads ../shared/data/scoring beside the repository.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BgNbdModel, type CustomerHistory, fitBgNbd, summarisePurchases } from "@tributary/core/clv";
import { plainFit } from "./clv/plain-fit";
import { cpuMs, growthExponent, print, race, remark } from "./measure";

const PROMISED_MS = 100;
const file = fileURLToPath(new URL("../../shared/data/scoring/cdnow_elog.csv", import.meta.url));

function cdnow(): readonly CustomerHistory[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const purchases = lines.map((line) => {
    const [, customer = "", date, , price] = line.split(",");
    return { customer, at: Date.parse(`${date}T00:00:00Z`), amountMinor: Math.round(Number(price) * 100) };
  });
  const summed = summarisePurchases(purchases, { zone: "UTC", end: "1997-09-30" });
  if (!summed.ok) throw new Error(JSON.stringify(summed.error));
  return summed.value.customers;
}

/** As many times the customers, each copy known a little longer, so that grouping finds no more alike than before. */
const times = (histories: readonly CustomerHistory[], factor: number): readonly CustomerHistory[] =>
  Array.from({ length: factor }, (_, i) => histories.map((one) => ({ ...one, age: one.age + i / 1_000 }))).flat();

function fit(histories: readonly CustomerHistory[]): BgNbdModel {
  const fitted = fitBgNbd(histories);
  if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
  return fitted.value;
}

const base = cdnow();
const { parameters, logLikelihood } = fit(base);
const plain = plainFit(base);
remark(`ours: ${JSON.stringify(parameters)}, LL ${logLikelihood.toFixed(4)}`);
remark(
  `Nelder and Mead: ${JSON.stringify(plain.parameters)}, LL ${plain.logLikelihood.toFixed(4)}, ${plain.evaluations} evaluations`,
);
for (const found of [logLikelihood, plain.logLikelihood])
  if (Math.abs(found + 9582.429) > 0.001) throw new Error(`the published log likelihood is -9582.429, got ${found}`);

for (let warm = 0; warm < 5; warm++) fit(base);
const contenders = [
  { name: "ours", run: () => fit(base) },
  { name: "plain", run: () => plainFit(base) },
];
const cost = await race(contenders, 7);
const [ours, theirs] = [cost.get("ours") as number, cost.get("plain") as number];
const peer = "plain likelihood, Nelder and Mead";
print({ bench: "clv, BG/NBD on CDNOW", size: base.length, ours, peer, theirs, ratio: theirs / ours, unit: "ms CPU" });

const costs = [{ size: base.length, cost: ours }];
for (const factor of [10, 100]) {
  const histories = times(base, factor);
  fit(histories);
  const [mine, other] = [await cpuMs(() => fit(histories)), await cpuMs(() => plainFit(histories))];
  costs.push({ size: histories.length, cost: mine });
  print({
    bench: "clv, BG/NBD",
    size: histories.length,
    ours: mine,
    peer,
    theirs: other,
    ratio: other / mine,
    unit: "ms CPU",
  });
}
remark(`growth exponent ${growthExponent(costs).toFixed(2)}`);
if (ours > PROMISED_MS) throw new Error(`at most ${PROMISED_MS} ms are promised, took ${ours}`);
