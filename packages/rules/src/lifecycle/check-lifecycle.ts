import {
  boundedList,
  type Issue,
  issueAt,
  nearestName,
  ok,
  parseDefinition,
  parseDuration,
  type Result,
  refuse,
} from "@tributary/core";
import * as z from "zod";
import type { Condition, FactSchema } from "../condition/index";
import { checkConditions } from "../segments/check-conditions";
import type { LifecycleDefinition, RegressionDefinition, StageDefinition } from "./definition";

const name: z.ZodString = z.string().min(1).max(100);
const names: z.ZodType<readonly string[]> = boundedList(name, 1, 100);
const label = z.strictObject({ zh: name, en: name });
const stageSchema: z.ZodType<StageDefinition> = z.strictObject({
  stage: name,
  label,
  entry: z.custom<Condition>((value) => value !== undefined).exactOptional(),
  from: names.exactOptional(),
  minDwell: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, { error: "must be a duration such as 7d" })
    .exactOptional(),
  lost: z.strictObject({ reason: name, reasons: names.exactOptional() }).exactOptional(),
});
/** The shape beside what the conditions say. */
export const lifecycleSchema: z.ZodType<LifecycleDefinition> = z.strictObject({
  stages: boundedList(stageSchema, 1, 100),
  regressions: boundedList(
    z.strictObject({ regression: name, label, from: name, to: name }) as z.ZodType<RegressionDefinition>,
    0,
    1_000,
  ).exactOptional(),
});
const MEMBERS = [
  ...["stages", "stage", "label", "entry", "from", "minDwell", "lost", "reason", "reasons"],
  ...["regressions", "regression", "to", "zh", "en"],
];

/**
 * Checks a lifecycle from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @param options.schema the facts that exist; without it any name is accepted
 * @returns the lifecycle, or located issues
 * @example
 * const refused = checkLifecycle({ stages: [{ stage: "aware", label: { zh: "了解", en: "Aware" } }, { stage: "aware" }] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/stages/1/label"]
 */
export function checkLifecycle(
  input: unknown,
  options: { readonly schema?: FactSchema } = {},
): Result<LifecycleDefinition, readonly Issue[]> {
  const parsed = parseDefinition(lifecycleSchema, input, MEMBERS);
  const issues = [
    ...(parsed.ok ? [...misplaced(parsed.value.stages, options), ...unmovable(parsed.value)] : parsed.error),
    ...checkConditions(input, "stages", "entry", options),
  ];
  return parsed.ok && issues.length === 0 ? ok(parsed.value) : refuse(issues);
}

function misplaced(stages: readonly StageDefinition[], { schema }: { readonly schema?: FactSchema }): readonly Issue[] {
  return stages.flatMap(({ stage, entry, from = [], lost }, i) => {
    const at = (...members: readonly PropertyKey[]): readonly PropertyKey[] => ["stages", i, ...members];
    const taken = stages.findIndex((other) => other.stage === stage) < i;
    const earlier = stages.slice(0, i).map((other) => other.stage);
    return [
      ...(taken ? [issueAt("duplicate-name", at("stage"), `the stage ${JSON.stringify(stage)} is already there`)] : []),
      ...(i === 0 && entry !== undefined ? [issueAt("bad-stage", at("entry"), "the first stage takes everybody")] : []),
      ...(i > 0 && entry === undefined
        ? [issueAt("bad-stage", at("entry"), "a later stage needs an entry condition")]
        : []),
      ...from.flatMap((other, k) =>
        earlier.includes(other) ? [] : [unknown("bad-move", at("from", k), other, earlier, "no earlier stage is")],
      ),
      ...(lost && schema && !Object.hasOwn(schema, lost.reason)
        ? [unknown("unknown-fact", at("lost", "reason"), lost.reason, Object.keys(schema), "no fact is")]
        : []),
    ];
  });
}

/** Regressions that lead nowhere, not back, or twice the same way. */
function unmovable({ stages, regressions = [] }: LifecycleDefinition): readonly Issue[] {
  const known = stages.map(({ stage }) => stage);
  return regressions.flatMap(({ regression, from, to }, i) => {
    const at = (member: string): readonly PropertyKey[] => ["regressions", i, member];
    const lost = (["from", "to"] as const).filter((end) => !known.includes({ from, to }[end]));
    if (lost.length > 0) {
      return lost.map((end) => unknown("unknown-stage", at(end), { from, to }[end], known, "no stage is"));
    }
    const forward = known.indexOf(to) >= known.indexOf(from);
    const before = regressions.slice(0, i);
    return [
      ...(forward ? [issueAt("bad-move", at("to"), "a regression leads to an earlier stage")] : []),
      ...(before.some((other) => other.regression === regression)
        ? [issueAt("duplicate-name", at("regression"), `another regression is named ${JSON.stringify(regression)}`)]
        : []),
      ...(before.some((other) => other.from === from && other.to === to)
        ? [issueAt("duplicate-name", at("to"), "another regression leads the same way")]
        : []),
    ];
  });
}

function unknown(
  code: string,
  path: readonly PropertyKey[],
  given: string,
  known: readonly string[],
  what: string,
): Issue {
  return issueAt(code, path, `${what} named ${JSON.stringify(given)}`, nearestName(given, known));
}
