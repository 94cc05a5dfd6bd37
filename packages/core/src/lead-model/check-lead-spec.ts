import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  type Label,
  type NamePlace,
  namesTaken,
  nearestName,
  parseDefinition,
  type Result,
  refuse,
} from "../model";
import type { LeadField, LeadModelSpec } from "./lead-spec";

const name: z.ZodString = z.string().min(1).max(200);
const label: z.ZodType<Label> = z.strictObject({ zh: name, en: name });
const share: z.ZodNumber = z.number().gt(0).max(0.5);
const base = {
  field: name,
  label: label.exactOptional(),
  knownAt: z.enum(["before contact", "after contact"]),
};
const missing: z.ZodType<readonly string[]> = boundedList(z.string().max(200), 1, 100);

const fieldSchema: z.ZodType<LeadField> = z.discriminatedUnion("kind", [
  z.strictObject({
    ...base,
    kind: z.literal("number"),
    encodings: boundedList(z.enum(["standard", "square", "log", "logSquare", "woe"]), 1, 5).exactOptional(),
  }),
  z.strictObject({ ...base, kind: z.literal("flag") }),
  z.strictObject({ ...base, kind: z.literal("category"), missing: missing.exactOptional() }),
  z.strictObject({
    ...base,
    kind: z.literal("calendar"),
    missing: missing.exactOptional(),
    include: z.boolean().exactOptional(),
  }),
]);

const specSchema: z.ZodType<LeadModelSpec> = z.strictObject({
  label: name,
  at: name.exactOptional(),
  rule: name.exactOptional(),
  fields: boundedList(fieldSchema, 1, 1_000),
  kind: z.enum(["ridge", "scorecard", "blend"]).exactOptional(),
  lambda: z.number().gt(0).max(1e6).exactOptional(),
  minRows: z.int().min(1).max(1e6).exactOptional(),
  interactions: boundedList(z.tuple([name, name]).readonly(), 1, 100).exactOptional(),
  bins: z
    .strictObject({
      maxBins: z.int().min(2).max(100).exactOptional(),
      minShare: share.exactOptional(),
      emptyCell: z.number().gt(0).max(1).exactOptional(),
      monotone: z.boolean().exactOptional(),
    })
    .exactOptional(),
  points: z
    .strictObject({ points0: z.number(), odds0: z.number().gt(0), pdo: z.number().gt(0).max(1e6) })
    .exactOptional(),
  guard: z
    .strictObject({
      minLeads: z.int().min(2).max(1e9).exactOptional(),
      minWins: z.int().min(1).max(1e9).exactOptional(),
      capacity: z.number().gt(0).max(1).exactOptional(),
      latestShare: share.exactOptional(),
      resamples: z.int().min(20).max(100_000).exactOptional(),
      seed: z.int().exactOptional(),
    })
    .exactOptional(),
  afterContact: z.enum(["refuse", "allow"]).exactOptional(),
});

const MEMBERS: readonly string[] = (
  "label at rule fields kind lambda minRows interactions bins points guard afterContact field knownAt encodings missing " +
  "include maxBins minShare emptyCell monotone points0 odds0 pdo minLeads minWins capacity latestShare resamples seed zh en"
).split(" ");

/**
 * Checks what a lead model is to be fitted on, and says everything that is wrong with it at once.
 *
 * A field known only after contact is refused by its name (`"known-after-contact"`), unless `afterContact` allows it:
 * it tells how the call went, so a model that reads it looks brilliant and cannot choose whom to call.
 *
 * @param input anything, usually parsed JSON
 * @returns the spec, or located issues
 * @example
 * const field = { field: "outcomeNote", kind: "category", knownAt: "after contact" };
 * const checked = checkLeadSpec({ label: "won", fields: [field] });
 * checked.ok ? [] : checked.error.map(({ code, pointer }) => [code, pointer]);
 * // => [["known-after-contact", "/fields/0/knownAt"]]
 */
export function checkLeadSpec(input: unknown): Result<LeadModelSpec, readonly Issue[]> {
  const parsed = parseDefinition(specSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = [...namesTaken(fieldNames(parsed.value)), ...strayPairs(parsed.value), ...leaks(parsed.value)];
  return issues.length === 0 ? parsed : refuse(issues);
}

/** The spec, or a DefinitionError with every issue. */
export function requireLeadSpec(input: unknown): LeadModelSpec {
  const checked = checkLeadSpec(input);
  if (!checked.ok) throw new DefinitionError("lead model", checked.error);
  return checked.value;
}

const fieldNames = ({ label, at, rule, fields }: LeadModelSpec): readonly NamePlace[] => [
  { name: label, path: ["label"] },
  ...(at === undefined ? [] : [{ name: at, path: ["at"] }]),
  ...(rule === undefined ? [] : [{ name: rule, path: ["rule"] }]),
  ...fields.map(({ field }, i) => ({ name: field, path: ["fields", i, "field"] })),
];

function strayPairs({ fields, kind, interactions = [] }: LeadModelSpec): Issue[] {
  if (kind === "scorecard" && interactions.length > 0) {
    return [issueAt("no-interactions", ["interactions"], "a scorecard weighs one field at a time")];
  }
  const names = fields.filter((field) => field.kind !== "calendar" || field.include).map(({ field }) => field);
  return interactions.flatMap((pair, i) =>
    pair.flatMap((field, j) => {
      const path = ["interactions", i, j];
      if (!names.includes(field)) {
        return [issueAt("unknown-field", path, `no field ${JSON.stringify(field)} is used`, nearestName(field, names))];
      }
      return j === 1 && field === pair[0] ? [issueAt("duplicate-name", path, "a field is no pair with itself")] : [];
    }),
  );
}

const leaks = ({ fields, afterContact = "refuse" }: LeadModelSpec): Issue[] =>
  fields.flatMap(({ field, knownAt }, i) =>
    afterContact === "allow" || knownAt === "before contact"
      ? []
      : [
          issueAt(
            "known-after-contact",
            ["fields", i, "knownAt"],
            `${JSON.stringify(field)} is known only after contact: it cannot help to choose whom to contact`,
          ),
        ],
  );
