import { type EpochMs, nearestName, requireNow } from "@tributary/core";
import type { Facts } from "../condition/index";
import type { TagPlan, TagSet } from "./define-tags";
import { deriveTag, type Tag } from "./derive-tag";
import { explainTag, type TagExplanation } from "./explain-tag";
import { standingStatements } from "./standing-statements";
import { EVERY_TAG, type TagStatement } from "./statement";

/** A person's tags at a moment. */
export interface DerivedTags {
  /** In the order of their definitions. */
  readonly tags: readonly Tag[];
  /** What was said of tags that this set does not have. */
  readonly unused: readonly TagStatement[];
  /**
   * @throws RangeError when no tag has this name
   */
  explain(tag: string): TagExplanation;
}

/** The moment, and what staff and the person said. */
export interface DeriveOptions {
  readonly now: EpochMs;
  /** In any order; what is later than `now` says nothing yet. */
  readonly statements?: readonly TagStatement[];
}

/**
 * Derives a person's tags from facts. A tag is given only where it is surely so: a missing fact gives none.
 *
 * Above the rules stands what staff say by hand, and above that what the person says of themselves: who opted out of a
 * tag gets it back neither by a recomputation nor by staff. Of the tags of one group one is given: the one given by hand,
 * else the first defined.
 *
 * @param facts what is known of the person, as `readFacts` gives it, with whatever else the host knows
 * @throws RangeError when `now` is no instant
 * @example
 * const tags = defineTags([
 *   { tag: "hot", when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 } },
 *   { tag: "favouriteSeries", fact: "series", minCount: 3, minShare: 0.5 },
 * ]);
 * const facts = { intent: 0.9, series: "星愿", seriesCount: 3, seriesShare: 0.4 };
 * const derived = deriveTags(tags, facts, { now: 0 });
 * derived.tags; // => [{ tag: "hot" }]
 * derived.explain("favouriteSeries").reason; // => "too-small-share"
 * const no = { by: "subject", tag: "hot", at: 0, says: "optOut" } as const;
 * deriveTags(tags, facts, { now: 0, statements: [no] }).explain("hot").reason; // => "opted-out"
 */
export function deriveTags(set: TagSet, facts: Facts, { now, statements = [] }: DeriveOptions): DerivedTags {
  const moment = { facts, now: requireNow(now), said: standingStatements(statements, now) };
  const tags = oneOfEachGroup(set.plan.flatMap((plan) => deriveTag(plan, moment) ?? []));
  return {
    tags,
    unused: statements.filter(({ tag }) => tag !== EVERY_TAG && planOf(set, tag) === undefined),
    explain: (tag) => explainTag(requirePlan(set, tag), moment, tags),
  };
}

function oneOfEachGroup(tags: readonly Tag[]): readonly Tag[] {
  const chosen = new Map<string, Tag>();
  for (const tag of tags) {
    if (tag.group === undefined) continue;
    const before = chosen.get(tag.group);
    if (before === undefined || (tag.stated && !before.stated)) chosen.set(tag.group, tag);
  }
  return chosen.size === 0 ? tags : tags.filter((tag) => tag.group === undefined || chosen.get(tag.group) === tag);
}

const planOf = (set: TagSet, tag: string): TagPlan | undefined =>
  set.plan.find(({ definition }) => definition.tag === tag);

function requirePlan(set: TagSet, tag: string): TagPlan {
  const plan = planOf(set, tag);
  if (plan) return plan;
  const hint = nearestName(
    tag,
    set.definitions.map((definition) => definition.tag),
  );
  throw new RangeError(`no tag is named ${JSON.stringify(tag)}${hint ? `; is it ${JSON.stringify(hint)}?` : ""}`);
}
