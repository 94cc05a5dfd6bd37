import { describe, it } from "vitest";
import { pointsLaws } from "../testing/loyalty-laws";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);

describe("a ledger whose lots are spent first in, first out, obeys", () => {
  it.each(pointsLaws("firstIn"))("$name", ({ check }) => check({ numRuns: RUNS }));
});

describe("a ledger whose lots are spent as they expire obeys", () => {
  it.each(pointsLaws("firstToExpire"))("$name", ({ check }) => check({ numRuns: RUNS }));
});
