import { describe, it } from "vitest";
import { HOUR_MS } from "../model";
import { leadLaws } from "../testing";
import { type AssignPolicy, DEFAULT_ASSIGN_POLICY } from "./assign";
import type { Dealer } from "./dealer";

const numRuns = Number(process.env.TRIBUTARY_RUNS ?? 100);
const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "18:00" }));
const shanghai = { zone: "Asia/Shanghai", week };
const urumqi = { zone: "Asia/Urumqi", week: [...week, { day: 6, from: "10:00", to: "16:00" }] };
const dealers: readonly Dealer[] = [
  { id: "d1", brands: ["Nova"], territories: ["310115", "31"], hours: shanghai, capacity: 3, performance: 0.2 },
  { id: "d2", brands: ["Nova", "Terra"], territories: ["31"], languages: ["zh"], hours: shanghai, capacity: 2 },
  { id: "d3", brands: ["Nova", "Terra"], territories: ["31"], languages: ["zh", "en"], hours: urumqi, capacity: 9 },
  { id: "d4", brands: ["Terra"], territories: ["65"], hours: urumqi, capacity: 0 },
];
const policies: readonly (readonly [string, AssignPolicy])[] = [
  ["the default policy", DEFAULT_ASSIGN_POLICY],
  ["a patient one that releases", { ...DEFAULT_ASSIGN_POLICY, opensWithinMs: 80 * HOUR_MS, ownerAway: "release" }],
];

describe.each(policies)("the laws of leads under %s", (_, policy) => {
  const laws = leadLaws({ dealers, policy, around: Date.UTC(2026, 2, 4) });
  it.each(laws.map(({ name, check }) => [name, check] as const))("%s", (_, check) => check({ numRuns }));
});
