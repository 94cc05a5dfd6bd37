import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  isTimeZone,
  type Label,
  namesTaken,
  parseDefinition,
  type Result,
  refuse,
} from "../model";

/** Something done often enough. */
export interface BadgeCondition {
  /** What is counted: a type of event. */
  readonly type: string;
  readonly atLeast: number;
  /** What is counted of it: how often, or on how many local dates; `time` by default. */
  readonly per?: "time" | "day";
  /** On how many local dates back it counts, today's included; on all by default. */
  readonly withinDays?: number;
}

/** A badge (勋章), awarded once to whom all its conditions hold for at one moment. */
export interface Badge {
  readonly badge: string;
  readonly label: Label;
  readonly all: readonly BadgeCondition[];
}

/** The badges of a programme, as versioned data. */
export interface BadgeSet {
  readonly version: string;
  /** The IANA zone of the dates. */
  readonly zone: string;
  readonly badges: readonly Badge[];
}

const name: z.ZodString = z.string().min(1).max(100);

const badgeSetSchema: z.ZodType<BadgeSet> = z.strictObject({
  version: name,
  zone: z.string().refine(isTimeZone, { error: "must be an IANA time zone such as Asia/Shanghai" }),
  badges: boundedList(
    z.strictObject({
      badge: name,
      label: z.strictObject({ zh: name, en: name }),
      all: boundedList(
        z.strictObject({
          type: name,
          atLeast: z.int().min(1).max(1_000_000),
          per: z.enum(["time", "day"]).exactOptional(),
          withinDays: z.int().min(1).max(36_500).exactOptional(),
        }),
        1,
        100,
      ),
    }),
    1,
    1_000,
  ),
});

const MEMBERS: readonly string[] = "version zone badges badge label all type atLeast per withinDays zh en".split(" ");

/**
 * Checks a set of badges from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the set, or located issues
 * @example
 * const badge = { badge: "driver", label: { zh: "试驾达人", en: "Driver" }, all: [{ type: "testDriveCompleted", atLeast: 3 }] };
 * checkBadges({ version: "1", zone: "Asia/Shanghai", badges: [badge] }).ok; // => true
 * const refused = checkBadges({ version: "1", zone: "Asia/Shanghai", badges: [badge, badge] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/badges/1/badge"]
 */
export function checkBadges(input: unknown): Result<BadgeSet, readonly Issue[]> {
  const parsed = parseDefinition(badgeSetSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const { badges } = parsed.value;
  const issues = namesTaken(badges.map(({ badge }, i) => ({ name: badge, path: ["badges", i, "badge"] })));
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares a set of badges.
 *
 * @throws DefinitionError with every issue when the set is not one
 * @example
 * const all = [{ type: "testDriveCompleted", atLeast: 3 }];
 * const badges = [{ badge: "driver", label: { zh: "试驾达人", en: "Driver" }, all }];
 * defineBadges({ version: "1", zone: "Asia/Shanghai", badges }).badges.length; // => 1
 */
export function defineBadges(set: BadgeSet): BadgeSet {
  const checked = checkBadges(set);
  if (!checked.ok) throw new DefinitionError("badge set", checked.error);
  return checked.value;
}
