import { seededDice } from "@tributary/core";
import type { Ranker } from "./contenders";
import type { Task } from "./tasks";

/** How good a ranker is with each person, on average over what was asked of them. */
export interface PersonMeans {
  readonly hit: readonly number[];
  readonly mrr: readonly number[];
}

/** Asks everything. A hit is an answer among the first ten; of each the reciprocal rank, 0 beyond the hundredth. */
export function measureRanker(ranker: Ranker, tasks: readonly Task[]): PersonMeans {
  const sums = new Map<string, { asked: number; hits: number; reciprocal: number }>();
  for (const task of tasks) {
    const rank = ranker(task).indexOf(task.answer);
    const sum = sums.get(task.person) ?? { asked: 0, hits: 0, reciprocal: 0 };
    sum.asked++;
    if (rank >= 0 && rank < 10) sum.hits++;
    if (rank >= 0) sum.reciprocal += 1 / (rank + 1);
    sums.set(task.person, sum);
  }
  const all = [...sums.values()];
  return {
    hit: all.map(({ hits, asked }) => hits / asked),
    mrr: all.map(({ reciprocal, asked }) => reciprocal / asked),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The 95 % interval of a mean over persons, by drawing them again with replacement 2,000 times. */
export function bootstrap(values: readonly number[], seed = 1): readonly [low: number, high: number] {
  const dice = seededDice(seed);
  const means = Array.from({ length: 2_000 }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[dice.below(values.length)] as number;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return [means[50] as number, means[1_949] as number];
}
