/**
 * Five cars of 200 for each of 1e3, 1e4 and 1e5 invented persons with some ten interests, every pick with its reasons,
 * beside the same score computed as its definition reads and without reasons. Both must give the same scores, place by
 * place, before a figure is printed; the peer is timed on a hundredth of the largest sizes.
 */
import { compileMatcher, fitCoViews } from "@tributary/core";
import { inventCatalogue, inventCoViews, inventPersons, NOW } from "./match/invented";
import { matchNaively } from "./match/naive";
import { growthExponent, print, race, remark } from "./measure";

const PEER = "every interest again for every car, no reasons";
const catalogue = inventCatalogue(200);
const coViews = fitCoViews(inventCoViews(catalogue));
const matcher = compileMatcher(catalogue, { coViews });
const options = { now: NOW, limit: 5 };

for (const [i, person] of inventPersons(1_000, catalogue).entries()) {
  const ours = matcher.match(person, options);
  const theirs = matchNaively(person, catalogue, coViews, options);
  const apart = ours.filter(({ score }, place) => !(Math.abs(score - (theirs[place]?.score ?? Number.NaN)) < 1e-6));
  if (ours.length !== theirs.length || apart.length > 0)
    throw new Error(`person ${i}: ${JSON.stringify([ours, theirs])}`);
}

const costs: { size: number; cost: number }[] = [];
for (const size of [1e3, 1e4, 1e5]) {
  const persons = inventPersons(size, catalogue);
  const sample = persons.slice(0, Math.max(100, size / 100));
  const mine = (): void => {
    for (const person of persons) matcher.match(person, options);
  };
  const naively = (): void => {
    for (const person of sample) matchNaively(person, catalogue, coViews, options);
  };
  const contenders = [
    { name: "ours", run: mine },
    { name: PEER, run: naively, share: sample.length / size },
  ];
  const times = await race(contenders, 3);
  const [ours, theirs] = [times.get("ours") as number, times.get(PEER) as number];
  costs.push({ size, cost: ours });
  print({ bench: "match, 200 cars", size, ours, peer: PEER, theirs, ratio: theirs / ours, unit: "ms CPU" });
}
remark(`growth exponent ${growthExponent(costs).toFixed(2)}`);
