import { checkJson, type Issue, issueAt, isTimeZone, type JsonLimits, nearestName, pointerOf } from "@tributary/core";
import type * as z from "zod";
import { BOUND_FACTS } from "../condition/index";
import { checkTogether } from "./check-together";
import type { FactDefinition, FactDefinitions } from "./definition";
import { CLAIMS, claimSchema, SCHEMAS, SHAPES, STEP_MEMBERS } from "./fact-shapes";
import { inspectFormulas } from "./inspect-formulas";

/** Bounds on a document of facts. Our choice: a thousand facts with room, and no room for a bomb. */
const LIMITS: JsonLimits = { maxDepth: 24, maxNodes: 100_000, maxStringLength: 1_024, maxKeyLength: 256 };
const MAX_FACTS = 1_000;

/** Finds every mistake in a document of facts; none means it is {@link FactDefinitions}. */
export function checkDefinitions(input: unknown, zone: string): readonly Issue[] {
  const hostile = checkJson(input, LIMITS);
  if (hostile.length > 0) return hostile;
  const issues: Issue[] = [];
  if (!isTimeZone(zone)) issues.push(issueAt("bad-value", [], `zone ${JSON.stringify(zone)} is not an IANA time zone`));
  if (!isObject(input)) return [...issues, issueAt("bad-value", [], "must be an object: fact name → definition")];
  const names = Object.keys(input);
  if (names.length > MAX_FACTS) return [...issues, issueAt("too-large", [], `more than ${MAX_FACTS} facts`)];
  for (const name of names) issues.push(...checkDefinition(name, input[name]));
  if (issues.length > 0) return issues;
  return [...checkTopNames(input as FactDefinitions), ...inspectFormulas(input as FactDefinitions).issues];
}

function checkDefinition(name: string, definition: unknown): readonly Issue[] {
  if (name === "") return [issueAt("bad-name", [name], "a fact needs a name")];
  if (name === BOUND_FACTS) return [issueAt("reserved-name", [name], "is the list of facts that could not be read")];
  if (!isObject(definition)) return [issueAt("bad-value", [name], "must be a fact definition")];
  const schema = typeof definition.kind === "string" ? SCHEMAS.get(definition.kind) : undefined;
  if (schema === undefined) {
    const message = `must be one of ${[...SCHEMAS.keys()].join(", ")}`;
    const near = typeof definition.kind === "string" ? nearestName(definition.kind, SCHEMAS.keys()) : undefined;
    return [issueAt("unknown-kind", [name, "kind"], message, near)];
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
    issuesOf(claimSchema(wanted).safeParse(wanted), [...place, property], CLAIMS),
  );
}

/** A `top` fact reads two facts more; nobody else may have their names. */
const checkTopNames = (definitions: FactDefinitions): readonly Issue[] =>
  Object.entries(definitions)
    .filter(([, { kind }]) => kind === "top")
    .flatMap(([name]) => [`${name}Count`, `${name}Share`].map((taken) => ({ name, taken })))
    .filter(({ taken }) => Object.hasOwn(definitions, taken))
    .map(({ name, taken }) =>
      issueAt("duplicate-name", [taken], `the name is taken by the top fact ${JSON.stringify(name)}`),
    );

function issuesOf(
  parsed: z.ZodSafeParseResult<unknown>,
  place: readonly PropertyKey[],
  allowed: readonly string[],
): Issue[] {
  return (parsed.error?.issues ?? []).flatMap((found) => {
    const at = [...place, ...found.path];
    if (found.code === "unrecognized_keys") {
      const known = found.path[0] === "steps" ? STEP_MEMBERS : allowed;
      return found.keys.map((key) =>
        issueAt("unknown-key", [...at, key], "has no meaning here", nearestName(key, known)),
      );
    }
    if (found.code === "invalid_key") return [issueAt("bad-path", at, found.issues[0]?.message ?? found.message)];
    return [issueAt("bad-value", at, found.message)];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
