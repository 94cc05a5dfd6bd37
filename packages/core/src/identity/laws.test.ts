import { describe, expect, it } from "vitest";
import { DAY_MS, type Identifier } from "../model";
import { identityLaws } from "../testing/identity-laws";
import { definePolicy } from "./define-policy";
import type { Evidence } from "./evidence";
import type { IdentityPolicy } from "./policy";
import { resolve } from "./resolve";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 60);

const carmaker: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 9,
  maxComponent: 60,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    {
      type: "phone",
      normalise: "phoneCn",
      tier: 0,
      limit: 2,
      hub: 3,
      silence: "4d",
      windowLimit: { limit: 1, within: "5d" },
    },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "email", normalise: "email", tier: 1, hubPersons: 1 },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
    { type: "face", normalise: "text", tier: 1, merge: false },
    { type: "device", normalise: "lower", tier: 2, hub: 2, hubPersons: 2, minLength: 8, minDistinct: 4 },
    { type: "session", normalise: "text", tier: 2, transient: true },
  ],
});

const policies: readonly (readonly [string, IdentityPolicy])[] = [
  ["a carmaker's", carmaker],
  ["a carmaker's with consent asked for", { ...carmaker, consent: "optIn", prefer: "recent" }],
  ["a carmaker's with consent withdrawable", { ...carmaker, consent: "optOut" }],
  ["a carmaker's with caps that bite", { ...carmaker, maxComponent: 5, maxPerson: 4 }],
  [
    "one of two types without hubs",
    definePolicy({
      version: "1",
      prefer: "recent",
      maxPerson: 6,
      maxComponent: 7,
      consent: "off",
      types: [
        { type: "user", normalise: "upper", tier: 0, limit: 1 },
        {
          type: "cookie",
          normalise: "text",
          scoped: true,
          tier: 2,
          silence: "36h",
          windowLimit: { limit: 2, within: "36h" },
        },
      ],
    }),
  ],
];

describe("a silence", () => {
  const seen = { source: "app", strength: "verified", purpose: "service" } as const;
  const shared = { type: "email", value: "shared@example.com" };
  const evidence = (more: readonly Identifier[]): Evidence => ({
    observations: ["c-1", "c-2"].map((crmId, i) => ({
      obsId: crmId,
      ids: [{ type: "crmId", value: crmId }, { type: "phone", value: "13910010001" }, ...more],
      at: i * 4 * DAY_MS,
      ...seen,
    })),
  });

  it("is no silence where an e-mail goes on, though two persons share it and it joins nobody", () => {
    const whole = resolve(evidence([shared]), carmaker, { asOf: 20 * DAY_MS });
    expect([whole.hubs.map(({ key }) => key), whole.epochs]).toEqual([["email:shared@example.com"], []]);
    expect(resolve(evidence([]), carmaker, { asOf: 20 * DAY_MS }).epochs.length).toBe(2);
  });
});

describe.each(policies)("resolution under %s policy obeys", (_, policy) => {
  it.each(identityLaws(policy))("$name", ({ check }) => check({ numRuns: RUNS }));
});
