import {
  type Catalogue,
  compileMatcher,
  countCoViews,
  fitCoViews,
  type MatcherOptions,
  type MatchWeights,
} from "@tributary/core";
import type { Look, RealLog } from "./history";
import type { Task } from "./tasks";

/** Ranks items for a task, the best first; at least {@link DEPTH} where there are so many. */
export type Ranker = (task: Task) => readonly string[];

/** How far down a list is looked. */
const DEPTH = 100;

/** What ours is told beside the log. */
export interface Settings extends Required<Pick<MatcherOptions, "halfAfterDays" | "doubt">> {
  readonly weights: MatchWeights;
  readonly shrinkage: number;
  readonly neighbours: number;
  readonly withinDays: number;
}

const histories = (looks: readonly Look[]): readonly (readonly { car: string; at: number }[])[] => {
  const byPerson = new Map<string, { car: string; at: number }[]>();
  for (const { person, item, at } of looks) {
    const known = byPerson.get(person);
    if (known) known.push({ car: item, at });
    else byPerson.set(person, [{ car: item, at }]);
  }
  return [...byPerson.values()];
};

const countsOf = (looks: readonly Look[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { item } of looks) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

/** The items of a log, those looked at most before first. */
function byPopularity(log: RealLog, looks: readonly Look[]): readonly string[] {
  const counts = countsOf(looks);
  const names = log.catalogue.cars.map(({ car }) => car).sort();
  return names.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}

/** The first of some lists that may be answered. */
function first(task: Task, ...lists: readonly Iterable<string>[]): readonly string[] {
  const found = new Set<string>();
  for (const list of lists)
    for (const item of list) {
      if (found.size >= DEPTH) return [...found];
      if (!task.excluded.has(item)) found.add(item);
    }
  return [...found];
}

/** What most looked at. */
export function popularity(log: RealLog, looks: readonly Look[]): Ranker {
  const popular = byPopularity(log, looks);
  return (task) => first(task, popular);
}

/** The person's own items, the last first, then what most looked at. */
export function repeat(log: RealLog, looks: readonly Look[]): Ranker {
  const popular = byPopularity(log, looks);
  return (task) =>
    first(
      task,
      [...task.before].reverse().map(({ item }) => item),
      popular,
    );
}

/** The person's own items, the last first, then those nearest to the last by plain cosine, then what most looked at. */
export function repeatThenCoView(log: RealLog, looks: readonly Look[]): Ranker {
  const popular = byPopularity(log, looks);
  const { neighbours } = fitCoViews(countCoViews(histories(looks)), { shrinkage: 0, neighbours: DEPTH });
  return (task) => {
    const own = [...task.before].reverse().map(({ item }) => item);
    return first(
      task,
      own,
      (neighbours[own[0] ?? ""] ?? []).map(({ car }) => car),
      popular,
    );
  };
}

/** Items by the sum of their plain cosines to the person's own, each counting alike; then what most looked at. */
export function plainCoView(log: RealLog, looks: readonly Look[]): Ranker {
  const popular = byPopularity(log, looks);
  const { neighbours } = fitCoViews(countCoViews(histories(looks), { maxCars: 1e9 }), {
    shrinkage: 0,
    neighbours: 1e9,
  });
  return (task) => {
    const sums = new Map<string, number>();
    for (const item of new Set(task.before.map((look) => look.item)))
      for (const { car, similarity } of neighbours[item] ?? []) sums.set(car, (sums.get(car) ?? 0) + similarity);
    const near = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return first(
      task,
      near.map(([item]) => item),
      popular,
    );
  };
}

/** `matchVehicles`, the items as cars; without settings, with every default. */
export function ours(log: RealLog, looks: readonly Look[], settings: Partial<Settings> = {}): Ranker {
  const { shrinkage, neighbours, withinDays, ...rest } = settings;
  const counts = countsOf(looks);
  const cars = log.catalogue.cars.map((car) => ({ ...car, popularity: counts.get(car.car) ?? 0 }));
  const catalogue: Catalogue = { ...log.catalogue, version: "1", cars };
  const together = countCoViews(histories(looks), withinDays === undefined ? {} : { withinDays });
  const fit = { ...(shrinkage !== undefined && { shrinkage }), ...(neighbours !== undefined && { neighbours }) };
  const coViews = fitCoViews(together, fit);
  const matcher = compileMatcher(catalogue, { ...rest, coViews });
  return ({ before, at, excluded }) => {
    const interests = before.map((look) => ({ car: look.item, at: look.at }));
    return matcher.match({ interests, owned: [...excluded] }, { limit: DEPTH, now: at }).map(({ car }) => car);
  };
}
