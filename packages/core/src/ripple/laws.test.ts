import { describe, it } from "vitest";
import { rippleLaws } from "../testing/ripple-laws";
import { defineRewards } from "./reward-rules";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);

const rules = defineRewards({
  campaign: "spring",
  rewards: [
    { to: "newcomer", points: 50 },
    { to: "inviter", points: 200, maxPerPerson: 1 },
    { to: "inviter's inviter", points: 20, maxPerPerson: 2 },
  ],
});

describe("ripples obey", () => {
  it.each(rippleLaws(rules))("$name", ({ check }) => check({ numRuns: RUNS }));
});
