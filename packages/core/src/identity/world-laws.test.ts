import { describe, expect, it } from "vitest";
import { identityWorldLaws } from "../testing/identity-world-laws";
import { generateWorld } from "../testing/index";
import { worldEvidence } from "../testing/world-evidence";
import { definePolicy } from "./define-policy";
import type { IdentityPolicy } from "./policy";
import { resolve } from "./resolve";

const WORLDS = Number(process.env.TRIBUTARY_WORLDS ?? 4);
const PERMUTATIONS = Number(process.env.TRIBUTARY_PERMUTATIONS ?? 5);
/** A failure names it; other worlds every time where it is not given. */
const SEED = process.env.TRIBUTARY_SEED;
/** Far more than one order takes, on a machine with much else to do. */
const MOST_MS = 2_000;

/** Limits, windows, hubs, silences and consents that all have something to do in a world. */
const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 12,
  maxComponent: 40,
  consent: "optOut",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "unionid", normalise: "text", scoped: true, tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, limit: 2, hub: 5, silence: "60d" },
    { type: "externalUserid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "loginId", normalise: "lower", tier: 1 },
    { type: "email", normalise: "email", tier: 1 },
    { type: "deviceId", normalise: "text", tier: 2, hub: 8, hubPersons: 3, windowLimit: { limit: 1, within: "60d" } },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
  ],
});

describe("worldEvidence", () => {
  it("gives resolution everything to do", () => {
    const evidence = [1, 2, 3].map((seed) => worldEvidence(generateWorld({ seed, persons: 200 })));
    const found = evidence.map((one) => resolve(one, policy, { asOf: 8.64e15 }));
    const refused = found.flatMap((one) => one.refused.map(({ witness }) => witness.code));
    expect(new Set(refused)).toEqual(new Set(["limit", "window-limit", "cannot-link", "max-component"]));
    const epochs = found.flatMap((one) => one.epochs.flatMap(({ because }) => because?.code ?? []));
    expect(new Set(epochs)).toEqual(new Set(["cut", "silence"]));
    for (const what of ["hubs", "blocked", "conflicts"] as const) {
      expect(found.some((one) => one[what].length > 0)).toBe(true);
    }
    expect(evidence.flatMap(({ retracted = [] }) => retracted).length).toBeGreaterThan(0);
  });

  it("is the same for the same world, and every observation is there as often as its event", () => {
    const world = generateWorld({ seed: 2, persons: 20 });
    expect(worldEvidence(world)).toEqual(worldEvidence(world));
    expect(worldEvidence(world).observations.map(({ obsId }) => obsId)).toEqual(world.events.map(({ id }) => id));
  });
});

describe("resolution of whole worlds obeys", () => {
  const laws = identityWorldLaws(policy, { permutations: PERMUTATIONS });
  const timeout = 300_000 + WORLDS * PERMUTATIONS * MOST_MS;
  it.each(laws)(
    "$name",
    ({ check }) => check({ numRuns: WORLDS, ...(SEED !== undefined && { seed: Number(SEED) }) }),
    timeout,
  );
});
