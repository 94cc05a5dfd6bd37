import type { Values } from "./compile-test";
import type { LeafPlan, Plan } from "./plan";

/**
 * Which rules may hold, as bits: rule i is bit i & 31 of word i >> 5.
 *
 * For each place that rules need to be something, and each value there can be, the rules are known beforehand which that
 * value does not rule out. Those of all places together (bitwise and) are the only ones worth asking. It never rules out a
 * rule that holds, so it changes no answer.
 *
 * @see P. O'Neil and D. Quass, Improved Query Performance with Variant Indexes (1997), on bitmap indexes
 */
export interface RuleIndex {
  /** Calls `visit` with the place of every rule that may hold, in order, until it answers true. */
  candidates(values: Values, visit: (rule: number) => boolean): void;
}

/** What a leaf demands of its place: to be one of some values, or a number from one end to another. */
type Demand =
  | { readonly at: number; readonly among: ReadonlySet<unknown> }
  | { readonly at: number; readonly from: number; readonly to: number };

type Bits = Uint32Array;

/** The rules that each value of one place leaves over. */
interface PlaceIndex {
  readonly at: number;
  readonly bitsOf: (value: unknown) => Bits;
}

/** What rules demand of one place. */
type Demands = Map<number, Demand[]>;

/** Most places, demands of one rule at one place, and thresholds told apart there. What is beyond is not used. Our choice. */
const MAX_PLACES = 16;
const MAX_DEMANDS = 4;
const MAX_BOUNDS = 128;

/** Most words of bits for the values named at one place: 16 MB. A place of more is not indexed. Our choice. */
const MAX_WORDS = 2 ** 22;

/** Indexes rules by what every one of them demands, at the places that most of them demand something of. */
export function indexRules(plans: readonly Plan[]): RuleIndex {
  const places = new Map<number, Demands>();
  for (const [rule, plan] of plans.entries())
    for (const demand of demandsOf(plan, true)) {
      const demands = places.get(demand.at) ?? new Map<number, Demand[]>();
      places.set(demand.at, demands);
      const known = demands.get(rule) ?? [];
      demands.set(rule, known);
      if (known.length < MAX_DEMANDS) known.push(demand);
    }
  const everyone = allBits(plans.length);
  const words = everyone.length;
  const indexes = [...places]
    .sort(([, a], [, b]) => b.size - a.size)
    .slice(0, MAX_PLACES)
    .flatMap(([at, demands]) => indexPlace(at, demands, everyone) ?? []);
  return {
    candidates: (values, visit) => {
      const bits = indexes.map(({ at, bitsOf }) => bitsOf(values[at]));
      for (let word = 0; word < words; word++) {
        let left = everyone[word] as number;
        for (let i = 0; i < bits.length; i++) left &= (bits[i] as Bits)[word] as number;
        for (; left !== 0; left &= left - 1) {
          const lowest = left & -left;
          if (visit((word << 5) + 31 - Math.clz32(lowest))) return;
        }
      }
    },
  };
}

/** What must be so for a plan to be surely true, or with `want` false surely false, as far as single leaves say it. */
function demandsOf(plan: Plan, want: boolean): readonly Demand[] {
  if (plan.kind === "leaf") return demandOf(plan, want) ?? [];
  const [only] = plan.children;
  if (plan.kind === "not") return only ? demandsOf(only, !want) : [];
  const needsAll = (plan.kind === "all") === want || plan.children.length === 1;
  return needsAll ? plan.children.flatMap((child) => demandsOf(child, want)) : [];
}

function demandOf({ named, slot: { index: at }, expected }: LeafPlan, want: boolean): readonly Demand[] | undefined {
  if (named.decorators.length > 0 || "slot" in expected) return undefined;
  const { constant } = expected;
  const { name } = named.operator;
  if ((name === "equal" && want) || (name === "notEqual" && !want)) return [{ at, among: new Set([constant]) }];
  if ((name === "in" && want) || (name === "notIn" && !want))
    return [{ at, among: new Set(constant as Iterable<unknown>) }];
  const [above, below] = ["greaterThan", "lessThan"].map((start) => name === start || name === `${start}Inclusive`);
  if (!above && !below) return undefined;
  const bound = constant as number;
  return above === want
    ? [{ at, from: bound, to: Number.POSITIVE_INFINITY }]
    : [{ at, from: Number.NEGATIVE_INFINITY, to: bound }];
}

/** A value nobody names leaves the rules that demand none; a number also those whose range it is in. */
function indexPlace(at: number, demands: Demands, everyone: Bits): PlaceIndex | undefined {
  const bitsFor = (fits: (demand: Demand) => boolean): Bits => {
    const bits = everyone.slice();
    for (const [rule, all] of demands) if (!all.every(fits)) clear(bits, rule);
    return bits;
  };
  const bounds = boundsOf([...demands.values()].flat());
  const ranges = Array.from({ length: bounds.length + 1 }, (_, i) => {
    const [low, high] = [bounds[i - 1] ?? Number.NEGATIVE_INFINITY, bounds[i] ?? Number.POSITIVE_INFINITY];
    return bitsFor((demand) => "from" in demand && demand.from <= high && demand.to >= low);
  });
  const nobody = bitsFor(() => false);
  const unnamed = (value: unknown): Bits =>
    typeof value === "number" ? (ranges[rankOf(value, bounds)] as Bits) : nobody;
  const named = new Map<unknown, Bits>();
  for (const [rule, all] of demands)
    for (const value of all.flatMap((demand) => ("among" in demand ? [...demand.among] : []))) {
      const bits = named.get(value) ?? unnamed(value).slice();
      named.set(value, bits);
      if (all.every((demand) => fitsValue(demand, value))) add(bits, rule);
      if (named.size * everyone.length > MAX_WORDS) return undefined;
    }
  return { at, bitsOf: (value) => named.get(value) ?? unnamed(value) };
}

const fitsValue = (demand: Demand, value: unknown): boolean =>
  "among" in demand ? demand.among.has(value) : typeof value === "number" && value >= demand.from && value <= demand.to;

/** The thresholds at a place, in order. */
function boundsOf(demands: readonly Demand[]): readonly number[] {
  const ends = demands.flatMap((demand) => ("from" in demand ? [demand.from, demand.to] : []));
  const all = [...new Set(ends.filter(Number.isFinite))].sort((a, b) => a - b);
  if (all.length <= MAX_BOUNDS) return all;
  return Array.from({ length: MAX_BOUNDS }, (_, i) => all[Math.floor((i * all.length) / MAX_BOUNDS)] as number);
}

/** How many bounds are not above a value: the place of its range. */
function rankOf(value: number, bounds: readonly number[]): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One bit for each rule. */
function allBits(rules: number): Bits {
  const bits = new Uint32Array((rules + 31) >> 5);
  for (let rule = 0; rule < rules; rule++) add(bits, rule);
  return bits;
}

const add = (bits: Bits, rule: number): void => {
  bits[rule >> 5] = (bits[rule >> 5] as number) | (1 << (rule & 31));
};

const clear = (bits: Bits, rule: number): void => {
  bits[rule >> 5] = (bits[rule >> 5] as number) & ~(1 << (rule & 31));
};
