import { type Issue, issueAt, ok, type Result, refuse } from "../model";
import { type CustomerHistory, historyIssues } from "./customer-history";

/** Histories grouped, with what fitting needs to know of all of them. */
export interface HistorySums {
  readonly groups: readonly HistoryGroup[];
  readonly customers: number;
  readonly repeats: number;
  readonly meanAge: number;
}

/** Checks histories and groups them, in units of their mean age: what a model is searched on. */
export function groupForFit(histories: readonly CustomerHistory[]): Result<HistorySums, readonly Issue[]> {
  const issues = historyIssues(histories);
  if (issues.length > 0) return refuse(issues);
  const sums = sumUp(histories);
  if (sums.repeats === 0) return refuse([issueAt("no-repeats", [], "somebody must have bought more than once")]);
  return ok({ ...sums, groups: scaled(sums.groups, sums.meanAge) });
}

/** Groups histories and adds them up. */
export function sumUp(histories: readonly CustomerHistory[]): HistorySums {
  const groups = groupHistories(histories);
  let [customers, repeats, ages] = [0, 0, 0];
  for (const group of groups) {
    customers += group.customers;
    repeats += group.customers * group.frequency;
    ages += group.customers * group.age;
  }
  return { groups, customers, repeats, meanAge: ages / customers };
}

/** Histories in another unit of time. */
const scaled = (groups: readonly HistoryGroup[], unit: number): readonly HistoryGroup[] =>
  groups.map((group) => ({ ...group, recency: group.recency / unit, age: group.age / unit }));

/** One history and how many customers have it. */
export type HistoryGroup = Required<CustomerHistory>;

/** Equal histories as one, in an order of their own: by frequency, recency, age. */
function groupHistories(histories: readonly CustomerHistory[]): readonly HistoryGroup[] {
  const sorted = [...histories].sort(inOrder);
  const groups: { frequency: number; recency: number; age: number; customers: number }[] = [];
  for (const { frequency, recency, age, customers = 1 } of sorted) {
    const last = groups.at(-1);
    if (last && last.frequency === frequency && last.recency === recency && last.age === age) {
      last.customers += customers;
    } else groups.push({ frequency, recency, age, customers });
  }
  return groups;
}

const inOrder = (a: CustomerHistory, b: CustomerHistory): number =>
  a.frequency - b.frequency || a.recency - b.recency || a.age - b.age;
