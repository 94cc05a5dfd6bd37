import { automotiveDefinition } from "@tributary/rules";
import { describe, expect, it } from "vitest";
import { blueprintCache } from "./blueprint-cache";

describe("blueprintCache", () => {
  it("compiles a definition once, keeps the latest, and reads what it let go again", () => {
    const cache = blueprintCache({ max: 1 });
    const [one, two] = ["one", "two"].map((version) => automotiveDefinition({ version }));
    const first = cache.check(one);
    expect(cache.check(structuredClone(one))).toBe(first);
    cache.check(two);
    const later = cache.check(one);
    expect(later).not.toBe(first);
    expect(later.ok && later.value.version).toBe(first.ok && first.value.version);
  });

  it("refuses what checkBlueprint refuses, hostile or not", () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const input of [circle, null, { version: "x" }, () => 1]) expect(blueprintCache().check(input).ok).toBe(false);
    expect(() => blueprintCache({ max: 0 })).toThrow(RangeError);
  });
});
