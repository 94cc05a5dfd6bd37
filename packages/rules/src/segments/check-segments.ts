import {
  checkJson,
  DEFINITION_JSON_LIMITS,
  DefinitionError,
  type Issue,
  issueAt,
  ok,
  pointerOf,
  type Result,
  refuse,
} from "@tributary/core";
import {
  type Condition,
  checkRules,
  compileCondition,
  type FactSchema,
  type Rule,
  type TypedDefinition,
} from "../condition/index";
import { checkSegmentShape, type Segment, type SegmentDefinition } from "./compile-segment";
import { asConditions, referredBy } from "./references";

/** What segments are checked against. */
export interface SegmentOptions {
  /** The facts that exist; without it any name is accepted. */
  readonly schema?: FactSchema;
}

/** Most segments of one host. Our choice: more than anybody can tell apart. */
const MAX_SEGMENTS = 2_000;

/**
 * Checks segments that may refer to one another, each by itself and all together: `{ condition: "hotLeads" }` in one
 * means the condition of the segment with that name, and nobody can be in a circle of them.
 *
 * @param input anything, usually parsed JSON: a list of segments
 * @returns the segments, or every mistake at once, each with its place in the list
 * @example
 * const label = { zh: "人群", en: "Segment" };
 * const refused = checkSegments([
 *   { segment: "a", label, when: { condition: "b" } },
 *   { segment: "b", label, when: { not: { condition: "a" } } },
 *   { segment: "c", label, when: { condition: "bb" } },
 * ]);
 * refused.ok ? [] : refused.error.map(({ code, pointer }) => `${code} ${pointer}`);
 * // => ["cycle /1/when/not/condition", "unknown-condition /2/when/condition"]
 */
export function checkSegments(
  input: unknown,
  options: SegmentOptions = {},
): Result<readonly SegmentDefinition[], readonly Issue[]> {
  const hostile = checkJson(input, DEFINITION_JSON_LIMITS);
  if (hostile.length > 0) return refuse(hostile);
  if (!Array.isArray(input)) return refuse([issueAt("bad-value", [], "must be a list of segments")]);
  if (input.length > MAX_SEGMENTS) return refuse([issueAt("too-large", [], `more than ${MAX_SEGMENTS} segments`)]);
  const shapes = input.flatMap((one: unknown, i) =>
    checkSegmentShape(one).map((found) => ({ ...found, pointer: `/${i}${found.pointer}` })),
  );
  const issues = [...shapes, ...checkNames(input), ...checkTogether(input, options)];
  return issues.length > 0 ? refuse(issues) : ok(input as readonly SegmentDefinition[]);
}

/**
 * Compiles segments that may refer to one another.
 *
 * @throws DefinitionError with every mistake at once, see {@link checkSegments}
 * @example
 * const label = { zh: "人群", en: "Segment" };
 * const [hot, cold] = compileSegments([
 *   { segment: "hot", label, when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 } },
 *   { segment: "cold", label, when: { not: { condition: "hot" } } },
 * ]);
 * [hot.test({ intent: 0.9 }, { now: 0 }), cold.test({ intent: 0.9 }, { now: 0 })]; // => [true, false]
 */
export function compileSegments<const S extends FactSchema>(
  definitions: readonly NoInfer<TypedDefinition<S, SegmentDefinition>>[],
  options: { readonly schema?: S } = {},
): readonly Segment[] {
  const checked = checkSegments(definitions, options);
  if (!checked.ok) throw new DefinitionError("The segments", checked.error);
  const byName = new Map(checked.value.map((definition) => [definition.segment, definition]));
  return checked.value.map(({ segment, label, when }) => ({
    segment,
    label,
    ...compileCondition(when, { ...options, conditions: asConditions(referredBy(when, byName)) }),
  }));
}

function checkNames(input: readonly unknown[]): readonly Issue[] {
  const names = input.map((one) => member(one, "segment"));
  const first = new Map<unknown, number>();
  names.forEach((name, i) => {
    if (!first.has(name)) first.set(name, i);
  });
  return names.flatMap((name, i) =>
    typeof name === "string" && first.get(name) !== i
      ? [issueAt("duplicate-name", [i, "segment"], `another segment is named ${JSON.stringify(name)}`)]
      : [],
  );
}

/** The conditions of all of them in one reading, so that what they say of one another is found once and in its place. */
function checkTogether(input: readonly unknown[], { schema }: SegmentOptions): readonly Issue[] {
  const placed = input.flatMap((one, i) => {
    const when = member(one, "when");
    return when === undefined ? [] : [{ i, name: member(one, "segment"), when: when as Condition }];
  });
  const rules: readonly Rule[] = placed.map(({ when }) => ({ conditions: when, event: { type: "segment" } }));
  const named = placed.filter(({ name }) => typeof name === "string");
  const conditions = Object.fromEntries(named.map(({ name, when }) => [name as string, when]));
  const checked = checkRules(rules, { conditions, ...(schema && { schema }) });
  if (checked.ok) return [];
  const seen = new Set<string>();
  return checked.error.flatMap((found) => {
    const pointer = placeOf(found.pointer, placed);
    const key = `${found.code} ${pointer}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...found, pointer }];
  });
}

/** Where a mistake stands in the list of segments: a named condition is the segment with that name. */
function placeOf(pointer: string, placed: readonly { readonly i: number; readonly name: unknown }[]): string {
  const [, first = "", second = "", ...rest] = pointer.split("/");
  const within = rest.length === 0 ? "" : `/${rest.join("/")}`;
  const at = first === "conditions" ? placed.find(({ name }) => pointerOf([String(name)]) === `/${second}`) : undefined;
  const { i = 0 } = at ?? placed[Number(first)] ?? {};
  return pointer === "" ? "" : `/${i}/when${within}`;
}

const member = (value: unknown, name: string): unknown =>
  value !== null && typeof value === "object" && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
