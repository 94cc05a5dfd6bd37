import * as fc from "fast-check";
import { DAY_MS, type EpochMs } from "../model";
import { INTENT_COLUMNS, type IntentAction, type IntentMatrix, type MatrixAction } from "../scoring";

/**
 * Every action an intent matrix names, those of the negative group last.
 *
 * @example
 * actionsIn(DEFAULT_INTENT_MATRIX)[0].action; // => "click"
 */
export const actionsIn = ({ columns, negative }: IntentMatrix): readonly MatrixAction[] => [
  ...columns.flatMap(({ actions }) => actions),
  ...(negative?.actions ?? []),
];

/** Instants in years whose dates all exist, in every zone of {@link arbitraryIntentMatrix}. */
export const arbitraryInstant: fc.Arbitrary<EpochMs> = fc.integer({
  min: Date.UTC(2024, 0, 1),
  max: Date.UTC(2030, 0, 1),
});

/**
 * Actions a person may have done around a moment: from 130 days before to 3 days after, some unknown to the matrix.
 *
 * @param matrix the matrix whose actions to draw from
 * @param now the moment
 * @example
 * const now = 1_760_000_000_000;
 * fc.assert(fc.property(arbitraryActions(DEFAULT_INTENT_MATRIX, now), (actions) => {
 *   const { score } = scoreIntent(actions, DEFAULT_INTENT_MATRIX, { now });
 *   return score >= 0 && score <= DEFAULT_INTENT_MATRIX.totalCap;
 * })); // => undefined
 */
export function arbitraryActions(matrix: IntentMatrix, now: EpochMs): fc.Arbitrary<IntentAction[]> {
  const names = [...actionsIn(matrix).map(({ action }) => action), "an action no matrix names"];
  const at = fc.oneof(
    fc.integer({ min: now - 130 * DAY_MS, max: now + 3 * DAY_MS }),
    fc.integer({ min: now - 2 * DAY_MS, max: now }),
  );
  const action = fc.record(
    { action: fc.constantFrom(...names), at, count: fc.integer({ min: 0, max: 12 }) },
    { requiredKeys: ["action", "at"] },
  );
  return fc.array(action, { maxLength: 40 });
}

const days = fc.integer({ min: 1, max: 60 });
const decay: fc.Arbitrary<MatrixAction["decay"]> = fc.oneof(
  fc.constant({ kind: "none" as const }),
  days.map((half) => ({ kind: "halfLife" as const, days: half })),
  fc
    .tuple(
      fc.uniqueArray(days, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 }),
    )
    .map(([ages, percents]) => {
      const falling = percents.sort((a, b) => b - a);
      const steps = ages.sort((a, b) => a - b).map((age, i) => ({ throughDays: age, factor: (falling[i] ?? 1) / 100 }));
      return { kind: "steps" as const, steps };
    }),
);
const label = { zh: "动作", en: "Action" };

const matrixAction = (action: string): fc.Arbitrary<MatrixAction> =>
  fc.record(
    {
      action: fc.constant(action),
      label: fc.constant(label),
      weight: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
      frequencyCap: fc.integer({ min: 1, max: 20 }),
      dailyCap: fc.integer({ min: 1, max: 5 }),
      windowDays: fc.integer({ min: 1, max: 120 }),
      decay,
    },
    { requiredKeys: ["action", "label", "weight", "frequencyCap", "decay"] },
  );

const percent = (max: number): fc.Arbitrary<number> => fc.integer({ min: 5, max }).map((value) => value / 100);

/**
 * Any intent matrix a host might define, with a negative group or without, in zones with and without clock changes.
 *
 * @param zone fixes the zone
 * @example
 * fc.assert(fc.property(arbitraryIntentMatrix("UTC"), (matrix) => checkMatrix(matrix).ok)); // => undefined
 */
export function arbitraryIntentMatrix(zone?: string): fc.Arbitrary<IntentMatrix> {
  const group = (...names: string[]): fc.Arbitrary<{ cap: number; actions: MatrixAction[] }> =>
    fc.record({ cap: percent(150), actions: fc.tuple(...names.map(matrixAction)) });
  const [acquire, activate, , revenue] = INTENT_COLUMNS;
  return fc.record(
    {
      version: fc.constant("any"),
      zone:
        zone === undefined
          ? fc.constantFrom("Asia/Shanghai", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe")
          : fc.constant(zone),
      totalCap: percent(200),
      columns: fc.tuple(
        group("a1").map((one) => ({ column: acquire, label, ...one })),
        group("b1", "b2", "b3").map((one) => ({ column: activate, label, ...one })),
        group("c1", "c2").map((one) => ({ column: revenue, label, ...one })),
      ),
      negative: group("n1", "n2").map((one) => ({ label, ...one })),
      bands: fc.constant([
        { band: "low", label, from: 0 },
        { band: "high", label, from: 0.03 },
      ]),
    },
    { requiredKeys: ["version", "zone", "totalCap", "columns", "bands"] },
  );
}
