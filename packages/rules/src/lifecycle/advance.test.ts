import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Advanced, advance, type StageChange } from "./advance";
import { checkLifecycle } from "./check-lifecycle";
import { defineLifecycle } from "./define-lifecycle";
import type { Lifecycle, LifecycleDefinition, StageState } from "./definition";
import { measureFlow } from "./measure-flow";
import { stageOf } from "./stage-of";

const label = { zh: "阶段", en: "Stage" };
const NAMES = ["s0", "s1", "s2", "s3", "s4"];
const holds = (fact: string) => ({ fact, operator: "equal", value: true });
const back = NAMES.flatMap((from, i) =>
  NAMES.slice(0, i).map((to) => ({ regression: `${from}-${to}`, label, from, to })),
);

/** Lifecycles of five stages, each entered by a fact of its own name. */
const lifecycleOf = (more: Partial<LifecycleDefinition>, stages: readonly object[] = []): Lifecycle =>
  defineLifecycle({
    stages: NAMES.map((stage, i) => ({ stage, label, ...(i > 0 && { entry: holds(stage) }), ...stages[i] })),
    ...more,
  });
const free = lifecycleOf({ regressions: back });

const known = fc.record(Object.fromEntries(NAMES.slice(1).map((name) => [name, fc.boolean()])));
const facts = fc.record(
  { ...Object.fromEntries(NAMES.slice(1).map((name) => [name, fc.boolean()])), why: fc.constantFrom("price", "", "x") },
  { requiredKeys: [] },
);
const strict: fc.Arbitrary<Lifecycle> = fc
  .tuple(
    fc.array(fc.option(fc.subarray(NAMES, { minLength: 1 }), { nil: undefined }), { minLength: 5, maxLength: 5 }),
    fc.array(fc.constantFrom(0, 0, 2, 5), { minLength: 5, maxLength: 5 }),
    fc.subarray(back),
    fc.boolean(),
  )
  .map(([from, dwell, regressions, loses]) =>
    lifecycleOf(
      { regressions },
      NAMES.map((_, i) => {
        const earlier = from[i]?.filter((name) => NAMES.indexOf(name) < i) ?? [];
        return {
          ...(earlier.length > 0 && { from: earlier }),
          ...(dwell[i] && { minDwell: `${dwell[i]}ms` }),
          ...(i === 2 && loses && { lost: { reason: "why", reasons: ["price", "rival"] } }),
        };
      }),
    ),
  );
/** Facts as they were read, each so many milliseconds after the one before. */
const readings = fc.array(fc.tuple(facts, fc.nat(4)), { minLength: 1, maxLength: 12 });

function follow(lifecycle: Lifecycle, read: readonly (readonly [object, number])[]): readonly Advanced[] {
  const steps: Advanced[] = [];
  let now = 0;
  for (const [seen, later] of read) {
    now += later;
    steps.push(advance(lifecycle, { ...seen }, steps.at(-1), { now }));
  }
  return steps;
}

describe("advance", () => {
  it("without restrictions stands where the facts alone put a customer", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(known, fc.nat(3)), { minLength: 1, maxLength: 8 }), (read) => {
        const stages = follow(free, read).map(({ stage }) => stage);
        expect(stages).toEqual(read.map(([seen]) => stageOf(free, { ...seen }, { now: 0 }).stage));
      }),
    );
  });

  it("called again at the same moment moves nothing", () => {
    fc.assert(
      fc.property(strict, readings, (lifecycle, read) => {
        const now = read.reduce((sum, [, later]) => sum + later, 0);
        const last = follow(lifecycle, read).at(-1) as Advanced;
        const again = advance(lifecycle, { ...read.at(-1)?.[0] }, last, { now });
        expect(again.changes).toEqual([]);
        expect([again.stage, again.since, again.blocked]).toEqual([last.stage, last.since, last.blocked]);
      }),
    );
  });

  it("moves forward as allowed, back only by a name, never before the dwell is over, and loses nobody without reason", () => {
    fc.assert(
      fc.property(strict, readings, (lifecycle, read) => {
        const moves = follow(lifecycle, read).flatMap(({ changes }) => changes);
        let since = 0;
        for (const [i, { from, to, at, kind, regression, reason }] of moves.entries()) {
          const target = lifecycle.definition.stages.find(({ stage }) => stage === to);
          if (target?.lost) expect(reason).toBe("price");
          if (i > 0) expect(from).toBe(moves[i - 1]?.to);
          if (kind === "advanced") expect(target?.from ?? [from]).toContain(from);
          if (kind === "regressed") expect(regression).toBe(`${from}-${to}`);
          const left = lifecycle.stages.find(({ stage }) => stage === from);
          if (left) expect(at - since).toBeGreaterThanOrEqual(left.minDwellMs);
          since = at;
        }
        expect(moves.filter(({ kind }) => kind === "placed").length).toBe(1);
      }),
    );
  });

  it("says of a reading that leaves a customer behind what stands in the way", () => {
    fc.assert(
      fc.property(strict, fc.tuple(fc.constantFrom(...NAMES), facts), fc.nat(6), (lifecycle, [stage, seen], now) => {
        const after = advance(lifecycle, { ...seen }, { stage, since: 0 }, { now });
        const wanted = stageOf(lifecycle, { ...seen }, { now }).stage;
        if (NAMES.indexOf(wanted) > NAMES.indexOf(after.stage)) expect(after.blocked).toBeDefined();
        if (after.blocked?.why === "min-dwell") expect(after.blocked.until).toBeGreaterThan(now);
      }),
    );
  });

  it("goes through stages in between, and stops where one has to be dwelt in", () => {
    const path = lifecycleOf({}, [{}, {}, { from: ["s1"] }, { from: ["s2"], minDwell: "5ms" }, { from: ["s3"] }]);
    const all = { s1: true, s2: true, s3: true, s4: true };
    const first = advance(path, all, { stage: "s0", since: 0 }, { now: 1 });
    expect(first.changes.map(({ to }) => to)).toEqual(["s1", "s2", "s3"]);
    expect(first.blocked).toEqual({ to: "s4", why: "min-dwell", until: 6 });
    expect(advance(path, all, first, { now: 5 }).changes).toEqual([]);
    expect(advance(path, all, first, { now: 6 }).stage).toBe("s4");
  });

  it("moves nobody by what is not known", () => {
    expect(advance(free, {}, { stage: "s3", since: 0 }, { now: 1 })).toMatchObject({ stage: "s3", changes: [] });
    expect(advance(free, { s3: false }, { stage: "s3", since: 0 }, { now: 1 })).toMatchObject({
      stage: "s0",
      changes: [{ from: "s3", to: "s0", at: 1, kind: "regressed", regression: "s3-s0" }],
    });
    expect(advance(lifecycleOf({}), { s3: false }, { stage: "s3", since: 0 }, { now: 1 }).blocked).toEqual({
      to: "s0",
      why: "not-allowed",
    });
  });

  it("throws on a stage that is not there, and on a past that is to come", () => {
    expect(() => advance(free, {}, { stage: "s9", since: 0 }, { now: 1 })).toThrow(RangeError);
    expect(() => advance(free, {}, { stage: "s0", since: 2 } satisfies StageState, { now: 1 })).toThrow(RangeError);
    expect(() => advance(free, {}, undefined, { now: 0.5 })).toThrow(RangeError);
  });
});

describe("checkLifecycle", () => {
  it("refuses moves that lead nowhere, forward, or twice the same way, and a reason nobody knows", () => {
    const checked = checkLifecycle(
      {
        stages: [
          { stage: "a", label },
          { stage: "b", label, entry: holds("x"), from: ["c", "a"], minDwell: "a week" },
        ],
      },
      {},
    );
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/stages/1/minDwell"]);
    const moves = checkLifecycle(
      {
        stages: [
          { stage: "a", label },
          { stage: "b", label, entry: holds("x"), from: ["c", "a"], lost: { reason: "wyh" } },
        ],
        regressions: [
          { regression: "r", label, from: "b", to: "a" },
          { regression: "r", label, from: "b", to: "a" },
          { regression: "q", label, from: "a", to: "b" },
          { regression: "p", label, from: "bb", to: "c" },
        ],
      },
      { schema: { x: { type: "boolean" }, why: { type: "string" } } },
    );
    expect(moves.ok ? [] : moves.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "bad-move /stages/1/from/0",
      "unknown-fact /stages/1/lost/reason",
      "duplicate-name /regressions/1/regression",
      "duplicate-name /regressions/1/to",
      "bad-move /regressions/2/to",
      "unknown-stage /regressions/3/from",
      "unknown-stage /regressions/3/to",
    ]);
  });
});

describe("measureFlow", () => {
  it("loses and makes nobody: after = before + in − out, in every stage", () => {
    fc.assert(
      fc.property(strict, fc.array(readings, { maxLength: 6 }), fc.nat(20), fc.nat(20), (lifecycle, people, a, b) => {
        const histories = people.map((read) =>
          follow(lifecycle, read).flatMap(({ changes }): StageChange[] => [...changes]),
        );
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const flow = measureFlow(histories, { from, to });
        const sum = (side: "from" | "to", stage: string): number =>
          flow.moves.filter((move) => move[side] === stage).reduce((total, { moves }) => total + moves, 0);
        for (const stage of NAMES) {
          const expected = (flow.before[stage] ?? 0) + sum("to", stage) - sum("from", stage);
          expect(flow.after[stage] ?? 0).toBe(expected);
        }
        expect(measureFlow([...histories].reverse(), { from, to })).toEqual(flow);
      }),
    );
  });

  it("tells the most frequent move first", () => {
    const placed = (to: string): StageChange => ({ to, at: 0, kind: "placed" });
    const flow = measureFlow([[placed("s1")], [placed("s0")], [placed("s2")], [placed("s2")]], { from: 0, to: 0 });
    expect(flow.moves.map(({ to, moves }) => [to, moves])).toEqual([
      ["s2", 2],
      ["s0", 1],
      ["s1", 1],
    ]);
  });

  it("throws on a time that ends before it begins", () => {
    expect(() => measureFlow([], { from: 2, to: 1 })).toThrow(RangeError);
  });
});
