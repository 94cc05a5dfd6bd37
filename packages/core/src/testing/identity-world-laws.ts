import * as fc from "fast-check";
import {
  createIdentityGraph,
  type Evidence,
  type IdentityGraph,
  type IdentityPolicy,
  type Resolution,
  resolve,
} from "../identity/index";
import { byCodeUnit, type Dice, seededDice } from "../model";
import { keysOf, readWhole, same } from "./identity-reading";
import { type Law, law } from "./law";
import { generateWorld } from "./world";
import { worldEvidence } from "./world-evidence";

/** How large the worlds are, and in how many orders each is read. */
export interface IdentityWorldOptions {
  /** 40 by default. */
  readonly persons?: number;
  /** Orders in which the evidence of each world is read; 5 by default. */
  readonly permutations?: number;
}

/** Later than all evidence of a world. */
const ALWAYS = 8.64e15;
/** A reading of everything asks why of many pairs: each order is asked about every so manieth identifier, in turn. */
const SLICES = 64;

/**
 * Two laws of {@link identityLaws} on whole worlds instead of small nasty cases: in any order the evidence of a world
 * gives the same bytes, and a graph that grows with it, batch by batch, is what resolving all of it gives.
 *
 * A law's `numRuns` is the number of worlds; a counterexample is the seed of its world.
 *
 * @param policy a policy from `definePolicy`; identifiers of types it does not know join nobody
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "deviceId", normalise: "text", tier: 2 }],
 * });
 * identityWorldLaws(policy, { persons: 10 }).forEach(({ check }) => check({ numRuns: 2 })); // => undefined
 */
export function identityWorldLaws(policy: IdentityPolicy, options: IdentityWorldOptions = {}): readonly Law[] {
  const { persons = 40, permutations = 5 } = options;
  const onWorlds = (holds: (evidence: Evidence, dice: Dice) => void): fc.IProperty<[number]> =>
    fc.property(fc.noShrink(fc.noBias(fc.nat())), (seed) =>
      holds(worldEvidence(generateWorld({ seed, persons, eventsPerPerson: 6 })), seededDice(seed)),
    );
  const read = (evidence: Evidence): Resolution => resolve(evidence, policy, { asOf: ALWAYS });
  return [
    law(
      "1: in any order the evidence of a world gives the same bytes",
      onWorlds((evidence, dice) => {
        const whole = slicesOf(read(evidence));
        for (let order = 0; order < permutations; order++) {
          same(slicesOf(read(shuffled(evidence, dice)))(order), whole(order), `order ${order}`);
        }
      }),
    ),
    law(
      "4: a graph that grew with the evidence of a world, in any order and batches, is what resolving it gives",
      onWorlds((evidence, dice) => {
        const whole = read(evidence);
        for (let order = 0; order < permutations; order++) {
          const graph = createIdentityGraph(policy);
          const steps = stepsOf(shuffled(evidence, dice), dice);
          const half = dice.below(steps.length);
          for (const step of steps.slice(0, half)) take(graph, step);
          compare(graph, read(joined(steps.slice(0, half))), `order ${order}, after ${half} steps`);
          for (const step of steps.slice(half)) take(graph, step);
          compare(graph, whole, `order ${order}`);
        }
      }),
    ),
  ];
}

const shuffled = (evidence: Evidence, dice: Dice): Required<Evidence> => ({
  observations: dice.shuffle(evidence.observations).map((one) => ({ ...one, ids: dice.shuffle(one.ids) })),
  retracted: dice.shuffle(evidence.retracted ?? []),
  overrides: dice.shuffle(evidence.overrides ?? []),
  consents: dice.shuffle(evidence.consents ?? []),
  cuts: dice.shuffle(evidence.cuts ?? []),
});

/** Everything a resolution says, and why of the identifiers whose turn it is; each part is read once. */
function slicesOf(resolution: Resolution): (order: number) => string {
  const keys = resolution.persons.flatMap(keysOf).sort(byCodeUnit);
  const known = new Map<number, string>();
  return (order) => {
    const slice = order % SLICES;
    const own = keys.filter((_, i) => i % SLICES === slice);
    const text = known.get(slice) ?? readWhole(resolution, own);
    known.set(slice, text);
    return text;
  };
}

const NOTHING: Required<Evidence> = { observations: [], retracted: [], overrides: [], consents: [], cuts: [] };

/** The evidence in batches of one or many, in any order. */
function stepsOf(evidence: Required<Evidence>, dice: Dice): readonly Required<Evidence>[] {
  const steps: Required<Evidence>[] = [];
  for (const kind of Object.keys(NOTHING) as (keyof Evidence)[]) {
    for (let from = 0; from < evidence[kind].length; ) {
      const to = from + 1 + dice.below(dice.pick([1, 10, 100]));
      steps.push({ ...NOTHING, [kind]: evidence[kind].slice(from, to) });
      from = to;
    }
  }
  return dice.shuffle(steps);
}

const joined = (steps: readonly Required<Evidence>[]): Evidence => ({
  observations: steps.flatMap(({ observations }) => observations),
  retracted: steps.flatMap(({ retracted }) => retracted),
  overrides: steps.flatMap(({ overrides }) => overrides),
  consents: steps.flatMap(({ consents }) => consents),
  cuts: steps.flatMap(({ cuts }) => cuts),
});

function take(graph: IdentityGraph, { observations, retracted, ...decisions }: Required<Evidence>): void {
  graph.add(observations);
  graph.decide(decisions);
  graph.retract(retracted);
}

function compare(graph: IdentityGraph, whole: Resolution, when: string): void {
  const persons = [...graph.persons()].sort((x, y) => byCodeUnit(x.oneId, y.oneId));
  same(persons, whole.persons, `persons, ${when}`);
  for (const person of whole.persons) {
    same(graph.lookup(person.oneId), person, `lookup of ${person.oneId}, ${when}`);
    for (const key of keysOf(person)) same(graph.personOf(key), person, `person of ${key}, ${when}`);
  }
}
