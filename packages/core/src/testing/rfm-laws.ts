import * as fc from "fast-check";
import { DAY_MS } from "../model";
import {
  checkRfmModel,
  fitRfm,
  measureRfm,
  mergeOrders,
  mergeRfmTallies,
  type Order,
  type OrderSummary,
  type Rfm,
  type RfmOptions,
  rfmOf,
  scoreRfm,
  summariseOrders,
  tallyRfm,
} from "../scoring";
import { type Law, law } from "./law";

const NOW = 1_000 * DAY_MS;

/** Orders around a moment: some later than it, some refunds. */
const arbitraryOrders: fc.Arbitrary<Order[]> = fc.array(
  fc.record({
    at: fc.integer({ min: NOW - 900 * DAY_MS, max: NOW + 30 * DAY_MS }),
    amountMinor: fc.integer({ min: -500_000, max: 50_000_000 }),
  }),
  { maxLength: 12 },
);

const arbitraryRfm: fc.Arbitrary<Rfm> = fc.record({
  recencyDays: fc.nat(900),
  frequency: fc.integer({ min: 1, max: 30 }),
  monetaryMinor: fc.integer({ min: -100_000, max: 50_000_000 }),
});

const arbitraryPopulation = fc.array(arbitraryRfm, { minLength: 1, maxLength: 60 });

/**
 * The laws of RFM, to run on a host's own bins, weights and segments.
 *
 * @param options as of `fitRfm`
 * @returns laws for any test runner; each tries 100 random populations by default
 * @example
 * rfmLaws({ method: "quantile", bins: 5, weights: { recency: 5, frequency: 3, monetary: 2 } }).length; // => 5
 */
export function rfmLaws(options: RfmOptions): readonly Law[] {
  return [
    law(
      "merging sums of orders is associative and commutative, with no orders as its identity",
      fc.property(arbitraryOrders, arbitraryOrders, arbitraryOrders, (x, y, z) => {
        const [a, b, c] = [sumOf(x), sumOf(y), sumOf(z)];
        same(mergeOrders(a, b), mergeOrders(b, a), "commutative");
        same(mergeOrders(mergeOrders(a, b), c), mergeOrders(a, mergeOrders(b, c)), "associative");
        same(mergeOrders(a, { orders: 0, amountMinor: 0 }), a, "identity");
      }),
    ),
    law(
      "orders that were summed up apart, in any order, measure like all of them",
      fc.property(arbitraryOrders, arbitraryOrders, (some, others) => {
        const all = [...others, ...some].reverse();
        same(rfmOf(mergeOrders(sumOf(some), sumOf(others)), { now: NOW }), measureRfm(all, { now: NOW }), "measures");
      }),
    ),
    law(
      "shards that were counted apart, in any order, fit to the bytes of one fit",
      fc.property(arbitraryPopulation, fc.array(fc.nat(2)), (population, shards) => {
        const parts = [0, 1, 2].map((shard) => population.filter((_, i) => (shards[i] ?? 0) === shard));
        const merged = parts.map(tallyRfm).reduceRight(mergeRfmTallies);
        same(fitRfm(merged, options), fitRfm([...population].reverse(), options), "model");
      }),
    ),
    law(
      "a model survives JSON, is checked when it is read back, and scores the same",
      fc.property(arbitraryPopulation, arbitraryRfm, (population, rfm) => {
        const model = fitRfm(population, options);
        const checked = checkRfmModel(JSON.parse(JSON.stringify(model)));
        if (!checked.ok) throw new Error(`a fitted model is refused: ${JSON.stringify(checked.error)}`);
        same(checked.value, model, "JSON");
        same(scoreRfm(rfm, checked.value), scoreRfm(rfm, model), "score");
      }),
    ),
    law(
      "more recent, more often, for more money never scores lower; the weighted score is in [0, 1]",
      fc.property(arbitraryPopulation, arbitraryRfm, arbitraryRfm, (population, one, other) => {
        const model = fitRfm(population, options);
        const best: Rfm = {
          recencyDays: Math.min(one.recencyDays, other.recencyDays),
          frequency: Math.max(one.frequency, other.frequency),
          monetaryMinor: Math.max(one.monetaryMinor, other.monetaryMinor),
        };
        const [a, b] = [scoreRfm(one, model), scoreRfm(best, model)];
        if (b.r < a.r || b.f < a.f || b.m < a.m || b.weighted < a.weighted)
          throw new Error(`fell from ${JSON.stringify(a)} to ${JSON.stringify(b)}`);
        if (!(a.weighted >= 0 && a.weighted <= 1)) throw new Error(`weighted score ${a.weighted}`);
      }),
    ),
  ];
}

const sumOf = (orders: readonly Order[]): OrderSummary => summariseOrders(orders, { now: NOW });

function same(a: unknown, b: unknown, what: string): void {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left !== right) throw new Error(`${what}:\n  ${left}\n  ${right}`);
}
