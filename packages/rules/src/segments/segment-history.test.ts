import type { Event } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineFacts, foldAll, readFacts } from "../facts/index";
import { advance, type StageChange } from "../lifecycle/advance";
import { defineLifecycle } from "../lifecycle/define-lifecycle";
import { stageHistory } from "../lifecycle/stage-history";
import { compileSegment } from "./compile-segment";
import { segmentHistory } from "./segment-history";

const label = { zh: "到店", en: "Visited" };
const facts = defineFacts({
  visits: { kind: "count", events: "storeVisited", within: "9ms" },
  lastLeadAt: { kind: "last", events: "leadSubmitted", read: "at" },
  why: { kind: "last", events: "leadLost", property: "reason", within: "12ms" },
});
const segment = compileSegment(
  {
    segment: "warm",
    label,
    when: {
      any: [
        { fact: "visits", operator: "greaterThan", value: 1 },
        {
          all: [
            { fact: "lastLeadAt", operator: "olderThan", value: "3ms" },
            { not: { fact: "lastLeadAt", operator: "olderThan", value: "8ms" } },
          ],
        },
      ],
    },
  },
  { schema: facts.schema },
);
const lifecycle = defineLifecycle({
  stages: [
    { stage: "aware", label },
    {
      stage: "lead",
      label,
      entry: {
        all: [
          { fact: "lastLeadAt", operator: "exists" },
          { fact: "lastLeadAt", operator: "withinLast", value: "10ms" },
        ],
      },
      minDwell: "4ms",
    },
    { stage: "lost", label, entry: { fact: "why", operator: "exists" }, lost: { reason: "why", reasons: ["price"] } },
  ],
  regressions: [
    { regression: "cooled", label, from: "lead", to: "aware" },
    { regression: "forgotten", label, from: "lost", to: "aware" },
  ],
});

const TO = 60;
const history = fc
  .array(
    fc.tuple(fc.constantFrom("storeVisited", "leadSubmitted", "leadLost"), fc.nat(50), fc.constantFrom("price", "x")),
    { maxLength: 8 },
  )
  .map((events) =>
    events.map(
      ([type, at, reason], i): Event => ({
        id: `e${i}`,
        type,
        at,
        ids: [],
        properties: type === "leadLost" ? { reason } : {},
        source: "crm",
      }),
    ),
  );

describe("segmentHistory", () => {
  it("tells of every millisecond whether a person is in", () => {
    fc.assert(
      fc.property(history, (events) => {
        const tracks = foldAll(facts, undefined, events);
        const stays = segmentHistory(segment, facts, tracks, { from: 0, to: TO });
        for (let now = 0; now <= TO; now++) {
          const stayed = stays.some(({ enteredAt, leftAt = Infinity }) => enteredAt <= now && now < leftAt);
          expect(stayed).toBe(segment.test(readFacts(facts, tracks, { now }), { now }));
        }
        for (const [i, { enteredAt }] of stays.entries()) expect(enteredAt).toBeGreaterThan(stays[i - 1]?.leftAt ?? -1);
      }),
    );
  });

  it("throws on a time that ends before it begins", () => {
    expect(() => segmentHistory(segment, facts, undefined, { from: 2, to: 1 })).toThrow(RangeError);
  });
});

describe("stageHistory", () => {
  it("is what calling advance at every millisecond gives, in whatever order the events came", () => {
    fc.assert(
      fc.property(history, (events) => {
        const tracks = foldAll(facts, undefined, events);
        const moves: StageChange[] = [];
        let state: Parameters<typeof advance>[2];
        for (let now = 0; now <= TO; now++) {
          const after = advance(lifecycle, readFacts(facts, tracks, { now }), state, { now });
          moves.push(...after.changes);
          state = after;
        }
        expect(stageHistory(lifecycle, facts, tracks, { from: 0, to: TO })).toEqual(moves);
        const turned = foldAll(facts, undefined, [...events].reverse());
        expect(stageHistory(lifecycle, facts, turned, { from: 0, to: TO })).toEqual(moves);
      }),
    );
  });

  it("throws on a time that ends before it begins", () => {
    expect(() => stageHistory(lifecycle, facts, undefined, { from: 2, to: 1 })).toThrow(RangeError);
  });
});
