import {
  type EpochMs,
  type IntentScore,
  type Json,
  type Rfm,
  type RfmModel,
  type RfmScore,
  rfmOf,
  scoreRfm,
} from "@tributary/core";
import { BOUND_FACTS, type Facts, isBound } from "../condition/index";
import { type FactValues, readFacts, type Tracks } from "../facts/index";
import { gradeLead, type LeadGrade } from "../grades/index";
import { type StageReading, stageOf } from "../lifecycle/index";
import { deriveTags, type Tag, type TagStatement } from "../tags/index";
import type { Blueprint } from "./define-blueprint";
import { SCORE_FACTS } from "./definition";
import { isIntentFact } from "./intent-facts";
import { readIntent } from "./read-intent";

/** Everything a blueprint says of one person at a moment. */
export interface PersonReading {
  readonly facts: FactValues;
  readonly rfm?: Rfm & { readonly score?: RfmScore };
  /** Absent where the blueprint has no matrix, or the score cannot be told. */
  readonly intent?: IntentScore;
  /** Why the score cannot be told: more happened than is kept. */
  readonly intentUnknown?: "bound";
  readonly tags: readonly Tag[];
  /** Names of the segments the person belongs to, in the blueprint's order. */
  readonly segments: readonly string[];
  readonly stage: StageReading;
  readonly grade?: LeadGrade;
  /** What the conditions read: the facts and everything above under its name. */
  readonly seen: Facts;
}

/**
 * Reads one person through a blueprint at a moment: facts, scores, tags, segments, stage and grade, in that order, each
 * seeing what came before.
 *
 * @param tracks the person's tracks, merged over their leaves; `undefined` for a person without events
 * @param options.rfmModel the population's bins; without it RFM is measured and not scored
 * @param options.statements what staff and the person said of tags
 * @throws RangeError when `now` is no instant
 * @example
 * const blueprint = automotive();
 * const reading = readPerson(blueprint, undefined, { now: 0 });
 * [reading.tags, reading.segments, reading.intent?.score]; // => [[], [], 0]
 */
export function readPerson(
  blueprint: Blueprint,
  tracks: Tracks | undefined,
  options: {
    readonly now: EpochMs;
    readonly rfmModel?: RfmModel;
    readonly statements?: readonly TagStatement[];
  },
): PersonReading {
  const { now, statements = [] } = options;
  const facts = ownFacts(readFacts(blueprint.facts, tracks, { now }));
  const read = blueprint.intent && readIntent(blueprint.intent, blueprint.facts, tracks, { now });
  const intent = read === "bound" ? undefined : read;
  const rfm = readRfm(blueprint, facts, options);
  const bound = [
    ...(facts.$bound ?? []),
    ...(read === "bound" ? ["intent", "intentBand"] : []),
    ...(isRfmBound(blueprint, facts) ? RFM_FACTS : []),
  ];
  const scored: Facts = {
    ...facts,
    ...(intent && { intent: intent.score, intentBand: intent.band }),
    ...(rfm?.score && rfmFacts(rfm.score)),
    ...(bound.length > 0 && { [BOUND_FACTS]: bound }),
  };
  const { tags } = deriveTags(blueprint.tags, scored, { now, statements });
  const tagged: Facts = { ...scored, tags: tags.map(({ tag }) => tag) };
  const segments = blueprint.segments.filter(({ test }) => test(tagged, { now })).map(({ segment }) => segment);
  const placed: Facts = { ...tagged, segments };
  const stage = stageOf(blueprint.lifecycle, placed, { now });
  const seen: Facts = { ...placed, stage: stage.stage };
  const grade = gradeLead(blueprint.grades, seen, { now });
  return {
    facts,
    ...(rfm && { rfm }),
    ...(intent && { intent }),
    ...(read === "bound" && { intentUnknown: read }),
    tags,
    segments,
    stage,
    ...(grade && { grade }),
    seen,
  };
}

/** The facts without the daily counts that only serve the intent score. */
function ownFacts(all: FactValues): FactValues {
  const { $bound, ...facts } = all;
  const bound = $bound?.filter((name) => !isIntentFact(name)) ?? [];
  const own = Object.fromEntries(Object.entries(facts).filter(([name]) => !isIntentFact(name)));
  return bound.length > 0 ? { ...own, [BOUND_FACTS]: bound } : own;
}

const RFM_FACTS: readonly string[] = Object.keys(SCORE_FACTS).filter((name) => name.startsWith("rfm"));

const rfmFacts = ({ segment, score, r, f, m }: RfmScore): Facts => ({
  rfmSegment: segment,
  rfmScore: score,
  rfmRecency: r,
  rfmFrequency: f,
  rfmMonetary: m,
});

const isRfmBound = ({ rfm }: Blueprint, facts: FactValues): boolean =>
  rfm !== undefined && Object.values(rfm.orders).some((name) => isBound(facts, name));

function readRfm(
  { rfm }: Blueprint,
  facts: FactValues,
  { now, rfmModel }: { readonly now: EpochMs; readonly rfmModel?: RfmModel },
): PersonReading["rfm"] {
  const names = rfm?.orders;
  const [orders, amountMinor, lastAt] = names ? [facts[names.count], facts[names.sum], facts[names.last]] : [];
  if (!isNumber(orders) || !isNumber(amountMinor) || !isNumber(lastAt)) return undefined;
  const measured = rfmOf({ orders, amountMinor, lastAt }, { now });
  return measured && { ...measured, ...(rfmModel && { score: scoreRfm(measured, rfmModel) }) };
}

const isNumber = (value: Json | undefined): value is number => typeof value === "number";
