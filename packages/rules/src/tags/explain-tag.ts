import type { EpochMs, Json } from "@tributary/core";
import { type Explanation, type Facts, factOf, isBound } from "../condition/index";
import { SUFFIX, type TagPlan } from "./define-tags";
import type { TagDefinition, ValueTag } from "./definition";
import { deriveTag, type Moment, type Tag, timeOf, whyWeak } from "./derive-tag";
import type { Standing } from "./standing-statements";

/**
 * Why a tag is not given: the person said no, or staff withhold it; another of its group comes first; its time is over;
 * a value or date is missing, beyond what is kept, or too weak.
 */
export type NotGiven =
  | "opted-out"
  | "withheld"
  | "outranked"
  | "expired"
  | "missing"
  | "bound"
  | "too-few"
  | "too-small-share";

/** Why a person has a tag, or why not. */
export interface TagExplanation {
  readonly tag: string;
  readonly given: boolean;
  readonly definition: TagDefinition;
  /** Of a rule tag: how every node of its condition came out. */
  readonly condition?: Explanation;
  /** Of a value tag: what was read; a fact that is not known is no key. */
  readonly facts?: { readonly [fact: string]: Json };
  /** Of a tag that is not given; without one, the condition of a rule tag does not hold. */
  readonly reason?: NotGiven;
  /** What the person and staff said of it, as far as it stands. */
  readonly stated?: Standing;
  /** The tag of its group that is given in its place. */
  readonly outrankedBy?: string;
  readonly until?: EpochMs;
}

/** Explains one tag beside all that are given. */
export function explainTag(plan: TagPlan, moment: Moment, tags: readonly Tag[]): TagExplanation {
  const { definition } = plan;
  const { tag, group } = definition;
  const given = tags.find((one) => one.tag === tag);
  const reason = given ? undefined : whyNot(plan, moment);
  const stated = moment.said.of(tag);
  const before = reason === "outranked" ? tags.find((one) => one.group === group) : undefined;
  return {
    tag,
    given: given !== undefined,
    definition,
    ...becauseOf(plan, moment),
    ...(reason !== undefined && { reason }),
    ...((stated.staff || stated.subject) && { stated }),
    ...(before && { outrankedBy: before.tag }),
    ...(given?.until !== undefined && { until: given.until }),
  };
}

const becauseOf = (
  { definition, condition }: TagPlan,
  { facts, now }: Moment,
): Pick<TagExplanation, "condition" | "facts"> =>
  condition ? { condition: condition.explain(facts, { now }) } : { facts: factsOf(definition as ValueTag, facts) };

function whyNot(plan: TagPlan, moment: Moment): NotGiven | undefined {
  const { definition, condition } = plan;
  const { staff, subject } = moment.said.of(definition.tag);
  if (subject?.says === "optOut") return "opted-out";
  if (staff?.says === "withhold") return "withheld";
  if (deriveTag(plan, moment)) return "outranked";
  const weak = condition ? undefined : whyWeak(definition as ValueTag, moment.facts);
  if (weak !== undefined) return weak;
  const time = timeOf(plan, moment);
  if (time === "unknown") return isBound(moment.facts, definition.validity?.from as string) ? "bound" : "missing";
  return time === "over" ? "expired" : undefined;
}

function factsOf({ fact, minCount, minShare }: ValueTag, facts: Facts): { readonly [fact: string]: Json } {
  const isPreference = minCount !== undefined || minShare !== undefined;
  const names = isPreference ? [fact, fact + SUFFIX.minCount, fact + SUFFIX.minShare] : [fact];
  const known = names.filter((name) => factOf(facts, name) !== undefined);
  return Object.fromEntries(known.map((name) => [name, factOf(facts, name) as Json]));
}
