import type { Event } from "@tributary/core";
import { DefinitionError } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FactSchema } from "../condition/index";
import { defineFacts, foldAll, readFacts } from "../facts/index";
import { checkTags, defineTags } from "./define-tags";
import type { TagDefinition } from "./definition";
import { deriveTags } from "./derive-tags";

const facts = defineFacts({
  visits: { kind: "count", events: "storeVisited", within: "30d", keep: 8 },
  series: { kind: "top", events: "vehicleViewed", property: "series" },
  level: { kind: "trait", property: "level" },
});
const tags = defineTags(
  [
    {
      tag: "visitor",
      label: { zh: "近期到店", en: "Recent visitor" },
      when: { fact: "visits", operator: "greaterThan", value: 0 },
    },
    { tag: "level", fact: "level" },
    { tag: "series", label: { zh: "关注车系", en: "Favourite series" }, fact: "series", minCount: 2, minShare: 0.6 },
    { tag: "stranger", when: { fact: "level", operator: "notEqual", value: "gold" } },
  ],
  { schema: facts.schema },
);
const viewed = (id: string, series: string): Event => ({
  id,
  type: "vehicleViewed",
  at: 1,
  ids: [],
  properties: { series },
  source: "app",
});

describe("deriveTags", () => {
  it("gives tags in the order of their definitions, with labels and values", () => {
    const derived = deriveTags(
      tags,
      { series: "星愿", seriesCount: 2, seriesShare: 0.6, visits: 1, level: "gold" },
      { now: 0 },
    );
    expect(derived.tags).toEqual([
      { tag: "visitor", label: { zh: "近期到店", en: "Recent visitor" } },
      { tag: "level", value: "gold" },
      { tag: "series", label: { zh: "关注车系", en: "Favourite series" }, value: "星愿" },
    ]);
  });

  it("gives nothing where a fact is missing, and says so", () => {
    const derived = deriveTags(tags, {}, { now: 0 });
    expect(derived.tags).toEqual([]);
    expect(derived.explain("level")).toMatchObject({ given: false, reason: "missing", facts: {} });
    expect(derived.explain("stranger").condition?.result).toBe("unknown");
  });

  it("says that a fact is beyond its bound", () => {
    const beyond = { series: "星愿", $bound: ["level", "seriesCount", "seriesShare"] };
    const derived = deriveTags(tags, beyond, { now: 0 });
    expect(derived.tags).toEqual([]);
    expect(["level", "series"].map((tag) => derived.explain(tag).reason)).toEqual(["bound", "bound"]);
    expect(derived.explain("stranger").condition?.minimal[0]?.reason).toBe("bound");
  });

  it("asks a preference for enough occurrences and a large enough share", () => {
    const reason = (seriesCount: number, seriesShare: number): unknown =>
      deriveTags(tags, { series: "星愿", seriesCount, seriesShare }, { now: 0 }).explain("series").reason;
    expect([reason(2, 0.6), reason(1, 1), reason(9, 0.59)]).toEqual([undefined, "too-few", "too-small-share"]);
    expect(deriveTags(tags, { series: "星愿" }, { now: 0 }).explain("series").reason).toBe("too-few");
  });

  it("reads preferences from a person's events", () => {
    const tracks = foldAll(facts, undefined, [viewed("a", "星愿"), viewed("b", "星瑞"), viewed("c", "星愿")]);
    const derived = deriveTags(tags, readFacts(facts, tracks, { now: 2 }), { now: 2 });
    expect(derived.tags.map(({ value }) => value)).toEqual(["星愿"]);
    expect(derived.explain("series").facts).toEqual({ series: "星愿", seriesCount: 2, seriesShare: 2 / 3 });
  });

  it("explains as given exactly what it gives", () => {
    const some = fc.record(
      {
        visits: fc.constantFrom(0, 1, "1", null),
        level: fc.constantFrom("gold", "silver", null, 0, false),
        series: fc.constantFrom("星愿", null),
        seriesCount: fc.nat({ max: 4 }),
        seriesShare: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, (known) => {
        const derived = deriveTags(tags, known, { now: 0 });
        const given = tags.definitions.map(({ tag }) => derived.explain(tag)).filter((one) => one.given);
        expect(given.map(({ tag }) => tag)).toEqual(derived.tags.map(({ tag }) => tag));
      }),
    );
  });

  it("reads own facts only", () => {
    const set = defineTags([{ tag: "odd", fact: "toString" }]);
    expect(deriveTags(set, {}, { now: 0 }).tags).toEqual([]);
  });

  it("throws on a tag that is none, with the nearest name, and on a moment that is none", () => {
    expect(() => deriveTags(tags, {}, { now: 0 }).explain("visiter")).toThrow(
      'no tag is named "visiter"; is it "visitor"?',
    );
    expect(() => deriveTags(tags, {}, { now: Number.NaN })).toThrow(RangeError);
  });
});

describe("checkTags", () => {
  const refusals = (input: unknown): string[] => {
    const result = checkTags(input, { schema: facts.schema });
    return result.ok
      ? []
      : result.error.map(({ code, pointer, hint }) => [code, pointer, hint].filter(Boolean).join(" "));
  };

  it.each<[string, unknown, string[]]>([
    ["what is no list", {}, ["bad-value"]],
    ["a tag that is none", [5], ["bad-value /0"]],
    ["a tag of nothing", [{ tag: "a" }], ["bad-value /0/fact"]],
    [
      "a tag of two kinds",
      [{ tag: "a", fact: "level", when: { fact: "level", operator: "exists" } }],
      ["unknown-key /0/fact"],
    ],
    ["an unknown fact", [{ tag: "a", fact: "levle" }], ["unknown-fact /0/fact level"]],
    ["a preference that no top fact backs", [{ tag: "a", fact: "level", minShare: 0.5 }], ["bad-value /0/minShare"]],
    ["more occurrences than are kept", [{ tag: "a", fact: "series", minCount: 65 }], ["above-bound /0/minCount"]],
    ["a share above all", [{ tag: "a", fact: "series", minShare: 1.1 }], ["bad-value /0/minShare"]],
    ["a condition that is none", [{ tag: "a", when: 5 }], ["bad-value /0/when"]],
    [
      "two tags of one name",
      [
        { tag: "a", fact: "level" },
        { tag: "a", fact: "series" },
      ],
      ["duplicate-name /1/tag"],
    ],
    [
      "a threshold above the bound",
      [{ tag: "a", when: { fact: "visits", operator: "greaterThan", value: 8 } }],
      ["above-bound /0/when/value"],
    ],
  ])("refuses %s", (_, input, expected) => {
    expect(refusals(input)).toEqual(expected);
  });

  it("is what defineTags throws", () => {
    const mistyped: TagDefinition = { tag: "a", fact: "levle" };
    expect(() => defineTags<FactSchema>([mistyped], { schema: facts.schema })).toThrow(DefinitionError);
  });
});
