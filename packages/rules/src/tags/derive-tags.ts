import { type EpochMs, type Json, type Label, nearestName, requireNow } from "@tributary/core";
import { type Explanation, type Facts, isBound } from "../condition/index";
import { SUFFIX, type TagPlan, type TagSet } from "./define-tags";
import type { TagDefinition, ValueTag } from "./definition";

/** One tag of a person; a value tag carries its value. */
export interface Tag {
  readonly tag: string;
  readonly label?: Label;
  readonly value?: Json;
}

/** Why a person has a tag, or why not. */
export interface TagExplanation {
  readonly tag: string;
  readonly given: boolean;
  readonly definition: TagDefinition;
  /** Of a rule tag: how every node of its condition came out. */
  readonly condition?: Explanation;
  /** Of a value tag: what was read; a fact that is not known is no key. */
  readonly facts?: { readonly [fact: string]: Json };
  /** Of a value tag that is not given. */
  readonly reason?: "missing" | "bound" | "too-few" | "too-small-share";
}

/** A person's tags at a moment. */
export interface DerivedTags {
  /** In the order of their definitions. */
  readonly tags: readonly Tag[];
  /**
   * @throws RangeError when no tag has this name
   */
  explain(tag: string): TagExplanation;
}

/**
 * Derives a person's tags from facts. A tag is given only where it is surely so: a missing fact gives none.
 *
 * @param facts what is known of the person, as `readFacts` gives it, with whatever else the host knows
 * @throws RangeError when `now` is no instant
 * @example
 * const tags = defineTags([
 *   { tag: "hot", when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 } },
 *   { tag: "favouriteSeries", fact: "series", minCount: 3, minShare: 0.5 },
 * ]);
 * const derived = deriveTags(tags, { intent: 0.9, series: "星愿", seriesCount: 3, seriesShare: 0.4 }, { now: 0 });
 * derived.tags; // => [{ tag: "hot" }]
 * derived.explain("favouriteSeries").reason; // => "too-small-share"
 */
export function deriveTags(set: TagSet, facts: Facts, { now }: { readonly now: EpochMs }): DerivedTags {
  requireNow(now);
  return {
    tags: set.plan.flatMap((plan) => derive(plan, facts, now) ?? []),
    explain: (tag) => explainTag(requirePlan(set, tag), facts, now),
  };
}

function derive({ definition, condition }: TagPlan, facts: Facts, now: EpochMs): Tag | undefined {
  const { tag, label } = definition;
  const named = label === undefined ? { tag } : { tag, label };
  if (condition) return condition.test(facts, { now }) ? named : undefined;
  return missing(definition as ValueTag, facts) === undefined
    ? { ...named, value: own(facts, (definition as ValueTag).fact) as Json }
    : undefined;
}

function explainTag({ definition, condition }: TagPlan, facts: Facts, now: EpochMs): TagExplanation {
  const { tag } = definition;
  if (condition) {
    const explained = condition.explain(facts, { now });
    return { tag, given: explained.result === true, definition, condition: explained };
  }
  const value = definition as ValueTag;
  const reason = missing(value, facts);
  const used = { given: reason === undefined, definition, facts: factsOf(value, facts) };
  return reason === undefined ? { tag, ...used } : { tag, ...used, reason };
}

/** Why a value tag is not given, if so. An unknown count or share is not enough. */
function missing({ fact, minCount, minShare }: ValueTag, facts: Facts): TagExplanation["reason"] {
  const read = [fact, ...(minCount ? [fact + SUFFIX.minCount] : []), ...(minShare ? [fact + SUFFIX.minShare] : [])];
  if (read.some((name) => isBound(facts, name))) return "bound";
  if ((own(facts, fact) ?? null) === null) return "missing";
  if (minCount !== undefined && !reaches(own(facts, fact + SUFFIX.minCount), minCount)) return "too-few";
  if (minShare !== undefined && !reaches(own(facts, fact + SUFFIX.minShare), minShare)) return "too-small-share";
  return undefined;
}

function factsOf({ fact, minCount, minShare }: ValueTag, facts: Facts): { readonly [fact: string]: Json } {
  const isPreference = minCount !== undefined || minShare !== undefined;
  const names = isPreference ? [fact, fact + SUFFIX.minCount, fact + SUFFIX.minShare] : [fact];
  const known = names.filter((name) => own(facts, name) !== undefined);
  return Object.fromEntries(known.map((name) => [name, own(facts, name) as Json]));
}

const reaches = (value: unknown, least: number): boolean => typeof value === "number" && value >= least;

const own = (facts: Facts, name: string): unknown => (Object.hasOwn(facts, name) ? facts[name] : undefined);

function requirePlan(set: TagSet, tag: string): TagPlan {
  const plan = set.plan.find(({ definition }) => definition.tag === tag);
  if (plan) return plan;
  const hint = nearestName(
    tag,
    set.definitions.map((definition) => definition.tag),
  );
  throw new RangeError(`no tag is named ${JSON.stringify(tag)}${hint ? `; is it ${JSON.stringify(hint)}?` : ""}`);
}
