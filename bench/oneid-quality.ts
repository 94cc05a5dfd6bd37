/**
 * How right OneIDs are on synthetic worlds whose truth is known: ours with the automotive preset, beside plain connected
 * components of the same identifiers and a sequential matcher with the same limits.
 *
 * Each figure is the mean of ten worlds of 600 persons, then one of 8,000. An identifier that changed hands is asked for
 * once for each owner, at the owner's last moment; the peers know no time. Churn is the share of identifiers that are
 * called otherwise than the evening before. Nobody withdraws consent here, which is no error of anybody's; what
 * withdrawals cost is said beside. The ceiling is what perfect knowledge of whose each identifier on each event is could
 * reach on the same events.
 *
 * The rest is said on stderr: who is wrongly together and by what, who is wrongly apart and why.
 */
import { type EpochMs, type Identifier, identifierKey } from "@tributary/core";
import { type Resolution, resolve } from "@tributary/core/identity";
import { generateWorld, type PartitionScores, scorePartition, type World } from "@tributary/core/testing";
import { automotive } from "@tributary/rules/presets/automotive";
import { print, remark } from "./measure";
import { daysOf, measureChurn } from "./oneid-quality/churn";
import { connectedComponents } from "./oneid-quality/connected-components";
import type { Matcher } from "./oneid-quality/matcher";
import { observationOf, ours } from "./oneid-quality/ours";
import { sequentialMatcher } from "./oneid-quality/sequential-matcher";
import { trueLinks } from "./oneid-quality/true-links";
import type { WrongBy } from "./oneid-quality/wrong";
import { wronglyApart } from "./oneid-quality/wrongly-apart";
import { wronglyTogether } from "./oneid-quality/wrongly-together";

const blueprint = automotive();
const policy = blueprint.identity;

const OURS = "ours";
const COMPONENTS = "connected components";
const SEQUENTIAL = "sequential matcher, same limits";
const CEILING = "perfect knowledge of every event";

/** Everything that is measured of one contender on one world, each in [0, 1]. */
type Measures = Readonly<Record<string, number>>;

/** Measures of which less is better. */
const LESS = new Set(["over-merged persons", "persons mixed up with others", "churn a day"]);

const measuresOf = ({ pairwise, bCubed, overMerged, mixed }: PartitionScores): Measures => ({
  "pairwise precision": pairwise.precision,
  "pairwise recall": pairwise.recall,
  "pairwise F1": pairwise.f1,
  "B-cubed precision": bCubed.precision,
  "B-cubed recall": bCubed.recall,
  "B-cubed F1": bCubed.f1,
  "over-merged persons": overMerged,
  "persons mixed up with others": mixed,
});

/** A contender's measures on a world, after it has taken in all its events day by day. */
function measure(
  world: World,
  matcher: Matcher,
  personOf: (id: Identifier, at: EpochMs) => string | undefined,
): Measures {
  const churn = measureChurn(matcher, daysOf(world.events, world.from), policy);
  return { ...measuresOf(scorePartition(world.truth, personOf)), "churn a day": churn };
}

/** What one world shows. */
interface Shown {
  readonly measures: ReadonlyMap<string, Measures>;
  readonly together: WrongBy;
  readonly apart: WrongBy;
  /** With the world's withdrawals of consent honoured. */
  readonly honoured: PartitionScores;
}

function show(seed: number, persons: number): Shown {
  const world = generateWorld({ seed, persons });
  const mine = ours(blueprint);
  const names = (matcher: Matcher) => (id: Identifier) => matcher.nameOf(identifierKey(id));
  const [components, sequential] = [connectedComponents(policy), sequentialMatcher(policy)];
  const measures = new Map([
    [OURS, measure(world, mine, (id, at) => mine.graph.personOf(id, at)?.oneId)],
    [COMPONENTS, measure(world, components, names(components))],
    [SEQUENTIAL, measure(world, sequential, names(sequential))],
  ]);
  const links = trueLinks(world, policy);
  const ceiling = (id: Identifier, at: EpochMs): string =>
    `${links.componentOf[links.entryAt(identifierKey(id), at) as number]}`;
  measures.set(CEILING, measuresOf(scorePartition(world.truth, ceiling)));
  const who = whole(world, []);
  requireEqual(mine.graph.personOf, who.personOf, world);
  const honouring = whole(world, consentsIn(world));
  return {
    measures,
    together: wronglyTogether(world, who),
    apart: wronglyApart(world, who, links),
    honoured: scorePartition(world.truth, (id, at) => honouring.personOf(id, at)?.oneId),
  };
}

type Consents = NonNullable<Parameters<typeof resolve>[0]["consents"]>;

const whole = (world: World, consents: Consents): Resolution =>
  resolve({ observations: world.events.map((event) => observationOf(event, blueprint)), consents }, policy, {
    asOf: world.to,
  });

const consentsIn = ({ events }: World): Consents =>
  events.flatMap(({ id, type, at, ids, properties }) =>
    type !== "consentGiven" && type !== "consentWithdrawn"
      ? []
      : ids.map((subject) => ({
          id,
          subject,
          purpose: String(properties.purpose),
          granted: type === "consentGiven",
          at,
        })),
  );

/** The graph that followed the days must hold the same persons as one reading of everything. */
function requireEqual(graph: Resolution["personOf"], who: Resolution["personOf"], { truth }: World): void {
  for (const { identifier } of truth) {
    const [a, b] = [graph(identifier), who(identifier)].map((person) => JSON.stringify(person?.ids));
    if (a !== b) throw new Error(`the graph and resolve differ over ${identifierKey(identifier)}`);
  }
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function report(persons: number, seeds: readonly number[]): void {
  const shown = seeds.map((seed) => show(seed, persons));
  const meanOf = (name: string, what: string): number =>
    mean(shown.map(({ measures }) => measures.get(name)?.[what] as number));
  for (const what of Object.keys(shown[0]?.measures.get(OURS) ?? {})) {
    for (const peer of [COMPONENTS, SEQUENTIAL, CEILING]) {
      if (peer === CEILING && !what.includes("recall")) continue;
      const [mine, theirs] = [meanOf(OURS, what), meanOf(peer, what)];
      const ratio = LESS.has(what) ? theirs / mine : mine / theirs;
      print({ bench: `oneid ${what}`, size: persons, ours: mine, peer, theirs, ratio, unit: "share" });
    }
  }
  remark(`${seeds.length} × ${persons} persons: precision and recall of pairs by seed`);
  shown.forEach(({ measures }, i) => {
    const of = (name: string, what: string): string => digits(measures.get(name)?.[what] as number);
    const ceiling = of(CEILING, "pairwise recall");
    remark(
      `  seed ${seeds[i]}: ${of(OURS, "pairwise precision")} ${of(OURS, "pairwise recall")}, of at most ${ceiling}`,
    );
  });
  const honoured = (which: "precision" | "recall"): string =>
    digits(mean(shown.map(({ honoured: { pairwise } }) => pairwise[which])));
  remark(`withdrawals of consent honoured: ${honoured("precision")} ${honoured("recall")}`);
  sayWrong(
    "wrongly together",
    shown.map(({ together }) => together),
  );
  sayWrong(
    "wrongly apart",
    shown.map(({ apart }) => apart),
  );
}

const digits = (share: number): string => share.toFixed(4);

function sayWrong(title: string, worlds: readonly WrongBy[]): void {
  const sums = new Map<string, { persons: number; pairs: number; by: Map<string, number> }>();
  for (const [reason, { persons, pairs, by }] of worlds.flatMap((each) => [...each])) {
    const sum = sums.get(reason) ?? { persons: 0, pairs: 0, by: new Map<string, number>() };
    sums.set(reason, sum);
    sum.persons += persons;
    sum.pairs += pairs;
    for (const [what, times] of by) sum.by.set(what, (sum.by.get(what) ?? 0) + times);
  }
  remark(`${title}:${sums.size === 0 ? " nobody" : ""}`);
  for (const [reason, { persons, pairs, by }] of [...sums].sort(([, x], [, y]) => y.pairs - x.pairs)) {
    const edges = [...by].sort(([, x], [, y]) => y - x).map(([what, times]) => `${what} ${times}`);
    remark(`  ${reason}: ${persons} persons, ${pairs} pairs${edges.length > 0 ? ` (${edges.join(", ")})` : ""}`);
  }
}

report(600, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
report(8_000, [1]);
