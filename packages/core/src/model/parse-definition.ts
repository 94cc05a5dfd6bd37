import * as z from "zod";
import { type Issue, pointerOf } from "./issue";
import { checkJson, type JsonLimits } from "./json";
import { nearestName } from "./nearest-name";
import { ok, type Result, refuse } from "./result";

/** Our choice: room for thousands of definitions with conditions as deep as they may be, and no room for a bomb. */
export const DEFINITION_JSON_LIMITS: JsonLimits = {
  maxDepth: 200,
  maxNodes: 500_000,
  maxStringLength: 8_192,
  maxKeyLength: 256,
};

/** Most mistakes told of one definition: nobody reads more, and a hostile one stays cheap. Our choice. */
const MAX_ISSUES = 100;

/**
 * Reads a definition from outside by its schema, or says everything that is wrong with its shape.
 *
 * @param schema a schema whose output is its input: nothing is coerced or filled in
 * @param input anything, usually parsed JSON
 * @param members every member name the schema knows, to name the nearest one beside an unknown member
 * @returns the definition, or located issues, at most 100
 * @example
 * const schema = { safeParse: (input: unknown) => ({ success: true, data: input }) };
 * parseDefinition(schema, { from: 0.3 }); // => { ok: true, value: { from: 0.3 } }
 */
export function parseDefinition<T>(
  schema: Pick<z.ZodType<T>, "safeParse">,
  input: unknown,
  members: readonly string[] = [],
): Result<T, readonly Issue[]> {
  const unsafe = checkJson(input, DEFINITION_JSON_LIMITS);
  if (unsafe.length > 0) return refuse(unsafe);
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const issues: Issue[] = [];
  for (const issue of parsed.error.issues) {
    if (issues.length >= MAX_ISSUES) break;
    issues.push(...issuesOf(issue, members, MAX_ISSUES - issues.length));
  }
  return refuse(issues);
}

/**
 * A list whose length is known to be bearable before any of its entries is looked at.
 *
 * @param entry the schema of one entry
 * @param min the least number of entries
 * @param max the most
 * @example
 * const types = boundedList(identifierTypeSchema, 1, 2);
 * types.safeParse(["phone", "openid"]).success; // => true
 * types.safeParse(["phone", "openid", 3]).error?.issues.map(({ code }) => code); // => ["too_big"]
 */
export const boundedList = <T>(entry: z.ZodType<T>, min: number, max: number): z.ZodType<readonly T[]> =>
  z.array(z.unknown()).min(min).max(max).pipe(z.array(entry).min(min).max(max)); // bounds again: a JSON Schema shows this side

function issuesOf(issue: z.core.$ZodIssue, members: readonly string[], most: number): Issue[] {
  if (issue.code !== "unrecognized_keys") {
    const code = issue.code === "custom" ? "bad-value" : issue.code.replaceAll("_", "-");
    return [{ code, pointer: pointerOf(issue.path), message: issue.message }];
  }
  return issue.keys.slice(0, most).map((key) => {
    const near = nearestName(key, members);
    const pointer = pointerOf([...issue.path, key]);
    const found = { code: "unknown-member", pointer, message: `there is no member ${JSON.stringify(key)}` };
    return near === undefined ? found : { ...found, hint: `did you mean ${near}?` };
  });
}
