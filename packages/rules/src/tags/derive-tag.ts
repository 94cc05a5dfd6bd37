import type { EpochMs, Json, Label } from "@tributary/core";
import { type Facts, factOf, isBound } from "../condition/index";
import { SUFFIX, type TagPlan } from "./define-tags";
import type { TagDefinition, ValueTag } from "./definition";
import type { Statements } from "./standing-statements";
import type { StaffStatement } from "./statement";

/** One tag of a person; a value tag carries its value. */
export interface Tag {
  readonly tag: string;
  readonly label?: Label;
  readonly value?: Json;
  readonly group?: string;
  /** The instant it ends by itself, where it has a validity or was given for a time. */
  readonly until?: EpochMs;
  /** Who gave it by hand. */
  readonly stated?: StaffStatement;
}

/** What tags are read from. */
export interface Moment {
  readonly facts: Facts;
  readonly now: EpochMs;
  readonly said: Statements;
}

/** One tag by itself, whatever others of its group are given. */
export function deriveTag(plan: TagPlan, moment: Moment): Tag | undefined {
  const { definition } = plan;
  const { staff, subject } = moment.said.of(definition.tag);
  if (subject?.says === "optOut" || staff?.says === "withhold") return undefined;
  if (staff) return { ...named(definition), ...given(staff), stated: staff };
  if (timeOf(plan, moment) !== "lasts" || !holds(plan, moment)) return undefined;
  const until = endOf(plan, moment.facts);
  const value = plan.condition ? undefined : (factOf(moment.facts, (definition as ValueTag).fact) as Json);
  return {
    ...named(definition),
    ...(value !== undefined && { value }),
    ...(until !== undefined && { until }),
  };
}

const holds = ({ definition, condition }: TagPlan, { facts, now }: Moment): boolean =>
  condition ? condition.test(facts, { now }) : whyWeak(definition as ValueTag, facts) === undefined;

const named = ({ tag, label, group }: TagDefinition): Tag => ({
  tag,
  ...(label !== undefined && { label }),
  ...(group !== undefined && { group }),
});

const given = ({ value, expiresAt }: StaffStatement): Pick<Tag, "value" | "until"> => ({
  ...(value !== undefined && { value }),
  ...(expiresAt !== undefined && { until: expiresAt }),
});

/** The instant a tag with a validity ends, where its date is known. */
function endOf({ definition: { validity }, validityMs = 0 }: TagPlan, facts: Facts): EpochMs | undefined {
  const from = validity && factOf(facts, validity.from);
  return typeof from === "number" ? from + validityMs : undefined;
}

/** Whether a tag's validity lasts; `unknown` where its date is, and then the tag is not given. */
export function timeOf(plan: TagPlan, { facts, now }: Moment): "lasts" | "over" | "unknown" {
  if (plan.validityMs === undefined) return "lasts";
  const end = endOf(plan, facts);
  if (end === undefined) return "unknown";
  return end > now && end - plan.validityMs <= now ? "lasts" : "over";
}

/** Why the value of a value tag is not enough, if so. An unknown count or share is not. */
export function whyWeak(
  { fact, minCount, minShare }: ValueTag,
  facts: Facts,
): "missing" | "bound" | "too-few" | "too-small-share" | undefined {
  const read = [fact, ...(minCount ? [fact + SUFFIX.minCount] : []), ...(minShare ? [fact + SUFFIX.minShare] : [])];
  if (read.some((name) => isBound(facts, name))) return "bound";
  if ((factOf(facts, fact) ?? null) === null) return "missing";
  if (minCount !== undefined && !reaches(factOf(facts, fact + SUFFIX.minCount), minCount)) return "too-few";
  if (minShare !== undefined && !reaches(factOf(facts, fact + SUFFIX.minShare), minShare)) return "too-small-share";
  return undefined;
}

const reaches = (value: unknown, least: number): boolean => typeof value === "number" && value >= least;
