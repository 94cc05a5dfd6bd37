import { type Issue, issueAt } from "../model";

/**
 * How often and how lately one customer bought, in one unit of time for all: a model speaks in the unit it was fitted in.
 *
 * Somebody new is `{ frequency: 0, recency: 0, age: 0 }`.
 */
export interface CustomerHistory {
  /** Repeat purchases (复购次数): all but the first, those of one period counted once. */
  readonly frequency: number;
  /** From the first purchase to the **last**, not from the last to now; 0 without a repeat. */
  readonly recency: number;
  /** From the first purchase to the end of what is known; for BG/BB the occasions to buy after the first, a whole number. */
  readonly age: number;
  /** How many customers have this history; 1 by default. */
  readonly customers?: number;
}

/** Most mistakes told at once: nobody reads more. Our choice. */
export const MAX_ISSUES = 100;

/**
 * What is wrong with histories, each mistake in its place: `/3/recency` is that of the fourth.
 *
 * @param options.occasions whether recency and age count occasions, as BG/BB does
 */
export function historyIssues(
  histories: readonly CustomerHistory[],
  options: { readonly occasions?: boolean } = {},
): readonly Issue[] {
  const issues: Issue[] = [];
  for (let i = 0; i < histories.length && issues.length < MAX_ISSUES; i++) {
    const mistake = mistakeOf(histories[i] as CustomerHistory, options.occasions ?? false);
    if (mistake) issues.push(issueAt("bad-history", [i, mistake[0]], mistake[1]));
  }
  return issues;
}

/** Throws at a history that cannot be: a caller that passes one has a bug. */
export function requireHistory(history: CustomerHistory, options: { readonly occasions: boolean }): void {
  const mistake = mistakeOf(history, options.occasions);
  if (mistake) throw new RangeError(`${mistake[0]} ${mistake[1]}`);
}

function mistakeOf(history: CustomerHistory, occasions: boolean): readonly [keyof CustomerHistory, string] | undefined {
  const { frequency, recency, age, customers = 1 } = history;
  if (!(Number.isSafeInteger(frequency) && frequency >= 0))
    return ["frequency", `must be a whole number from 0, got ${frequency}`];
  if (!(Number.isFinite(age) && age >= 0)) return ["age", `must be a number from 0, got ${age}`];
  if (!(recency >= 0 && recency <= age)) return ["recency", `must be from 0 to age, ${age}, got ${recency}`];
  if (frequency === 0 ? recency !== 0 : recency === 0)
    return ["recency", `must be 0 exactly where frequency is, got ${recency} with ${frequency} repeats`];
  if (!(Number.isSafeInteger(customers) && customers >= 1))
    return ["customers", `must be a whole number from 1, got ${customers}`];
  if (occasions && !(Number.isSafeInteger(age) && Number.isSafeInteger(recency)))
    return ["age", `must be a whole number of occasions, as recency, got ${age} and ${recency}`];
  if (occasions && frequency > recency)
    return ["frequency", `must be at most recency, ${recency}: one purchase an occasion, got ${frequency}`];
  return undefined;
}
