import { describe, it } from "vitest";
import { identityLaws } from "../testing/identity-laws";
import { definePolicy } from "./define-policy";
import type { IdentityPolicy } from "./policy";

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

describe.each(policies)("resolution under %s policy obeys", (_, policy) => {
  it.each(identityLaws(policy))("$name", ({ check }) => check({ numRuns: RUNS }));
});
