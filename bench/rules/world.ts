import type { Condition, Facts, Rule } from "@tributary/rules/condition";

/** Numbers in [0, 1) from a seed: the same rules and persons on every machine. @see mulberry32, T. Ettinger (2017) */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const CITIES = ["上海", "北京", "广州", "深圳", "杭州", "成都", "武汉", "西安", "苏州", "重庆", "长沙", "宁波"];
const CHANNELS = ["app", "wecom", "store", "call", "ad"];

/** Persons with flat and nested facts. */
export function makePersons(count: number): readonly Facts[] {
  const random = dice(7);
  const upTo = (n: number): number => Math.floor(random() * n);
  return Array.from({ length: count }, () => ({
    city: CITIES[upTo(CITIES.length)],
    channel: CHANNELS[upTo(CHANNELS.length)],
    visits: upTo(20),
    testDrives: upTo(4),
    member: random() < 0.4,
    intent: Math.round(random() * 150) / 100,
    budget: { minMinor: upTo(200_000), maxMinor: 200_000 + upTo(300_000) },
    car: { ageYears: upTo(12), service: { count: upTo(15), spendMinor: upTo(50_000) } },
  }));
}

const NUMBERS: readonly (readonly [{ readonly fact: string; readonly path?: string }, number])[] = [
  [{ fact: "visits" }, 20],
  [{ fact: "testDrives" }, 4],
  [{ fact: "budget", path: "$.maxMinor" }, 500_000],
  [{ fact: "car", path: "$.ageYears" }, 12],
  [{ fact: "car", path: "$.service.count" }, 15],
  [{ fact: "car", path: "$.service.spendMinor" }, 50_000],
];

/** Rules of five leaves: `all[in, any[equal, path ≥], not[…], path ≥ or <]`. */
export function makeRules(count: number): readonly Rule[] {
  const random = dice(11);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, i) => ruleOf(i, () => leavesOf(random, one)));
}

/** As many rules as asked for out of 200 distinct leaves, 50 of each kind: 80 rules share one. */
export function makeSharingRules(count: number): readonly Rule[] {
  const random = dice(13);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const drawn = Array.from({ length: 50 }, () => leavesOf(random, one));
  return Array.from({ length: count }, (_, i) =>
    ruleOf(i, () => ({ city: one(drawn).city, either: one(drawn).either, not: one(drawn).not, last: one(drawn).last })),
  );
}

interface Leaves {
  readonly city: Condition;
  readonly either: Condition;
  readonly not: Condition;
  readonly last: Condition;
}

function leavesOf(random: () => number, one: <T>(list: readonly T[]) => T): Leaves {
  const number = (operator: string): Condition => {
    const [place, top] = one(NUMBERS);
    return { ...place, operator, value: Math.floor(top * (0.2 + 0.6 * random())) };
  };
  return {
    city: { fact: "city", operator: "in", value: CITIES.filter(() => random() < 0.7) },
    either: { any: [{ fact: "channel", operator: "equal", value: one(CHANNELS) }, number("greaterThanInclusive")] },
    not: { not: random() < 0.5 ? { fact: "member", operator: "equal", value: true } : number("lessThan") },
    last: number(random() < 0.5 ? "greaterThanInclusive" : "lessThan"),
  };
}

function ruleOf(i: number, leaves: () => Leaves): Rule {
  const { city, either, not, last } = leaves();
  return {
    name: `rule${i}`,
    conditions: { all: [city, either, not, last] },
    event: { type: "tag", params: { tag: `tag${i}` } },
  };
}

/** The plainest reading of such a rule: what every engine must answer. */
function holds(condition: Condition, facts: Facts): boolean {
  if ("all" in condition) return condition.all.every((child) => holds(child, facts));
  if ("any" in condition) return condition.any.some((child) => holds(child, facts));
  if ("not" in condition) return !holds(condition.not, facts);
  if ("condition" in condition) throw new Error("the bench has no named conditions");
  const { fact, path = "$", operator, value } = condition;
  const steps = path.split(".").slice(1);
  const actual = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], facts[fact]);
  switch (operator) {
    case "in":
      return (value as readonly unknown[]).includes(actual);
    case "equal":
      return actual === value;
    case "greaterThanInclusive":
      return (actual as number) >= (value as number);
    case "lessThan":
      return (actual as number) < (value as number);
    default:
      throw new Error(`the bench has no ${operator}`);
  }
}

/** The names of the rules that hold, for each person. */
export const reference = (rules: readonly Rule[], persons: readonly Facts[]): readonly (readonly string[])[] =>
  persons.map((facts) => rules.filter(({ conditions }) => holds(conditions, facts)).map(({ name }) => name as string));
