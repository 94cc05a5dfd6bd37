import type { Facts, Rule } from "@tributary/rules/condition";
import { print, race } from "../measure";
import { countMatches, type Matcher, mustAgree } from "./peers";
import { reference } from "./world";

/** An engine loaded with the rules, and the share of the persons it is timed on. */
export interface Engine {
  readonly name: string;
  readonly matcher: Matcher;
  readonly share: number;
}

/** Compares every engine's answers with a plain reading of the rules, then times them in the same rounds. */
export async function contest(
  bench: string,
  world: { readonly rules: readonly Rule[]; readonly persons: readonly Facts[] },
  engines: { readonly ours: Engine; readonly peers: readonly Engine[] },
  rounds: number,
): Promise<void> {
  const { rules, persons } = world;
  const all = [engines.ours, ...engines.peers];
  const sample = persons.slice(0, 300);
  const expected = reference(rules, sample);
  for (const { name, matcher } of all) await mustAgree(name, matcher, sample, expected);
  const contenders = all.map(({ name, matcher, share }) => {
    const part = persons.slice(0, persons.length * share);
    return { name, share, run: () => countMatches(matcher, part) };
  });
  const times = await race(contenders, rounds);
  const ours = times.get(engines.ours.name) as number;
  for (const { name } of engines.peers) {
    const theirs = times.get(name) as number;
    const size = rules.length * persons.length;
    print({ bench, size, ours, peer: name, theirs, ratio: theirs / ours, unit: "ms CPU" });
  }
}
