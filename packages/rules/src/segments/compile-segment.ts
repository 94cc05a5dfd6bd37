import {
  checkJson,
  DEFINITION_JSON_LIMITS,
  DefinitionError,
  type Issue,
  type Label,
  ok,
  parseDefinition,
  type Result,
  refuse,
} from "@tributary/core";
import * as z from "zod";
import {
  type CompiledCondition,
  type Condition,
  compileCondition,
  type FactSchema,
  type TypedDefinition,
} from "../condition/index";
import { checkMember } from "./check-conditions";

/** Everybody of whom a condition is true, under a name. `{ condition: "other" }` in it means another segment. */
export interface SegmentDefinition {
  readonly segment: string;
  readonly label: Label;
  readonly when: Condition;
}

/** A segment ready to be asked whether a person belongs to it. */
export interface Segment extends CompiledCondition {
  readonly segment: string;
  readonly label: Label;
}

const name: z.ZodString = z.string().min(1).max(100);
/** The shape beside what the conditions say. */
export const segmentSchema: z.ZodType<SegmentDefinition> = z.strictObject({
  segment: name,
  label: z.strictObject({ zh: name, en: name }),
  when: z.custom<Condition>((value) => value !== undefined, { error: "a segment needs a condition" }),
});

/**
 * Checks a segment from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @param options.schema the facts that exist; without it any name is accepted
 * @returns the segment, or located issues
 * @example
 * const refused = checkSegment({ segment: "warm", label: { zh: "温" }, when: { fact: "visits", operator: "over", value: 2 } });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/label/en", "/when/operator"]
 */
export function checkSegment(
  input: unknown,
  options: { readonly schema?: FactSchema } = {},
): Result<SegmentDefinition, readonly Issue[]> {
  const readable = checkJson(input, DEFINITION_JSON_LIMITS).length === 0;
  const inCondition = readable ? checkMember(input, ["when"], options) : [];
  const issues = [...checkSegmentShape(input), ...inCondition];
  return issues.length === 0 ? ok(input as SegmentDefinition) : refuse(issues);
}

/** What is wrong with a segment beside its condition. */
export function checkSegmentShape(input: unknown): readonly Issue[] {
  const parsed = parseDefinition(segmentSchema, input, ["segment", "label", "when", "zh", "en"]);
  return parsed.ok ? [] : parsed.error;
}

/**
 * Compiles a segment that refers to no other, once for any number of persons; `compileSegments` takes those that do.
 *
 * @param options.schema the facts that exist; without it any name is accepted
 * @throws DefinitionError with every issue when the segment is not one
 * @example
 * const warm = compileSegment({
 *   segment: "warm", label: { zh: "温线索", en: "Warm" }, when: { fact: "visits", operator: "greaterThan", value: 2 },
 * });
 * warm.test({ visits: 3 }, { now: 0 }); // => true
 * warm.explain({}, { now: 0 }).result; // => "unknown"
 */
export function compileSegment<const S extends FactSchema>(
  definition: NoInfer<TypedDefinition<S, SegmentDefinition>>,
  options: { readonly schema?: S } = {},
): Segment {
  const checked = checkSegment(definition, options);
  if (!checked.ok) throw new DefinitionError("segment", checked.error);
  const { segment, label, when } = checked.value;
  return { segment, label, ...compileCondition(when, options) };
}
