import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { contentLaws } from "../testing";
import { type Content, checkContents } from "./content";
import { type ContentReader, type RankContentOptions, rankContent } from "./rank-content";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = 1_760_000_000_000;
const plain: Content = { content: "plain", topic: "news", elements: {}, orientation: 0, scenes: {} };
const film: Content = {
  content: "film",
  topic: "family",
  series: ["v", "s"],
  elements: { emotion: 0.9, story: 0.6 },
  orientation: -0.8,
  scenes: { moments: 1, "after-test-drive": 0.2 },
};
const test: Content = {
  content: "test",
  topic: "range",
  series: ["v"],
  elements: { practicalValue: 1, trigger: 0.3 },
  orientation: 0.9,
  scenes: { "after-test-drive": 0.9 },
};
const poster: Content = { ...film, content: "poster", elements: { public: 0.6 }, series: ["v"] };
const contents = [test, plain, poster, film];

const rank = (person: ContentReader, options: Partial<RankContentOptions> = {}) =>
  rankContent(person, contents, { scene: "moments", now, limit: 9, ...options });
const points = (person: ContentReader, content: string, reason: string): number | undefined =>
  rank(person, { limit: 9, weights: { sameness: 0 } })
    .find((one) => one.content === content)
    ?.contributions.find((one) => one.reason === reason)?.points;

describe("rankContent", () => {
  it("shows somebody unknown what is strong in all elements and fits the scene", () => {
    expect(rank({}, { limit: 2 })).toEqual([
      {
        content: "film",
        score: 1.25,
        contributions: [
          { reason: "scene", points: 1 },
          { reason: "element", element: "emotion", points: 0.15 },
          { reason: "element", element: "story", points: 0.1 },
        ],
      },
      {
        content: "poster",
        score: 0.35,
        contributions: [
          { reason: "scene", points: 1 },
          { reason: "sameness", content: "film", points: -0.75 },
          { reason: "element", element: "public", points: 0.1 },
        ],
      },
    ]);
  });

  it("puts equals in the order of their names, however they come", () => {
    const equal = (content: string): Content => ({ content, topic: content, elements: {}, orientation: 0, scenes: {} });
    const names = ["b", "c", "a"].map(equal);
    const ranked = rankContent({}, names, { limit: 3, scene: "home", now });
    expect(ranked.map(({ content }) => content)).toEqual(["a", "b", "c"]);
  });

  it("weighs elements as the person answers to them, and feeling against reason", () => {
    const reader = { elements: { practicalValue: 0.75, trigger: 0.25 }, orientation: 0.5, series: { v: 0.4 } };
    const [first] = rank(reader, { scene: "after-test-drive" });
    expect(first).toEqual({
      content: "test",
      score: 2.525,
      contributions: [
        { reason: "scene", points: 0.9 },
        { reason: "element", element: "practicalValue", points: 0.75 },
        { reason: "orientation", points: 0.4 },
        { reason: "series", series: "v", points: 0.4 },
        { reason: "element", element: "trigger", points: 0.075 },
      ],
    });
  });

  it("tires of what was shown, half as much after every half-life, and rests when nothing was", () => {
    const seen = (...days: number[]): ContentReader => ({
      seen: days.map((day) => ({ content: "film", at: now - day * DAY_MS })),
    });
    expect(points(seen(0), "film", "fatigue")).toBe(-1);
    expect(points(seen(7), "film", "fatigue")).toBeCloseTo(-2 / 3, 9);
    expect(points(seen(0, 0, 0), "film", "fatigue")).toBe(-1.5);
    expect(points(seen(-1), "film", "fatigue")).toBeUndefined();
    expect(rank(seen(0))[0]?.content).toBe("poster");
  });

  it("shows no more of a topic than asked for", () => {
    expect(rank({}, { perTopic: 1 }).map(({ content }) => content)).toEqual(["film", "plain", "test"]);
  });

  it("refuses what makes no sense, by name", () => {
    expect(() => rank({}, { limit: 0.5 })).toThrow("limit must be a whole number from 0, got 0.5");
    expect(() => rank({}, { perTopic: 0 })).toThrow("perTopic must be from 1, got 0");
    expect(() => rank({}, { fatigueHalfLifeDays: 0 })).toThrow("fatigueHalfLifeDays must be finite, above 0, got 0");
    expect(() => rank({}, { weights: { scene: Number.NaN } })).toThrow(
      "weights.scene must be from 0 to 1,000, got NaN",
    );
    expect(() => rank({ orientation: 2 })).toThrow("orientation must be in [-1, 1], got 2");
    expect(() => rank({ series: { v: -1 } })).toThrow("v must be in [0, 1], got -1");
    expect(() => rank({ seen: [{ content: "film", at: 0.5 }] })).toThrow("at must be an integer");
  });
});

describe("the laws of ranking contents", () => {
  it.each(contentLaws(contents))("$name", ({ check }) => check({ numRuns: RUNS }));
});

describe("checkContents", () => {
  it("says everything that is wrong at once", () => {
    const refused = checkContents([
      { ...film, elements: { emotion: 2 }, scenes: { moments: -1 } },
      { ...film, orientaton: 1 },
    ]);
    expect(refused.ok ? [] : refused.error.map(({ pointer }) => pointer)).toEqual([
      "/0/elements/emotion",
      "/0/scenes/moments",
      "/1/orientaton",
    ]);
    const twice = checkContents([film, test, film]);
    expect(twice.ok ? [] : twice.error.map(({ pointer }) => pointer)).toEqual(["/2/content"]);
    expect(checkContents(contents)).toEqual({ ok: true, value: contents });
  });
});
