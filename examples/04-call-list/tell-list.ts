import type { Rate } from "@tributary/core";
import { ruleReasons } from "./lead-file";
import type { MadeList } from "./make-list";

/** What ranking lift proves, and what it does not. */
export const HONEST: readonly string[] = [
  "This is ranking lift: among leads that were treated as they were, the best by score were won more often than the",
  "average lead. It does not prove that a call wins anything: some would have bought without one. What calls change",
  "shows only against leads that are held out by lot and not called.",
];
export const HONEST_ZH: readonly string[] = [
  "这是排序提升：在既有跟进方式下，得分最高的线索成交率高于平均水平。它不证明打电话能带来成交：有些人不打电话也会买。",
  "外呼的真实增量，只有与随机留出、不外呼的线索对比才能看到。",
];

/** The list as lines of text: the first to call with why, who is not called and why, and the lift curve. */
export function tellList({ file, model, evaluation, capacity, list, scores, ended }: MadeList): readonly string[] {
  const rowOf = new Map(file.leads.map(({ id, row }) => [id, row]));
  const today = list.called.length + list.notCalled.length;
  const count = (because: string): number => list.called.filter((entry) => entry.because === because).length;
  const { auc, aucInterval, ece, base } = evaluation;
  return [
    file.title,
    ...file.notes.map((note) => `  ${note}`),
    `${model.window.leads} leads whose outcome is known, ${percent(model.window.wins / model.window.leads)} won: learnt from`,
    `${today} leads today, ${capacity} calls`,
    model.fallback
      ? `the rule answers: ${model.because?.message}`
      : "the model answers, and ranks no worse than the rule",
    ...model.warnings.map(({ message }) => `  note: ${message}`),
    "",
    `call list: ${count("value")} for value, ${count("learning")} by lot (each of today's leads with chance ${percent(list.learningChance)})`,
    ...list.called.slice(0, 12).map(({ lead, because }, i) => {
      const { probability = 0, reasons = [] } = scores.get(lead) ?? {};
      const row = rowOf.get(lead) ?? {};
      const said = reasons.map(({ field, text, points }) =>
        field === "rule" ? `${signed(points)} by the rule (${ruleReasons(row, file.rule, 2).join(", ")})` : text.en,
      );
      const why = because === "learning" ? "by lot, to learn" : said.join("; ");
      return `  ${String(i + 1).padStart(2)}  ${lead}  ${percent(probability).padStart(6)}  ${why}`;
    }),
    `  … and ${list.called.length - 12} more`,
    "not called:",
    ...notCalled(list.notCalled),
    "",
    `lift: how much better than the average lead (${percent(base)} won), [95 %], and the most there can be`,
    ...[0.05, 0.1, 0.2, 0.3, 0.5, 1].map((share) => liftLine(share, evaluation)),
    `AUC ${auc.toFixed(3)} [${aucInterval.map((end) => end.toFixed(3)).join("–")}], the rule's ${evaluation.rule?.auc.toFixed(3)}; calibration error ${ece.toFixed(3)}`,
    `as they ended: called for value ${rate(ended.value)} won, by lot ${rate(ended.learning)}`,
    "",
    ...HONEST,
    ...HONEST_ZH,
  ];
}

function notCalled(list: MadeList["list"]["notCalled"]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { reason, detail } of list) {
    const said = detail === undefined ? reason : `${reason}: ${detail}`;
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `  ${String(count).padStart(6)}  ${reason}`);
}

function liftLine(share: number, { lift, liftInterval, ceiling }: MadeList["evaluation"]): string {
  const [at, [low, high] = [0, 0], most] = [lift[share] ?? 0, liftInterval[share], ceiling[share] ?? 0];
  const bar = (value: number): number => Math.round(8 * value);
  const drawn = "█".repeat(bar(at)) + "·".repeat(Math.max(0, bar(most) - bar(at)));
  return `  ${percent(share).padStart(5)}  ${at.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}] of ${most.toFixed(2)}  ${drawn}`;
}

const percent = (share: number): string => {
  if (share > 0.99 && share < 1) return "> 99 %";
  return `${share < 0.095 ? Number((100 * share).toFixed(1)) : Math.round(100 * share)} %`;
};

const signed = (points: number): string => `${points > 0 ? "+" : "−"}${Math.abs(Math.round(points))} points`;

const rate = ({ count, n, low, high }: Rate): string =>
  `${count} of ${n} [${Math.round(100 * low)}–${Math.round(100 * high)} %]`;
