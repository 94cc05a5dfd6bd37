import {
  checkJson,
  DefinitionError,
  frozenCopy,
  type Issue,
  issueAt,
  type JsonLimits,
  nearestName,
  ok,
  parseDuration,
  type Result,
  refuse,
} from "@tributary/core";
import * as z from "zod";
import {
  type CompiledCondition,
  type ConditionOptions,
  checkCondition,
  compileCondition,
  type FactSchema,
} from "../condition/index";
import type { TagDefinition, TypedTag } from "./definition";
import { EVERY_TAG } from "./statement";

/** Tags checked and compiled, in the order they were defined. */
export interface TagSet {
  readonly definitions: readonly TagDefinition[];
  /** Compiled, for this room's own functions; not part of the contract. */
  readonly plan: readonly TagPlan[];
}

/** One tag ready to derive: a rule tag with its condition, or a value tag. */
export interface TagPlan {
  readonly definition: TagDefinition;
  readonly condition?: CompiledCondition;
  /** How long it lasts after its date, where it has a validity. */
  readonly validityMs?: number;
}

/** Bounds on a document of tags. Our choice: a condition of ordinary size for each of a thousand tags. */
const LIMITS: JsonLimits = { maxDepth: 160, maxNodes: 500_000, maxStringLength: 1_024, maxKeyLength: 256 };
const MAX_TAGS = 1_000;

const text = z.string().min(1).max(200);
const duration = z
  .string()
  .refine((given) => parseDuration(given) !== undefined, { error: 'must be a duration such as "30d"' });
const common = {
  tag: text.refine((tag) => tag !== EVERY_TAG, { error: "is what statements call every tag" }),
  label: z.strictObject({ zh: text, en: text }).exactOptional(),
  group: text.exactOptional(),
  validity: z.strictObject({ from: text, lasts: duration }).exactOptional(),
};
/** The shape of a rule tag. */
export const ruleTag: z.ZodObject = z.strictObject({
  ...common,
  when: z.custom<object>(isObject, { error: "must be a condition" }),
});
/** The shape of a value tag. */
export const valueTag: z.ZodObject = z.strictObject({
  ...common,
  fact: text,
  minCount: z.int().min(1).exactOptional(),
  minShare: z.number().gt(0).max(1).exactOptional(),
});

/**
 * Checks and compiles tags: rules over facts, values of facts, and preferences.
 *
 * @param options.schema the facts that exist, as a fact set's `schema` says; conditions are checked against it, by the
 *   compiler too where it knows them
 * @throws DefinitionError with every mistake at once
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d" } });
 * const tags = defineTags(
 *   [{ tag: "recentVisitor", when: { fact: "visits", operator: "greaterThan", value: 0 } }],
 *   { schema: facts.schema },
 * );
 * deriveTags(tags, { visits: 2 }, { now: 0 }).tags; // => [{ tag: "recentVisitor" }]
 */
export function defineTags<const S extends FactSchema>(
  definitions: readonly NoInfer<TypedTag<S>>[],
  options: ConditionOptions & { readonly schema?: S } = {},
): TagSet {
  const checked = checkTags(definitions, options);
  if (!checked.ok) throw new DefinitionError("The tags", checked.error);
  return checked.value;
}

/**
 * Checks tags from outside and compiles them.
 *
 * @param input parsed JSON: a list of tag definitions
 * @returns the compiled set, or every mistake with its place
 * @example
 * const refused = checkTags([{ tag: "vip", fact: "levle" }], { schema: { level: { type: "string" } } });
 * refused.ok ? [] : refused.error.map(({ code, pointer, hint }) => [code, pointer, hint]);
 * // => [["unknown-fact", "/0/fact", "level"]]
 */
export function checkTags(input: unknown, options: ConditionOptions = {}): Result<TagSet, readonly Issue[]> {
  const hostile = checkJson(input, LIMITS);
  if (hostile.length > 0) return refuse(hostile);
  if (!Array.isArray(input)) return refuse([issueAt("bad-value", [], "must be a list of tags")]);
  if (input.length > MAX_TAGS) return refuse([issueAt("too-large", [], `more than ${MAX_TAGS} tags`)]);
  const issues = [...input.flatMap((one: unknown, i) => checkTag(one, i, options)), ...checkNames(input)];
  return issues.length > 0 ? refuse(issues) : ok(compile(frozenCopy(input as readonly TagDefinition[]), options));
}

function compile(definitions: readonly TagDefinition[], options: ConditionOptions): TagSet {
  const plan = definitions.map((definition): TagPlan => {
    const validityMs = definition.validity && parseDuration(definition.validity.lasts);
    return {
      definition,
      ...("when" in definition && { condition: compileCondition(definition.when, options) }),
      ...(validityMs !== undefined && { validityMs }),
    };
  });
  return { definitions, plan };
}

function checkTag(input: unknown, index: number, options: ConditionOptions): readonly Issue[] {
  if (!isObject(input)) return [issueAt("bad-value", [index], "must be a tag")];
  const isRule = Object.hasOwn(input, "when");
  const shape = isRule ? ruleTag : valueTag;
  const issues = (shape.safeParse(input).error?.issues ?? []).flatMap((found) => {
    const place = [index, ...found.path];
    if (found.code !== "unrecognized_keys") return [issueAt("bad-value", place, found.message)];
    const known = found.path.length === 0 ? Object.keys(shape.shape) : ["from", "lasts", "zh", "en"];
    return found.keys.map((key) =>
      issueAt("unknown-key", [...place, key], "has no meaning here", nearestName(key, known)),
    );
  });
  return [
    ...issues,
    ...(isRule ? checkWhen(input, index, options) : checkFact(input, index, options.schema)),
    ...checkValidity(input, index, options.schema),
  ];
}

/** A validity counts from a date. */
function checkValidity(
  { validity }: Record<string, unknown>,
  index: number,
  schema: FactSchema | undefined,
): readonly Issue[] {
  const from = isObject(validity) ? validity.from : undefined;
  if (schema === undefined || typeof from !== "string") return [];
  const place = [index, "validity", "from"];
  const type = Object.hasOwn(schema, from) ? schema[from]?.type : undefined;
  if (type === undefined) {
    return [
      issueAt(
        "unknown-fact",
        place,
        `no fact is named ${JSON.stringify(from)}`,
        nearestName(from, Object.keys(schema)),
      ),
    ];
  }
  return type === "date" || type === "any"
    ? []
    : [issueAt("wrong-type", place, `${JSON.stringify(from)} is a ${type}, not a date`)];
}

function checkWhen(input: Record<string, unknown>, index: number, options: ConditionOptions): readonly Issue[] {
  const checked = isObject(input.when) ? checkCondition(input.when, options) : undefined;
  if (checked === undefined || checked.ok) return [];
  return checked.error.map((found) => ({ ...found, pointer: `/${index}/when${found.pointer}` }));
}

/** A preference stands on the count and share that a `top` fact reads beside its value. */
function checkFact(input: Record<string, unknown>, index: number, schema: FactSchema | undefined): readonly Issue[] {
  const { fact } = input;
  if (schema === undefined || typeof fact !== "string") return [];
  if (!Object.hasOwn(schema, fact)) {
    return [
      issueAt(
        "unknown-fact",
        [index, "fact"],
        `no fact is named ${JSON.stringify(fact)}`,
        nearestName(fact, Object.keys(schema)),
      ),
    ];
  }
  return (["minCount", "minShare"] as const).flatMap((key) => {
    if (input[key] === undefined) return [];
    const beside = Object.hasOwn(schema, fact + SUFFIX[key]) ? schema[fact + SUFFIX[key]] : undefined;
    if (!beside) return [issueAt("bad-value", [index, key], `needs a top fact, and ${JSON.stringify(fact)} is none`)];
    const most = key === "minCount" ? beside.most : undefined; // the shape bounds a share
    if (most === undefined || (input[key] as number) <= most) return [];
    return [issueAt("above-bound", [index, key], `${JSON.stringify(fact)} is read from ${most} occurrences at most`)];
  });
}

/** What a `top` fact appends to its name for the two facts beside it. */
export const SUFFIX: { readonly minCount: "Count"; readonly minShare: "Share" } = {
  minCount: "Count",
  minShare: "Share",
};

function checkNames(tags: readonly unknown[]): readonly Issue[] {
  const seen = new Set<unknown>();
  return tags.flatMap((one, i) => {
    const tag = isObject(one) ? one.tag : undefined;
    if (typeof tag !== "string" || !seen.has(tag)) {
      seen.add(tag);
      return [];
    }
    return [issueAt("duplicate-name", [i, "tag"], `another tag is named ${JSON.stringify(tag)}`)];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
