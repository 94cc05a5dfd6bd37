import { describe, expect, it } from "vitest";
import type { Identifier } from "../model";
import { bridgesOf } from "./bridges";
import { definePolicy } from "./define-policy";
import type { Observation } from "./evidence";
import type { Link } from "./links";
import type { IdentityPolicy, Strength } from "./policy";
import { resolve } from "./resolve";
import { resolveSightings } from "./resolve-sightings";
import type { Suggestion } from "./suggestion";

const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "text", tier: 0 },
    { type: "openid", normalise: "text", tier: 1, limit: 1 },
    { type: "device", normalise: "text", tier: 2 },
  ],
});
const id = (text: string): Identifier => {
  const [type = "", value = ""] = text.split(" ");
  return { type, value };
};
/** `crmId C-1 | phone 139: bound × 2`, one observation per instant. */
const observe = (lines: readonly string[]): readonly Observation[] =>
  lines.flatMap((line, place) => {
    const [ids = "", strength = "bound", count = "1"] = line.split(/: | × /);
    return Array.from({ length: Number(count) }, (_, i) => ({
      obsId: `${place} ${i}`,
      ids: ids.split(" | ").map(id),
      at: place * 100 + i,
      source: "app",
      strength: strength as Strength,
      purpose: "service",
    }));
  });
const suggest = (...lines: readonly string[]): readonly Suggestion[] =>
  resolve({ observations: observe(lines) }, policy, { asOf: 10_000 }).suggest();
const short = (suggestions: readonly Suggestion[]): readonly string[] =>
  suggestions.map(({ code, edge: { a, b } }) => `${code} ${a} ${b}`);

describe("suggest", () => {
  it("doubts one strong sighting that keeps out many weak ones", () => {
    const found = suggest(
      "crmId C-wang | device d-wang: bound × 40",
      "phone 139wang | device d-wang: bound × 30",
      "crmId C-li | phone 139wang: bound",
    );
    expect(short(found)).toEqual(["outvoted crmId:C-li phone:139wang"]);
    expect(found[0]).toMatchObject({
      observations: 30,
      against: [{ a: "device:d-wang", b: "phone:139wang", count: 30 }],
    });
  });

  it("doubts a refusal that was nearly the other way round, the nearest first", () => {
    const found = suggest(
      "crmId C-1 | openid oA: bound × 3",
      "crmId C-2 | openid oA: bound × 2",
      "crmId C-3 | openid oB: bound × 2",
      "crmId C-4 | openid oB: bound × 2",
      "crmId C-5 | openid oC: bound × 3",
      "crmId C-6 | openid oC: bound × 1",
      "crmId C-7 | openid oD: bound × 2",
      "crmId C-8 | openid oD: form × 2",
    );
    expect(short(found)).toEqual(["near-miss crmId:C-4 openid:oB", "near-miss crmId:C-2 openid:oA"]);
    expect(found[0]).toMatchObject({ rival: { a: "crmId:C-3", b: "openid:oB" }, witness: { code: "limit" } });
  });

  it("doubts the one weak sighting between two that are somebody, the larger at stake first", () => {
    const found = suggest(
      "crmId C-1 | device d-1: bound × 3",
      "crmId C-1 | openid oA: bound × 3",
      "phone 139 | device d-2: bound × 3",
      "crmId C-1 | phone 139: form",
      "crmId C-2 | phone 138: form",
    );
    expect(short(found)).toEqual(["bridge crmId:C-1 phone:139", "bridge crmId:C-2 phone:138"]);
    expect(found[0]).toMatchObject({
      parts: [
        ["crmId:C-1", "device:d-1", "openid:oA"],
        ["device:d-2", "phone:139"],
      ],
    });
  });

  it.each([
    ["seen twice", "crmId C-1 | phone 139: form × 2"],
    ["of a login", "crmId C-1 | phone 139: bound"],
    ["to what is nobody by itself", "crmId C-1 | device d-1: form"],
  ])("does not doubt an edge %s", (_, line) => {
    expect(suggest(line)).toEqual([]);
  });

  it("does not doubt an edge when another way leads round it", () => {
    expect(
      suggest("crmId C-1 | phone 139: form", "crmId C-1 | device d-1: bound", "phone 139 | device d-1: bound"),
    ).toEqual([]);
  });

  it("shows every edge for which only a matcher speaks", () => {
    const found = suggest(
      "phone 139 | device d-1: probable × 9",
      "device d-2 | phone 138: probable",
      "phone 138 | device d-2",
    );
    expect(short(found)).toEqual(["probable device:d-1 phone:139"]);
  });

  it("leaves decisions alone", () => {
    const a = id("crmId C-1");
    const b = id("phone 139");
    const decided = { link: "must" as const, a, b, at: 1, author: "li", reason: "asked her" };
    const observations = observe(["crmId C-1 | phone 139: form"]);
    expect(resolve({ observations, overrides: [decided] }, policy, { asOf: 10_000 }).suggest()).toEqual([]);
    expect(resolve({ observations }, policy, { asOf: 10_000 }).suggest()).toHaveLength(1);
  });

  it("takes as many as asked for", () => {
    const lines = [3, 1, 2].map((n) => `crmId C-${n} | phone 13${n}: form`);
    const who = resolve({ observations: observe(lines) }, policy, { asOf: 10_000 });
    expect(short(who.suggest({ limit: 2 }))).toEqual(["bridge crmId:C-1 phone:131", "bridge crmId:C-2 phone:132"]);
    expect(() => who.suggest({ limit: 0 })).toThrow(/limit must be an integer from 1, got 0/);
  });
});

describe("suggest of sightings", () => {
  it("orders what is equally doubtful by its keys, however it came", () => {
    const sightings = [3, 1, 2].map((n) => ({
      keys: [`crmId:C-${n}`, `phone:13${n}`],
      source: "app",
      strength: "form" as const,
      purpose: "service",
      count: 1,
      firstAt: 1,
      lastAt: 1,
    }));
    const names = { get: (key: string) => ({ seed: key, seq: 1 }) };
    const who = resolveSightings({ sightings }, policy, { asOf: 1, names });
    expect(short(who.suggest())).toEqual([1, 2, 3].map((n) => `bridge crmId:C-${n} phone:13${n}`));
  });
});

describe("bridgesOf", () => {
  const links = (...pairs: readonly (readonly [number, number])[]): readonly Link[] =>
    pairs.map(([a, b]) => ({ a, b, must: false, rank: 0, strength: 0, count: 1, firstAt: 0, lastAt: 0 }));
  const ends = (found: readonly Link[]): unknown => found.map(({ a, b }) => [a, b]);

  it("finds what lies on no cycle, in every part", () => {
    const graph = links([1, 2], [2, 3], [3, 1], [3, 4], [5, 6], [4, 7], [7, 8], [8, 4]);
    expect(ends(bridgesOf(graph))).toEqual([
      [3, 4],
      [5, 6],
    ]);
  });

  it("walks a path of a hundred thousand without a stack", () => {
    const path = links(...Array.from({ length: 100_000 }, (_, i) => [i, i + 1] as const));
    expect(bridgesOf(path)).toHaveLength(100_000);
  });
});
