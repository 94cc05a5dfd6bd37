import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  type Label,
  nearestName,
  ok,
  parseDefinition,
  parseDuration,
  type Result,
  refuse,
} from "@tributary/core";
import * as z from "zod";
import {
  type CompiledCondition,
  type Condition,
  compileCondition,
  type FactSchema,
  type NamesOf,
  type TypedDefinition,
} from "../condition/index";
import { checkConditions } from "../segments/check-conditions";

/**
 * Grades that people or systems state and nobody infers: O ordered, D delivered, T order cancelled, lost (战败).
 *
 * @see The H/A/B/C/N/O/D/T convention of Chinese dealers; makers differ, so every threshold is a definition
 */
export const STATED_GRADES: readonly string[] = ["O", "D", "T", "lost"];

/** One grade: who has it, and how soon they must hear from us. */
export interface GradeDefinition {
  /** Such as H (order expected within 7 days), A (15), B (30), C (up to three months), N (new) or a stated one. */
  readonly grade: string;
  readonly label: Label;
  readonly when: Condition;
  /** A duration such as `"24h"` after the grade's `dueFrom`; only a stated grade may do without. */
  readonly followUpWithin?: string;
  /** Date facts of this grade alone, in place of the set's. */
  readonly dueFrom?: readonly string[];
  /** The grade follows from stated facts only; required of {@link STATED_GRADES}. */
  readonly stated?: true;
}

/** A host's grades in the order they are tried: the first whose condition holds is the grade. */
export interface GradeSetDefinition {
  /** Date facts a follow-up is due from, such as the last follow-up: the first that is known counts. */
  readonly dueFrom: readonly string[];
  /** The facts a stated grade may read: what a person or a system recorded, nothing computed. */
  readonly statedFacts?: readonly string[];
  readonly grades: readonly GradeDefinition[];
}

/** Grades over facts the compiler knows. */
export interface TypedGrades<S extends FactSchema> {
  readonly dueFrom: readonly NamesOf<S, "date">[];
  readonly statedFacts?: readonly (keyof S & string)[];
  readonly grades: readonly (Omit<TypedDefinition<S, GradeDefinition>, "dueFrom"> & {
    readonly dueFrom?: readonly NamesOf<S, "date">[];
  })[];
}

/** A grade ready to be given. */
export interface Grade {
  readonly grade: string;
  readonly label: Label;
  readonly when: CompiledCondition;
  readonly dueFrom: readonly string[];
  readonly followUpMs?: number;
}

/** Grades ready to be given. */
export interface GradeSet {
  readonly definition: GradeSetDefinition;
  readonly grades: readonly Grade[];
}

const name: z.ZodString = z.string().min(1).max(100);
const names: z.ZodType<readonly string[]> = boundedList(name, 1, 100);
const gradeSchema: z.ZodType<GradeDefinition> = z.strictObject({
  grade: name,
  label: z.strictObject({ zh: name, en: name }),
  when: z.custom<Condition>((value) => value !== undefined, { error: "a grade needs a condition" }),
  followUpWithin: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, { error: "must be a duration such as 24h or 3d" })
    .exactOptional(),
  dueFrom: names.exactOptional(),
  stated: z.literal(true).exactOptional(),
});
/** The shape beside what the conditions say. */
export const gradeSetSchema: z.ZodType<GradeSetDefinition> = z.strictObject({
  dueFrom: names,
  statedFacts: names.exactOptional(),
  grades: boundedList(gradeSchema, 1, 100),
});
const MEMBERS = ["dueFrom", "statedFacts", "grades", "grade", "label", "when", "followUpWithin", "stated", "zh", "en"];

/**
 * Checks grades from outside and says everything that is wrong with them at once.
 *
 * @param input anything, usually parsed JSON
 * @param options.schema the facts that exist; without it any name is accepted
 * @returns the grades, or located issues
 * @example
 * const lost = { grade: "lost", label: { zh: "战败", en: "Lost" }, when: { fact: "intent", operator: "lessThan", value: 0.1 } };
 * const refused = checkGrades({ dueFrom: ["lastLeadAt"], grades: [lost] });
 * refused.ok ? [] : refused.error.map(({ code, pointer }) => [code, pointer]);
 * // => [["not-stated", "/grades/0/stated"], ["no-follow-up", "/grades/0/followUpWithin"]]
 */
export function checkGrades(
  input: unknown,
  options: { readonly schema?: FactSchema } = {},
): Result<GradeSetDefinition, readonly Issue[]> {
  const parsed = parseDefinition(gradeSetSchema, input, MEMBERS);
  const inConditions = checkConditions(input, "grades", "when", options);
  const issues = [...(parsed.ok ? checkTogether(parsed.value, options) : parsed.error), ...inConditions];
  if (parsed.ok && issues.length === 0) issues.push(...inferred(parsed.value));
  return parsed.ok && issues.length === 0 ? ok(parsed.value) : refuse(issues);
}

/**
 * Declares grades and compiles their conditions once.
 *
 * @param options.schema the facts that exist; without it any name is accepted
 * @throws DefinitionError with every issue when they are none
 * @example
 * const grades = defineGrades({
 *   dueFrom: ["lastLeadAt"],
 *   grades: [
 *     {
 *       grade: "H", label: { zh: "H级", en: "H" }, followUpWithin: "24h",
 *       when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 },
 *     },
 *   ],
 * });
 * grades.grades[0].followUpMs; // => 86400000
 */
export function defineGrades<const S extends FactSchema>(
  definition: NoInfer<TypedGrades<S>>,
  options: { readonly schema?: S } = {},
): GradeSet {
  const checked = checkGrades(definition, options);
  if (!checked.ok) throw new DefinitionError("grades", checked.error);
  const grades = checked.value.grades.map((grade): Grade => {
    const followUpMs = grade.followUpWithin === undefined ? undefined : parseDuration(grade.followUpWithin);
    return {
      grade: grade.grade,
      label: grade.label,
      when: compileCondition(grade.when, options),
      dueFrom: grade.dueFrom ?? checked.value.dueFrom,
      ...(followUpMs !== undefined && { followUpMs }),
    };
  });
  return { definition: checked.value, grades };
}

type Options = { readonly schema?: FactSchema };

/** What the shape alone cannot say: names taken twice, dates that are none, grades that must be stated. */
function checkTogether({ dueFrom, statedFacts = [], grades }: GradeSetDefinition, options: Options): Issue[] {
  return [
    ...dueFrom.flatMap((fact, i) => checkDate(fact, ["dueFrom", i], options)),
    ...statedFacts.flatMap((fact, i) => checkFact(fact, ["statedFacts", i], options)),
    ...grades.flatMap(({ grade, followUpWithin, dueFrom: own = [], stated }, i) => {
      const taken = grades.findIndex((other) => other.grade === grade) < i;
      const mustBeStated = STATED_GRADES.includes(grade) && stated !== true;
      const at = (member: string): readonly PropertyKey[] => ["grades", i, member];
      return [
        ...(taken ? [issueAt("duplicate-name", at("grade"), `the grade ${grade} is already there`)] : []),
        ...(mustBeStated
          ? [issueAt("not-stated", at("stated"), `${grade} is stated by people or systems: say true`)]
          : []),
        ...(followUpWithin === undefined && stated !== true
          ? [issueAt("no-follow-up", at("followUpWithin"), "a grade that nobody states never lapses silently")]
          : []),
        ...own.flatMap((fact, k) => checkDate(fact, [...at("dueFrom"), k], options)),
      ];
    }),
  ];
}

/** Stated grades that read a fact nobody stated. */
const inferred = ({ statedFacts = [], grades }: GradeSetDefinition): Issue[] =>
  grades.flatMap(({ grade, stated, when }, i) =>
    stated
      ? compileCondition(when)
          .requiredFacts.filter(({ fact }) => !statedFacts.includes(fact))
          .map(({ fact }) =>
            issueAt(
              "inferred",
              ["grades", i, "when"],
              `${grade} is stated, but reads ${fact}, which statedFacts lacks`,
            ),
          )
      : [],
  );

function checkFact(fact: string, path: readonly PropertyKey[], { schema }: Options): Issue[] {
  if (schema === undefined || Object.hasOwn(schema, fact)) return [];
  const near = nearestName(fact, Object.keys(schema));
  return [issueAt("unknown-fact", path, `unknown fact ${JSON.stringify(fact)}`, near)];
}

function checkDate(fact: string, path: readonly PropertyKey[], options: Options): Issue[] {
  const unknown = checkFact(fact, path, options);
  const type = unknown.length === 0 ? options.schema?.[fact]?.type : undefined;
  if (type === undefined || type === "date" || type === "any") return unknown;
  return [issueAt("wrong-type", path, `${JSON.stringify(fact)} is a ${type}, not a date`)];
}
