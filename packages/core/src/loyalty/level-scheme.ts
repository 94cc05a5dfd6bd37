import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  isTimeZone,
  type Label,
  parseDefinition,
  type Result,
  refuse,
} from "../model";

/** One level of membership (会员等级). */
export interface Level {
  readonly level: string;
  readonly label: Label;
  /** The growth that reaches it. */
  readonly from: number;
  /** The growth that keeps it at a review, at most `from`; `from` by default. */
  readonly keepFrom?: number;
}

/** How growth (成长值) makes levels, and how long they are kept, as versioned data. */
export interface LevelScheme {
  readonly version: string;
  /** The IANA zone of the dates on which growth leaves the window and levels are reviewed. */
  readonly zone: string;
  /** Growth of so many calendar months back counts; all of it by default. */
  readonly windowMonths?: number;
  /** A level is kept for so many calendar months, and then reviewed. */
  readonly keepMonths: number;
  /** How many levels a review may take at most; 1 by default. */
  readonly maxDrop?: number;
  /** Ascending, the first from 0: it is everybody's, and nobody loses it. */
  readonly levels: readonly Level[];
}

const name: z.ZodString = z.string().min(1).max(100);
const growth: z.ZodNumber = z.int().min(0).max(1_000_000_000);
const months: z.ZodNumber = z.int().min(1).max(120);

const schemeSchema: z.ZodType<LevelScheme> = z.strictObject({
  version: name,
  zone: z.string().refine(isTimeZone, { error: "must be an IANA time zone such as Asia/Shanghai" }),
  windowMonths: months.exactOptional(),
  keepMonths: months,
  maxDrop: z.int().min(1).max(100).exactOptional(),
  levels: boundedList(
    z.strictObject({
      level: name,
      label: z.strictObject({ zh: name, en: name }),
      from: growth,
      keepFrom: growth.exactOptional(),
    }),
    1,
    100,
  ),
});

const MEMBERS: readonly string[] =
  "version zone windowMonths keepMonths maxDrop levels level label from keepFrom zh en".split(" ");

/**
 * Checks a scheme of levels from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the scheme, or located issues
 * @example
 * const level = (name, from) => ({ level: name, label: { zh: name, en: name }, from });
 * const scheme = { version: "1", zone: "Asia/Shanghai", keepMonths: 12, levels: [level("silver", 0), level("gold", 500)] };
 * checkLevels(scheme).ok; // => true
 * const refused = checkLevels({ ...scheme, levels: [level("silver", 1), level("silver", 1)] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/levels/0/from", "/levels/1/level", "/levels/1/from"]
 */
export function checkLevels(input: unknown): Result<LevelScheme, readonly Issue[]> {
  const parsed = parseDefinition(schemeSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const { levels } = parsed.value;
  const issues = levels.flatMap((level, i) => misplaced(level, i, levels));
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares a scheme of levels.
 *
 * @throws DefinitionError with every issue when the scheme is not one
 * @example
 * const levels = [{ level: "member", label: { zh: "会员", en: "Member" }, from: 0 }];
 * defineLevels({ version: "1", zone: "Asia/Shanghai", keepMonths: 12, levels }).version; // => "1"
 */
export function defineLevels(scheme: LevelScheme): LevelScheme {
  const checked = checkLevels(scheme);
  if (!checked.ok) throw new DefinitionError("level scheme", checked.error);
  return checked.value;
}

function misplaced({ level, from, keepFrom }: Level, i: number, levels: readonly Level[]): readonly Issue[] {
  const before = levels[i - 1];
  const issues: Issue[] = [];
  const at = (member: string): readonly PropertyKey[] => ["levels", i, member];
  if (levels.findIndex((other) => other.level === level) < i) {
    issues.push(issueAt("duplicate-name", at("level"), `${JSON.stringify(level)} is already taken`));
  }
  if (!before && from !== 0) issues.push(issueAt("bad-level", at("from"), "the first level starts at 0"));
  if (before && from <= before.from) {
    issues.push(issueAt("bad-level", at("from"), `levels ascend: must be above ${before.from}`));
  }
  if (keepFrom !== undefined && keepFrom > from) {
    issues.push(issueAt("bad-level", at("keepFrom"), `keeping takes no more than reaching: at most ${from}`));
  }
  return issues;
}
