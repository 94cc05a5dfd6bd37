import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  type Label,
  parseDefinition,
  type Result,
  refuse,
} from "../model";

/** A way to move somebody: a discount, a referral reward, a test drive at home. Offered to whom its tags describe. */
export interface Mechanism {
  readonly mechanism: string;
  readonly label: Label;
  /** Of several that fit, the highest comes first. */
  readonly priority: number;
  /** The person has every one of these tags. */
  readonly allOf?: readonly string[];
  /** The person has one of these at least. */
  readonly anyOf?: readonly string[];
  /** The person has none of these. */
  readonly noneOf?: readonly string[];
}

const name: z.ZodString = z.string().min(1).max(100);
const tags: z.ZodType<readonly string[]> = boundedList(name, 1, 100);

const mechanismsSchema: z.ZodType<readonly Mechanism[]> = boundedList(
  z.strictObject({
    mechanism: name,
    label: z.strictObject({ zh: name, en: name }),
    priority: z.number().min(-1e6).max(1e6),
    allOf: tags.exactOptional(),
    anyOf: tags.exactOptional(),
    noneOf: tags.exactOptional(),
  }),
  1,
  1_000,
);

const MEMBERS: readonly string[] = ["mechanism", "label", "priority", "allOf", "anyOf", "noneOf", "zh", "en"];

/**
 * Checks mechanisms from outside and says everything that is wrong with them at once: their shape, names taken twice, a
 * tag both demanded and forbidden.
 *
 * @param input anything, usually parsed JSON
 * @example
 * const label = { zh: "直降", en: "Discount" };
 * const discount = { mechanism: "discount", label, priority: 1, allOf: ["price-sensitive"], noneOf: ["price-sensitive"] };
 * const refused = checkMechanisms([discount]);
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/0/noneOf/0"]
 */
export function checkMechanisms(input: unknown): Result<readonly Mechanism[], readonly Issue[]> {
  const parsed = parseDefinition(mechanismsSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const seen = new Set<string>();
  const issues = parsed.value.flatMap(({ mechanism, allOf = [], anyOf = [], noneOf = [] }, i) => {
    const taken = seen.has(mechanism);
    seen.add(mechanism);
    const repeated = taken
      ? [issueAt("duplicate-name", [i, "mechanism"], `${JSON.stringify(mechanism)} is already taken`)]
      : [];
    const hopeless = anyOf.every((tag) => noneOf.includes(tag));
    const wanted = hopeless ? [...allOf, ...anyOf] : allOf;
    const contradicted = noneOf.flatMap((tag, j) =>
      wanted.includes(tag)
        ? [issueAt("never-fits", [i, "noneOf", j], `${JSON.stringify(tag)} is demanded as well: nobody can fit`)]
        : [],
    );
    return [...repeated, ...contradicted];
  });
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares mechanisms.
 *
 * @throws DefinitionError with every issue when they are none
 * @example
 * const label = { zh: "转介有礼", en: "Referral reward" };
 * defineMechanisms([{ mechanism: "referral", label, priority: 2, anyOf: ["ripple", "owner"] }]).length; // => 1
 */
export function defineMechanisms(mechanisms: readonly Mechanism[]): readonly Mechanism[] {
  const checked = checkMechanisms(mechanisms);
  if (!checked.ok) throw new DefinitionError("mechanisms", checked.error);
  return checked.value;
}
