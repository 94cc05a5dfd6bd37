/**
 * One more event on a graph of persons: what solving the touched region anew costs, by how much it touches, beside
 * resolving everything again. The graph is held equal to `resolve` before anything is timed.
 *
 * Of a thousand changes each is one new observation, one taken back, or a tablet that one more customer used. The cost of
 * a change must not depend on how much else the graph knows: compare the sizes.
 *
 * Sizes 1e4, 1e5 and 1e6 links.
 */

import { parseIdentifierKey } from "@tributary/core";
import { createIdentityGraph, type Observation, resolve } from "@tributary/core/identity";
import { cpuMs, growthExponent, print, remark } from "./measure";
import { inventLinks, limited } from "./resolve/links";

const CHANGES = 1_000;
const EVERYTHING = "resolving everything anew";

/** The middle and the 99th of a hundred. */
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((x, y) => x - y)[Math.floor(share * (values.length - 1))] as number;

const costs: { size: number; cost: number }[] = [];
for (const size of [1e4, 1e5, 1e6]) {
  const { sightings, names } = inventLinks(size);
  const observations = sightings.map(
    ({ keys, source, strength, purpose, firstAt }, i): Observation => ({
      obsId: `o${i}`,
      ids: keys.map(parseIdentifierKey),
      at: firstAt,
      source,
      strength,
      purpose,
    }),
  );
  const graph = createIdentityGraph(limited, { names });
  const loadMs = await cpuMs(() => graph.add(observations));
  const whole = { ms: 0, persons: 0 };
  whole.ms = await cpuMs(() => {
    whole.persons = resolve({ observations }, limited, { asOf: 8.64e15, names }).persons.length;
  });
  const held = [...graph.persons()].length;
  if (held !== whole.persons) throw new Error(`the graph holds ${held} persons, resolve finds ${whole.persons}`);
  graph.diff();

  const changes: { readonly region: number; readonly us: number }[] = [];
  for (let i = 0; i < CHANGES; i++) {
    const known = observations[(i * 7_919) % observations.length] as Observation;
    const other = observations[(i * 104_729 + 1) % observations.length] as Observation;
    const more = { ...known, obsId: `more${i}`, ids: [known.ids[0], i % 3 === 0 ? known.ids[1] : other.ids[0]] };
    const before = process.cpuUsage();
    const region = i % 3 === 2 ? graph.retract([known.obsId]) : graph.add([more as Observation]);
    const { user, system } = process.cpuUsage(before);
    changes.push({ region, us: user + system });
  }
  const us = changes.map((change) => change.us);
  costs.push({ size, cost: quantile(us, 0.5) });
  for (const [name, share] of [
    ["p50", 0.5],
    ["p99", 0.99],
  ] as const) {
    const ours = quantile(us, share);
    print({
      bench: `graph, ${name}`,
      size,
      ours,
      peer: EVERYTHING,
      theirs: whole.ms * 1_000,
      ratio: (whole.ms * 1_000) / ours,
      unit: "µs CPU a change",
    });
  }
  print({
    bench: "graph, first load",
    size,
    ours: loadMs,
    peer: EVERYTHING,
    theirs: whole.ms,
    ratio: whole.ms / loadMs,
    unit: "ms CPU",
  });
  for (const [from, to] of [
    [0, 5],
    [5, 20],
    [20, 100],
    [100, Number.POSITIVE_INFINITY],
  ] as const) {
    const own = changes.filter(({ region }) => region >= from && region < to).map((change) => change.us);
    if (own.length > 0) {
      const [p50, p99] = [quantile(own, 0.5), quantile(own, 0.99)];
      remark(`${own.length} regions of ${from} to ${to - 1} identifiers: p50 ${p50} µs, p99 ${p99} µs`);
    }
  }
}
remark(`growth exponent of p50 over the size of the graph: ${growthExponent(costs).toFixed(2)}`);
