import {
  checkJson,
  type Issue,
  isHostileKey,
  isTimeZone,
  type JsonLimits,
  nearestName,
  parseDuration,
  pointerOf,
} from "@tributary/core";
import * as z from "zod";
import { BOUND_FACTS } from "../condition/index";
import { checkTogether } from "./check-together";
import { type FactDefinition, type FactDefinitions, MAX_KEEP } from "./definition";
import { inspectFormulas } from "./inspect-formulas";

/** Bounds on a document of facts. Our choice: a thousand facts with room, and no room for a bomb. */
const LIMITS: JsonLimits = { maxDepth: 24, maxNodes: 100_000, maxStringLength: 1_024, maxKeyLength: 256 };
const MAX_FACTS = 1_000;
/** Most calendar days a fact looks back. Our choice: what a half-life of a century takes to come to nothing. */
const MAX_DAYS = 1_500_000;

const text = z.string().min(1).max(200);
const path = z.string().max(200).refine(isPath, {
  error: "a property path is names joined by dots; __proto__, prototype and constructor are refused",
});
const duration = z.string().refine((value) => parseDuration(value) !== undefined, {
  error: 'must be a fixed duration such as "30d", "12h" or "90m"; months and years have no fixed length',
});
const whole = (max: number): z.ZodNumber => z.int().min(1).max(max);
const timeZone = z.string().refine(isTimeZone, { error: "must be an IANA time zone" });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: "must be a text, number, true, false or null",
});
const label = z.strictObject({ zh: text, en: text });
const type = z.enum(["number", "string", "boolean", "date", "list", "object", "any"]);

const comparison = z
  .strictObject({
    eq: scalar.exactOptional(),
    ne: scalar.exactOptional(),
    gt: z.number().exactOptional(),
    gte: z.number().exactOptional(),
    lt: z.number().exactOptional(),
    lte: z.number().exactOptional(),
    in: z.array(scalar).min(1).max(1_000).exactOptional(),
    exists: z.boolean().exactOptional(),
  })
  .refine((value) => Object.keys(value).length > 0, { error: "compares nothing: say eq, gte, in, exists or another" });

const keep = { keep: whole(MAX_KEEP).exactOptional(), label: label.exactOptional() };
const occurrences = {
  events: z.union([text, z.array(text).min(1).max(100)], { error: "must be an event type or a list of some" }),
  where: z.record(path, z.unknown()).exactOptional(),
};
const source = { ...occurrences, ...keep };
const within = { within: duration.exactOptional() };
const last = { last: whole(MAX_KEEP).exactOptional() };
const number = { ...source, ...within, ...last, property: path };
const edge = {
  ...source,
  ...within,
  property: path.exactOptional(),
  read: z.enum(["property", "at"]).exactOptional(),
  type: type.exactOptional(),
};

const SHAPES: { readonly [kind in FactDefinition["kind"]]: z.ZodRawShape } = {
  count: { ...source, ...within },
  sum: number,
  min: number,
  max: number,
  avg: number,
  first: edge,
  last: edge,
  distinct: {
    ...number,
    property: path.exactOptional(),
    by: z.enum(["property", "day"]).exactOptional(),
    zone: timeZone.exactOptional(),
  },
  top: { ...number, type: type.exactOptional() },
  since: {
    ...source,
    ...within,
    unit: z.enum(["days", "hours", "minutes"]).exactOptional(),
    of: z.enum(["last", "first"]).exactOptional(),
  },
  trait: { ...keep, property: path, type: type.exactOptional() },
  daily: {
    ...source,
    withinDays: whole(MAX_DAYS).exactOptional(),
    zone: timeZone.exactOptional(),
  },
  sequence: {
    ...keep,
    ...within,
    steps: z.array(z.strictObject(occurrences)).min(2).max(8),
    withinTotal: duration.exactOptional(),
    window: duration.exactOptional(),
    same: path.exactOptional(),
  },
  dwell: { ...source, property: path, equals: z.union([z.string(), z.number(), z.boolean()]).exactOptional() },
  decayed: {
    ...source,
    within: duration,
    halfLife: duration,
    step: duration.exactOptional(),
    property: path.exactOptional(),
  },
  formula: { formula: z.unknown(), label: label.exactOptional() },
};

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [kind, z.strictObject({ kind: z.literal(kind), ...shape })]),
);

/** Finds every mistake in a document of facts; none means it is {@link FactDefinitions}. */
export function checkDefinitions(input: unknown, zone: string): readonly Issue[] {
  const hostile = checkJson(input, LIMITS);
  if (hostile.length > 0) return hostile;
  const issues: Issue[] = [];
  if (!isTimeZone(zone)) issues.push(issue("bad-value", [], `zone ${JSON.stringify(zone)} is not an IANA time zone`));
  if (!isObject(input)) return [...issues, issue("bad-value", [], "must be an object: fact name → definition")];
  const names = Object.keys(input);
  if (names.length > MAX_FACTS) return [...issues, issue("too-large", [], `more than ${MAX_FACTS} facts`)];
  for (const name of names) issues.push(...checkDefinition(name, input[name]));
  if (issues.length > 0) return issues;
  return [...checkTopNames(input as FactDefinitions), ...inspectFormulas(input as FactDefinitions).issues];
}

function checkDefinition(name: string, definition: unknown): readonly Issue[] {
  if (name === "") return [issue("bad-name", [name], "a fact needs a name")];
  if (name === BOUND_FACTS) return [issue("reserved-name", [name], "is the list of facts that could not be read")];
  if (!isObject(definition)) return [issue("bad-value", [name], "must be a fact definition")];
  const schema = typeof definition.kind === "string" ? SCHEMAS.get(definition.kind) : undefined;
  if (schema === undefined) {
    const message = `must be one of ${[...SCHEMAS.keys()].join(", ")}`;
    const written = typeof definition.kind === "string" ? definition.kind : undefined;
    return [issue("unknown-kind", [name, "kind"], message, written, SCHEMAS.keys())];
  }
  const allowed = ["kind", ...Object.keys(SHAPES[definition.kind as FactDefinition["kind"]])];
  const issues = issuesOf(schema.safeParse(definition), [name], allowed);
  const inWhere = wheresOf(definition).flatMap(([at, where]) => checkWhere([name, ...at], where));
  if (issues.length + inWhere.length > 0) return [...issues, ...inWhere];
  return checkTogether(definition as unknown as FactDefinition).map(({ place, ...rest }) => ({
    ...rest,
    pointer: pointerOf([name, ...place]),
  }));
}

/** Every filter of a definition, its own and those of its steps, and where it stands. */
const wheresOf = ({ where, steps }: Record<string, unknown>): [place: readonly PropertyKey[], where: unknown][] => [
  [["where"], where],
  ...(Array.isArray(steps) ? steps : []).map((step, i): [readonly PropertyKey[], unknown] => [
    ["steps", i, "where"],
    isObject(step) ? step.where : undefined,
  ]),
];

function checkWhere(place: readonly PropertyKey[], where: unknown): readonly Issue[] {
  if (!isObject(where)) return [];
  return Object.entries(where).flatMap(([property, wanted]) =>
    issuesOf(
      (isObject(wanted) ? comparison : scalar).safeParse(wanted),
      [...place, property],
      Object.keys(comparison.shape),
    ),
  );
}

/** A `top` fact reads two facts more; nobody else may have their names. */
const checkTopNames = (definitions: FactDefinitions): readonly Issue[] =>
  Object.entries(definitions)
    .filter(([, { kind }]) => kind === "top")
    .flatMap(([name]) => [`${name}Count`, `${name}Share`].map((taken) => ({ name, taken })))
    .filter(({ taken }) => Object.hasOwn(definitions, taken))
    .map(({ name, taken }) =>
      issue("duplicate-name", [taken], `the name is taken by the top fact ${JSON.stringify(name)}`),
    );

function issuesOf(
  parsed: z.ZodSafeParseResult<unknown>,
  place: readonly PropertyKey[],
  allowed: readonly string[],
): Issue[] {
  return (parsed.error?.issues ?? []).flatMap((found) => {
    const at = [...place, ...found.path];
    if (found.code === "unrecognized_keys") {
      const known = found.path[0] === "steps" ? Object.keys(occurrences) : allowed;
      return found.keys.map((key) => issue("unknown-key", [...at, key], "has no meaning here", key, known));
    }
    if (found.code === "invalid_key") return [issue("bad-path", at, found.issues[0]?.message ?? found.message)];
    return [issue("bad-value", at, found.message)];
  });
}

function issue(
  code: string,
  place: readonly PropertyKey[],
  message: string,
  written?: string,
  known: Iterable<string> = [],
): Issue {
  const hint = written === undefined ? undefined : nearestName(written, known);
  return { code, pointer: pointerOf(place), message, ...(hint === undefined ? {} : { hint }) };
}

function isPath(value: string): boolean {
  return value.split(".").every((segment) => segment !== "" && !isHostileKey(segment));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
