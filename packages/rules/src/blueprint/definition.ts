import type { Label } from "@tributary/core";
import type { IdentityPolicy, Strength } from "@tributary/core/identity";
import type { IntentMatrix, RfmOptions } from "@tributary/core/scoring";
import type { FactSchema } from "../condition/index";
import type { FactDefinitions, Where } from "../facts/index";
import type { GradeSetDefinition } from "../grades/index";
import type { LifecycleDefinition } from "../lifecycle/index";
import type { SegmentDefinition } from "../segments/index";
import type { TagDefinition } from "../tags/index";
import type { VehiclesDefinition } from "../vehicles/index";

/** One event type of the host's catalogue: what it is called, what it proves, and what it carries. */
export interface EventDefinition {
  /** Past tense, such as `storeVisited`. */
  readonly type: string;
  readonly label: Label;
  /** How sure it is that the identifiers on it belong together. */
  readonly strength: Strength;
  /** The purpose it was collected for, as consent names it. */
  readonly purpose: string;
  /** The properties it may carry, each of which may be absent; none listed says nothing of what it carries. */
  readonly properties: { readonly [property: string]: "string" | "number" | "boolean" | "list" | "object" };
}

/** Which events are one action of the intent matrix. */
export interface IntentActionDefinition {
  readonly events: string | readonly string[];
  readonly where?: Where;
}

/** How ready persons are, and from what. */
export interface IntentDefinition {
  readonly matrix: IntentMatrix;
  /** Every action of the matrix, by name. */
  readonly actions: { readonly [action: string]: IntentActionDefinition };
}

/** Recency, frequency and monetary value from three facts, and how they are binned. */
export type RfmDefinition = RfmOptions & {
  /** Names of facts: a count, a sum in minor units with refunds below zero, and the instant of the last. */
  readonly orders: { readonly count: string; readonly sum: string; readonly last: string };
};

/** Everything one host decides, as data that can be stored and compared. */
export interface BlueprintDefinition {
  readonly version: string;
  /** The IANA zone of calendar days. */
  readonly zone: string;
  /** The types of identifier, and under which limits they make a person: the policy of identity. */
  readonly identifiers: IdentityPolicy;
  readonly events: readonly EventDefinition[];
  /** What events say of persons and cars; without it nobody has any. */
  readonly vehicles?: VehiclesDefinition;
  readonly facts: FactDefinitions;
  readonly tags: readonly TagDefinition[];
  readonly segments: readonly SegmentDefinition[];
  readonly lifecycle: LifecycleDefinition;
  readonly grades: GradeSetDefinition;
  readonly intent?: IntentDefinition;
  readonly rfm?: RfmDefinition;
}

/**
 * Facts that are computed from the others, in this order, each step beside all before it: scores, which tags and all
 * later parts may read; tags, which segments, stages and grades may; the stage, which grades may.
 */
export const SCORE_FACTS: FactSchema = {
  intent: { type: "number", label: { zh: "线索浓度", en: "Intent" } },
  intentBand: { type: "string", label: { zh: "浓度档位", en: "Intent band" } },
  rfmSegment: { type: "string", label: { zh: "RFM 分层", en: "RFM segment" } },
  rfmScore: { type: "number", label: { zh: "RFM 得分", en: "RFM score" } },
  rfmRecency: { type: "number", label: { zh: "RFM 近度得分", en: "RFM: recency" } },
  rfmFrequency: { type: "number", label: { zh: "RFM 频度得分", en: "RFM: frequency" } },
  rfmMonetary: { type: "number", label: { zh: "RFM 额度得分", en: "RFM: monetary value" } },
};
/** The fact that tags make, see {@link SCORE_FACTS}. */
export const TAG_FACTS: FactSchema = {
  tags: { type: "list", of: { type: "string" }, label: { zh: "标签", en: "Tags" } },
};
/** The fact that the lifecycle makes, see {@link SCORE_FACTS}. */
export const STAGE_FACTS: FactSchema = {
  stage: { type: "string", label: { zh: "生命周期阶段", en: "Lifecycle stage" } },
};
