/**
 * What the lead model is worth on the data sets of `../shared/data/scoring`, beside the yardstick of `baselines.json`:
 * one table a set, the ceiling beside every lift, targets as PASS or MISS.
 *
 * "ours" is the default, a ridge regression, and what is judged. The lines below it are attempts to beat it: a scorecard,
 * both blended, and the blend with products of fields. Their gain is told with the interval of a paired bootstrap, and
 * is none where that holds 0.
 *
 * Not the PASS or MISS of a test: it always ends with 0. Without the data it says so.
 */
import {
  checkLeadSpec,
  compareLeadModels,
  evaluateLeadModel,
  fitLeadModel,
  type LeadEvaluation,
  type LeadModel,
  type RankReport,
} from "@tributary/core/lead-model";
import { attemptsFor } from "./evaluate/attempts";
import { type Baseline, liftIntervals, readBaselines, targetsOf } from "./evaluate/baselines";
import { type LeadSet, leadSets } from "./evaluate/lead-sets";

const say = (text = ""): void => console.log(text);
const digits = (value: number | undefined, places: number): string =>
  value === undefined || Number.isNaN(value) ? "–" : value.toFixed(places);
const signed = (value: number, places = 4): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(places)}`;
const range = ([from, to]: readonly [number, number], places: number): string =>
  `[${from.toFixed(places)}, ${to.toFixed(places)}]`;

const COLUMNS: readonly (readonly [string, number])[] = [
  ["", 30],
  ["AUC", 24],
  ["KS", 7],
  ["lift 10 % / ceiling", 28],
  ["efficiency", 12],
  ["lift 20 % / ceiling", 28],
  ["Brier", 8],
  ["ECE", 6],
];
const line = (cells: readonly string[]): void =>
  say(
    cells
      .map((cell, i) => cell.padEnd(COLUMNS[i]?.[1] ?? 0))
      .join("")
      .trimEnd(),
  );

/** One line of figures; `ceiling` is the set's. */
function row(
  name: string,
  { auc, ks, lift }: RankReport,
  ceiling: Readonly<Record<string, number>>,
  more: Partial<Pick<LeadEvaluation, "aucInterval" | "liftInterval" | "brier" | "ece">> = {},
): void {
  const lifted = (capacity: string): string => {
    const interval = more.liftInterval?.[capacity];
    return `${digits(lift[capacity], 2)}${interval ? ` ${range(interval, 2)}` : ""} / ${digits(ceiling[capacity], 2)}`;
  };
  const efficiency = ((lift["0.1"] ?? Number.NaN) - 1) / ((ceiling["0.1"] ?? Number.NaN) - 1);
  line([
    name,
    `${digits(auc, 4)}${more.aucInterval ? ` ${range(more.aucInterval, 3)}` : ""}`,
    digits(ks, 3),
    lifted("0.1"),
    digits(efficiency, 3),
    lifted("0.2"),
    digits(more.brier, 4),
    digits(more.ece, 4),
  ]);
}

function showSet(set: LeadSet, baseline: Baseline): void {
  const { train, test, spec, title } = set;
  const checked = checkLeadSpec(spec);
  const leaky = !checked.ok;
  say();
  say(`== ${title}`);
  if (leaky) {
    const named = checked.error.map(({ message }) => message.split(" is known")[0]);
    say(`LEAKY. fitLeadModel refuses what is known only after contact: ${named.join(", ")}.`);
    say("Fitted all the same, to show what such a number looks like: treat it as a bug, not as a model.");
  }
  const model = fitLeadModel(train, leaky ? { ...spec, afterContact: "allow" } : spec);
  const ours = evaluateLeadModel(model, test);
  say(
    `${train.length} leads to fit on, ${test.length} to look at (${set.split} split), ${ours.wins} won: base ${digits(100 * ours.base, 1)} %`,
  );
  line(COLUMNS.map(([title]) => title));
  row("yardstick", baseline.irls, ours.ceiling, { ...baseline.irls, liftInterval: liftIntervals(baseline) });
  if (baseline.rule) row("yardstick's rule", baseline.rule, ours.ceiling);
  if (ours.rule) row("rule", ours.rule, ours.ceiling);
  row("ours", ours, ours.ceiling, ours);
  if (leaky) {
    const named = model.warnings.filter(({ code }) => code === "leaky-field" || code === "pure-category");
    say(`  by figures alone the lint would name: ${named.map(({ message }) => message).join("; ") || "none of them"}`);
    return;
  }
  const attempts = attemptsFor(set).map(({ name, change }) => ({
    name,
    model: fitLeadModel(train, { ...spec, ...change }),
  }));
  for (const { name, model } of attempts) {
    const found = evaluateLeadModel(model, test);
    row(name, found, found.ceiling, found);
  }
  for (const { name, passed } of targetsOf(set, ours, baseline)) say(`  ${passed ? "PASS" : "MISS"}  ${name}`);
  for (const attempt of attempts) showGain(attempt.name, attempt.model, model, test);
  showGuard(model, ours);
  for (const note of set.notes) say(`  note: ${note}`);
}

function showGain(name: string, attempt: LeadModel, model: LeadModel, test: LeadSet["test"]): void {
  const { auc, lift } = compareLeadModels(attempt, model, test);
  const shown = ({ interval }: typeof auc): string =>
    interval[0] > 0 ? "" : interval[1] < 0 ? ", a loss" : ", none shown";
  say(
    `  gain of ${name} over ours: AUC ${signed(auc.one - auc.other)} ${range(auc.interval, 4)}${shown(auc)}; lift at 10 % ${signed(lift.one - lift.other, 2)} ${range(lift.interval, 2)}${shown(lift)}`,
  );
}

function showGuard({ guard, because, fallback }: LeadModel, { expectedWins, wins, psi }: LeadEvaluation): void {
  if (fallback) say(`  the rule answers: ${because?.message}`);
  else if (guard) {
    const { slice, leads, auc } = guard;
    say(
      `  guard, ${slice} ${leads} of the leads to fit on: AUC ${digits(auc.one, 4)}, the rule's ${digits(auc.other, 4)}`,
    );
  }
  const moved = Object.entries(psi.fields).filter(([, index]) => index >= 0.1);
  const names = moved.map(([field, index]) => `${field} ${digits(index, 2)}`);
  say(
    `  wins expected ${digits(expectedWins, 0)}, observed ${wins}; PSI of the score ${digits(psi.score, 3)}${names.length > 0 ? `, moved: ${names.join(", ")}` : ""}`,
  );
}

const [sets, baselines] = [leadSets(), readBaselines()];
if (!sets || !baselines) say("skipped: the scoring data (../shared/data/scoring) is not beside the repository");
else {
  say(
    "Lift is against the average lead, with the middle 95 % of a bootstrap, and beside it the highest lift there can be.",
  );
  say("It says how well leads are ranked, not what calling them changes: only a random hold-out of calls shows that.");
  say(
    "The yardstick's figures are for its own list of fields, of which only the number is written down. The test rows have been looked at while this was built.",
  );
  for (const set of sets) showSet(set, baselines[set.key] as Baseline);
}
