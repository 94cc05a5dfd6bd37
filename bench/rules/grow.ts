import type { Facts, Rule } from "@tributary/rules/condition";
import { growthExponent, print, race } from "../measure";
import { countMatches, type Matcher } from "./peers";
import { makeRules } from "./world";

const COUNTS = [10, 100, 1_000];

/** Prints what one rule costs as their number grows, everything else equal, and the exponent of the whole. */
export async function grow(
  bench: string,
  load: (rules: readonly Rule[]) => Matcher,
  persons: readonly Facts[],
  rounds: number,
  make: (count: number) => readonly Rule[] = makeRules,
): Promise<void> {
  const contenders = COUNTS.map((count) => {
    const matcher = load(make(count));
    const repeats = 1_000 / count;
    const run = async (): Promise<void> => {
      for (let i = 0; i < repeats; i++) await countMatches(matcher, persons);
    };
    return { name: String(count), share: repeats, run };
  });
  const costs = await race(contenders, rounds);
  const points = COUNTS.map((size) => ({ size, cost: costs.get(String(size)) as number }));
  const perRule = points.map(({ size, cost }) => (cost * 1e6) / (size * persons.length));
  const [first = 0] = perRule;
  for (const [i, ours] of perRule.entries())
    print({
      bench: `${bench} growth`,
      size: COUNTS[i] as number,
      ours,
      peer: `itself with ${COUNTS[0]} rules`,
      theirs: first,
      ratio: first / ours,
      unit: "ns CPU a rule",
    });
  const exponent = growthExponent(points);
  const size = COUNTS.at(-1) as number;
  print({
    bench: `${bench} growth`,
    size,
    ours: exponent,
    peer: "linear in rules",
    theirs: 1,
    ratio: 1 / exponent,
    unit: "exponent",
  });
}
