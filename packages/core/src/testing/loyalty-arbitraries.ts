import * as fc from "fast-check";
import type { PointsEntry } from "../loyalty";

/** Where the entries of generated ledgers are kept. */
export const LEDGER_LEAVES: readonly string[] = ["a", "b", "c"];

const leaf = fc.constantFrom(...LEDGER_LEAVES);
const at = fc.integer({ min: 0, max: 24 });
const points = fc.integer({ min: 1, max: 6 });
const life = fc.option(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 40 })), { nil: undefined });
const of = fc.nat(11).map((i) => `e${i}`);

type Draft = Omit<PointsEntry, "id"> & { readonly life?: number | undefined };

const draft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("earn" as const), at, leaf, points, life }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("spend" as const), at, leaf, points }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("expire" as const), at, leaf, of }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("reverse" as const), at, leaf, of, points }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("adjust" as const), at, leaf, points, life }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("adjust" as const), at, leaf, points: points.map((value) => -value) }),
  },
);

/**
 * Ledgers of up to twelve entries in 25 milliseconds and three leaves, so that everything meets everything: reversals of
 * what is spent, expired, reversed or not there, and nothing in order. What is about another entry is kept at its leaf.
 *
 * @example
 * fc.assert(fc.property(arbitraryLedger, (entries) => checkPoints(entries).ok)); // => undefined
 */
export const arbitraryLedger: fc.Arbitrary<readonly PointsEntry[]> = fc
  .array(draft, { minLength: 1, maxLength: 12, size: "max" })
  .map((drafts) => {
    const entries = drafts.map(({ life: lasts, ...rest }, i) => ({
      ...rest,
      id: `e${i}`,
      ...(lasts !== undefined && { expiresAt: rest.at + lasts }),
    })) as PointsEntry[];
    return entries.map((entry) => {
      const target = "of" in entry ? entries.find(({ id }) => id === entry.of) : undefined;
      return target ? { ...entry, leaf: target.leaf } : entry;
    });
  });
