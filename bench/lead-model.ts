/**
 * Fitting a lead model: encoding, leak lint, and ridge regression by IRLS on the columns it makes of 17 fields, some 70.
 * Beside it a plain dense Newton iteration on the columns of the fitted model, encoded beforehand and not counted: both
 * must give the same coefficients before a figure is printed.
 *
 * The rows are invented and have no rule, so that one regression is fitted and not three.
 */

import { seededDice } from "@tributary/core";
import { evaluateLeadModel, fitLeadModel, type LeadModel, type LeadRow } from "@tributary/core/lead-model";
import { columnsOf, denseNewton } from "./lead-model/dense-newton";
import { cpuMs, growthExponent, print, race, remark } from "./measure";

const NUMBERS = Array.from({ length: 10 }, (_, i) => `number${i}`);
const TEXTS = [8, 13, 9, 20, 3, 10, 2].map((values, i) => ({ field: `text${i}`, values }));
const fields = [
  ...NUMBERS.map((field) => ({ field, kind: "number", knownAt: "before contact" }) as const),
  ...TEXTS.map(({ field }) => ({ field, kind: "category", knownAt: "before contact" }) as const),
];

function invent(size: number): readonly LeadRow[] {
  const { next, below } = seededDice(7);
  return Array.from({ length: size }, () => {
    const numbers = NUMBERS.map((field) => [field, Math.floor(next() * next() * 1_000) / 10] as const);
    const texts = TEXTS.map(({ field, values }) => [field, `v${Math.min(below(values), below(values))}`] as const);
    const odds = -2.5 + 0.02 * numbers[0]![1] - 0.01 * numbers[1]![1] + (texts[0]![1] === "v0" ? 0.8 : 0);
    return { ...Object.fromEntries([...numbers, ...texts]), won: next() < 1 / (1 + Math.exp(-odds)) };
  });
}

/** Throws where a plain iteration comes to other coefficients. */
function requireEqual(model: LeadModel, theirs: Float64Array): void {
  const ours = [
    model.intercept,
    ...model.fields.flatMap(({ columns }) => columns.map(({ coefficient }) => coefficient)),
  ];
  ours.forEach((value, j) => {
    if (Math.abs(value - (theirs[j] as number)) > 1e-5) throw new Error(`coefficient ${j}: ${value}, and ${theirs[j]}`);
  });
}

const PEER = "plain dense Newton, columns given";
const points: { size: number; cost: number }[] = [];
for (const size of [3_000, 12_330, 50_000]) {
  const rows = invent(size);
  const fit = (): LeadModel => fitLeadModel(rows, { label: "won", fields });
  const model = fit();
  const { columns, won } = columnsOf(model, rows);
  requireEqual(model, denseNewton(columns, won, model.fit.lambda));
  const times = await race(
    [
      { name: "ours", run: fit },
      { name: PEER, run: () => denseNewton(columns, won, model.fit.lambda) },
    ],
    3,
  );
  const [ours, theirs] = [times.get("ours") as number, times.get(PEER) as number];
  points.push({ size, cost: ours });
  print({ bench: "lead-model fit", size, ours, peer: PEER, theirs, ratio: theirs / ours, unit: "ms CPU" });
  const evaluating = await cpuMs(() => evaluateLeadModel(model, rows));
  remark(
    `${size} rows, ${columns.length} columns, ${model.fit.steps} steps; evaluating them ${evaluating.toFixed(0)} ms CPU`,
  );
}
remark(`growth exponent ${growthExponent(points).toFixed(2)}`);
