import { ours, type Settings } from "./contenders";
import type { Look, RealLog } from "./history";
import { mean, measureRanker } from "./measure-ranker";
import { QUESTIONS, type Task, tasksOf } from "./tasks";

/** What is tried of each setting, one after the other, each time from the best so far. */
const TRIED: readonly ((settings: Settings) => readonly Settings[])[] = [
  (settings) => [0.0003, 0.001, 0.003, 0.01, 0.1].map((halfAfterDays) => ({ ...settings, halfAfterDays })),
  (settings) => [0.003, 0.01, 0.1].map((doubt) => ({ ...settings, doubt })),
  (settings) => [0, 0.5, 2, 4].map((seen) => weighed(settings, { seen })),
  (settings) => [0, 0.5, 1, 2].map((attributes) => weighed(settings, { attributes })),
  (settings) => [0.02, 0.05, 0.1, 0.2].map((popularity) => weighed(settings, { popularity })),
  (settings) => [0, 0.5, 2, 5].map((shrinkage) => ({ ...settings, shrinkage })),
  (settings) => [0.02, 1].map((withinDays) => ({ ...settings, withinDays })),
  (settings) => [0.5, 2, 4].map((seen) => weighed(settings, { seen })),
  (settings) => [0.0003, 0.001, 0.003, 0.01].map((halfAfterDays) => ({ ...settings, halfAfterDays })),
];

const weighed = (settings: Settings, weights: Partial<Settings["weights"]>): Settings => ({
  ...settings,
  weights: { ...settings.weights, ...weights },
});

const START: Settings = {
  weights: { seen: 1, attributes: 1, coViews: 1, reputation: 0, popularity: 0.1 },
  halfAfterDays: 0.003,
  doubt: 0.01,
  shrinkage: 2,
  neighbours: 50,
  withinDays: 1_000,
};

/** Most tasks of one question a setting is tried on. */
const MOST = 500;

/**
 * The settings that answer best what persons looked at next in the last 30 % of what they are given, knowing the rest:
 * by hits among ten and reciprocal rank, added up over all questions.
 */
export function tune(log: RealLog, looks: readonly Look[]): Settings {
  const cut = looks[Math.floor(looks.length * 0.7)]?.at ?? 0;
  const known = looks.filter(({ at }) => at < cut);
  const tasks = QUESTIONS.map((question) => some(tasksOf(looks, question, cut, Number.POSITIVE_INFINITY)));
  const worth = (settings: Settings): number => {
    const ranker = ours(log, known, settings);
    const means = tasks.map((asked) => measureRanker(ranker, asked));
    return means.reduce((sum, { hit, mrr }) => sum + mean(hit) + mean(mrr), 0);
  };
  let best = { settings: START, worth: worth(START) };
  for (const step of TRIED)
    for (const settings of step(best.settings)) {
      const found = { settings, worth: worth(settings) };
      if (found.worth > best.worth) best = found;
    }
  return best.settings;
}

/** Every n-th, so that there are few enough. */
const some = (tasks: readonly Task[]): readonly Task[] => {
  const step = Math.ceil(tasks.length / MOST);
  return tasks.filter((_, i) => i % step === 0);
};
