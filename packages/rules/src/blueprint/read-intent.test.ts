import { DAY_MS, type Event, type IntentAction, type IntentMatrix, MINUTE_MS, scoreIntent } from "@tributary/core";
import { actionsIn, arbitraryActions, arbitraryInstant, arbitraryIntentMatrix } from "@tributary/core/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldAll } from "../facts/index";
import { automotiveDefinition } from "../presets/automotive/index";
import { defineBlueprint } from "./define-blueprint";
import type { BlueprintDefinition } from "./definition";
import { type PersonReading, readPerson } from "./read-person";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 60) };
const preset = automotiveDefinition();
const label = { zh: "动作", en: "Action" };

/** A blueprint whose actions are the events of the same name. */
const blueprintOf = (matrix: IntentMatrix): BlueprintDefinition => {
  const actions = actionsIn(matrix).map(({ action }) => action);
  return {
    ...preset,
    events: [
      ...preset.events,
      ...actions.map((type) => ({ type, label, strength: "form", purpose: "service", properties: {} }) as const),
    ],
    intent: { matrix, actions: Object.fromEntries(actions.map((action) => [action, { events: action }])) },
  };
};

/** One event per time an action was done. */
const eventsOf = (actions: readonly IntentAction[]): readonly Event[] =>
  actions.flatMap(({ action, at, count = 1 }, i) =>
    Array.from({ length: count }, (_, k) => ({
      id: `${i}-${k}`,
      type: action,
      at,
      ids: [],
      properties: {},
      source: "law",
    })),
  );

const readerOf = (matrix: IntentMatrix, actions: readonly IntentAction[]): ((now: number) => PersonReading) => {
  const blueprint = defineBlueprint(blueprintOf(matrix));
  const tracks = foldAll(blueprint.facts, undefined, eventsOf(actions));
  return (now) => readPerson(blueprint, tracks, { now });
};
const read = (matrix: IntentMatrix, actions: readonly IntentAction[], now: number): PersonReading =>
  readerOf(matrix, actions)(now);

/** What the score says of the same actions, and none of another number. */
function expectExact({ intent, intentUnknown, seen }: PersonReading, expected: ReturnType<typeof scoreIntent>): void {
  if (intentUnknown) {
    expect([intent, intentUnknown, seen.intent, seen.intentBand]).toEqual([undefined, "bound", undefined, undefined]);
    expect(seen.$bound).toEqual(expect.arrayContaining(["intent", "intentBand"]));
    return;
  }
  const { nextChange: _, ...score } = intent as NonNullable<typeof intent>;
  const { nextChange, ...wanted } = expected;
  expect(score).toEqual(wanted);
  expect(intent?.nextChange ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(nextChange ?? Number.POSITIVE_INFINITY);
  expect([seen.intent, seen.intentBand]).toEqual([expected.score, expected.band]);
}

const done = (matrix: IntentMatrix, now: number): fc.Arbitrary<readonly IntentAction[]> =>
  arbitraryActions(matrix, now).map((actions) => actions.filter(({ count }) => count !== 0));

describe("the intent of a person", () => {
  it("is what the score gives of the same events, at every moment, or unknown", () => {
    const world = fc
      .tuple(arbitraryIntentMatrix(), arbitraryInstant)
      .chain(([matrix, now]) => fc.tuple(fc.constant(matrix), fc.constant(now), done(matrix, now)));
    fc.assert(
      fc.property(
        world,
        fc.array(fc.integer({ min: -140, max: 4 }), { maxLength: 4 }),
        ([matrix, now, actions], off) => {
          const reading = readerOf(matrix, actions);
          for (const at of [now, ...off.map((days) => now + days * DAY_MS)])
            expectExact(reading(at), scoreIntent(actions, matrix, { now: at }));
        },
      ),
      runs,
    );
  });

  it("is known while few enough come later, with the next change where they do", () => {
    const matrix = preset.intent?.matrix as IntentMatrix;
    const now = Date.UTC(2026, 2, 10, 4);
    const views = (count: number, from: number): IntentAction[] =>
      Array.from({ length: count }, (_, i) => ({ action: "view", at: from + i * 1000 }));
    const at = (actions: readonly IntentAction[], moment: number): PersonReading => read(matrix, actions, moment);

    const few = [...views(5, now - 60 * MINUTE_MS), ...views(40, now + MINUTE_MS)];
    expect(at(few, now).intent).toEqual(scoreIntent(few, matrix, { now }));
    const burst = [...views(20, now - 3 * DAY_MS), ...views(400, now - 400 * 1000)];
    expect(at(burst, now).intent).toEqual(scoreIntent(burst, matrix, { now }));
    const before = at(burst, now - 2 * DAY_MS).intent;
    expect(before?.score).toBe(scoreIntent(burst, matrix, { now: now - 2 * DAY_MS }).score);
  });

  it("is unknown where a day's events after the moment are more than are kept, and no condition takes it for none", () => {
    const matrix = preset.intent?.matrix as IntentMatrix;
    const now = Date.UTC(2026, 2, 10, 4);
    const ahead = Array.from({ length: 2_000 }, (_, i) => ({ action: "view", at: now + MINUTE_MS + i }));
    const reading = read(matrix, [{ action: "view", at: now }, ...ahead], now);
    expect([reading.intent, reading.intentUnknown]).toEqual([undefined, "bound"]);
    expect(reading.seen.$bound).toEqual(["intent", "intentBand"]);
    expect(read(matrix, [], now).intentUnknown).toBeUndefined();
  });

  it("counts an action that never ends on every day it was done, as far as that can be told", () => {
    const [column] = preset.intent?.matrix.columns ?? [];
    const endless = (more: object): IntentMatrix => ({
      ...(preset.intent?.matrix as IntentMatrix),
      columns: [
        {
          ...(column as IntentMatrix["columns"][number]),
          actions: [{ action: "come", label, weight: 1, frequencyCap: 1_000, decay: { kind: "none" }, ...more }],
        },
      ],
    });
    const now = Date.UTC(2026, 2, 10, 4);
    const daily = Array.from({ length: 600 }, (_, i) => ({ action: "come", at: now - i * DAY_MS }));
    expect(read(endless({}), daily, now).intent).toEqual(scoreIntent(daily, endless({}), { now }));
    expect(read(endless({ dailyCap: 1 }), daily, now).intentUnknown).toBe("bound");
  });
});
