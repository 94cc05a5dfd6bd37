import type { Look } from "./history";

/** What may be answered: anything, anything but the item looked at last, or only what the person never looked at. */
export const QUESTIONS = ["next", "next other", "next new"] as const;
export type Question = (typeof QUESTIONS)[number];

/** Which item a person looks at next. */
export interface Task {
  readonly person: string;
  /** What the person looked at before, in order of time; never empty. */
  readonly before: readonly Look[];
  readonly at: number;
  readonly answer: string;
  /** What is no answer here. */
  readonly excluded: ReadonlySet<string>;
}

/** Most questions about one person, the first ones, so that nobody's long evening is most of the figure. */
const MOST = 20;

/** Every question a part of a log answers: the looks in `[from, to)` by persons who looked at something before. */
export function tasksOf(looks: readonly Look[], question: Question, from: number, to: number): readonly Task[] {
  const histories = new Map<string, Look[]>();
  const asked = new Map<string, number>();
  const tasks: Task[] = [];
  for (const look of looks) {
    const history = histories.get(look.person) ?? [];
    if (look.at >= from && look.at < to) {
      const before = history.filter(({ at }) => at < look.at);
      const last = before[before.length - 1];
      const excluded =
        question === "next" ? [] : question === "next other" ? [last?.item ?? ""] : before.map(({ item }) => item);
      const times = asked.get(look.person) ?? 0;
      if (last && times < MOST && !excluded.includes(look.item)) {
        tasks.push({ person: look.person, before, at: look.at, answer: look.item, excluded: new Set(excluded) });
        asked.set(look.person, times + 1);
      }
    }
    history.push(look);
    histories.set(look.person, history);
  }
  return tasks;
}
