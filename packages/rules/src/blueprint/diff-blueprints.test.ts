import type { Json } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { automotive, automotiveDefinition } from "../presets/automotive/index";
import { defineBlueprint } from "./define-blueprint";
import { diffBlueprints } from "./diff-blueprints";
import { diffValues } from "./diff-values";

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

/** Puts every change of a diff into a document; what the diff names and nothing else. */
function apply(before: Json, changes: ReturnType<typeof diffValues>): Json | undefined {
  let document = structuredClone(before) as Json | undefined;
  for (const { pointer, after } of changes) {
    const path = pointer
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = path.pop();
    if (last === undefined) document = after;
    else {
      const parent = path.reduce((value, key) => (value as Record<string, unknown>)[key], document as unknown);
      if (after === undefined) delete (parent as Record<string, unknown>)[last];
      else Object.defineProperty(parent, last, { value: after, enumerable: true, configurable: true, writable: true });
    }
  }
  return document;
}

describe("diffValues", () => {
  it("names every difference and no other: put into the first it gives the second", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const changes = diffValues(before, after);
        expect(apply(before, changes)).toEqual(after);
        for (const change of changes) expect(change.before).not.toEqual(change.after);
      }),
    );
  });

  it("finds nothing between a document and itself", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(diffValues(value, structuredClone(value))).toEqual([]);
      }),
    );
  });
});

describe("diffBlueprints", () => {
  const definition = automotiveDefinition();
  const before = automotive();

  it("finds nothing where nothing differs", () => {
    expect(diffBlueprints(before, automotive())).toEqual({ same: true, refolds: false, changes: [] });
  });

  it("says what is added, removed, changed and moved, in both languages", () => {
    const [first, second, ...grades] = definition.grades.grades;
    const after = defineBlueprint({
      ...definition,
      zone: "Europe/Berlin",
      tags: definition.tags.filter(({ tag }) => tag !== "sharer"),
      segments: [
        ...definition.segments.map((one) =>
          one.segment === "newMembers" ? { ...one, label: { zh: "新", en: "New" } } : one,
        ),
        { segment: "all", label: { zh: "全部", en: "All" }, when: { fact: "leads", operator: "exists" } },
      ],
      grades: { ...definition.grades, grades: [second, first, ...grades] as typeof definition.grades.grades },
    });
    const { changes, refolds } = diffBlueprints(before, after);
    expect(changes.map(({ part, name, change }) => [part, name, change].filter(Boolean).join(" "))).toEqual([
      "zone changed",
      "tags sharer removed",
      "segments newMembers changed",
      "segments all added",
      "grades D moved",
    ]);
    expect(changes[0]?.words).toEqual({
      zh: 'zone 由 "Asia/Shanghai" 改为 "Europe/Berlin"',
      en: 'zone: "Asia/Shanghai" → "Europe/Berlin"',
    });
    expect(changes[2]?.words.en).toBe(
      'segment newMembers /label/zh: "新会员" → "新"; /label/en: "New members" → "New"',
    );
    expect(refolds).toBe(false);
  });

  it("says that stored tracks are folded anew, when they are", () => {
    const visits = { kind: "count", events: "storeVisited", where: { dealer: "上海" } } as const;
    expect(diffBlueprints(before, automotive({ facts: { visits } })).refolds).toBe(true);
  });

  it("tells of every part that is no list of named things that it changed", () => {
    for (const part of ["version", "zone", "vehicles", "intent", "rfm"] as const) {
      const other = { ...before, definition: { ...definition, [part]: "something else" } } as unknown as typeof before;
      expect(diffBlueprints(before, other).changes.map((change) => change.part)).toEqual([part]);
    }
    const unlike = { ...definition, identifiers: { ...definition.identifiers, version: "2" } };
    expect(diffBlueprints(before, defineBlueprint(unlike)).changes.map(({ words }) => words.en)).toEqual([
      `identifiers/version: "${definition.identifiers.version}" → "2"`,
    ]);
  });
});
