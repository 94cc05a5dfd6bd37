import type { FactSchema } from "../condition/index";
import { SCORE_FACTS, STAGE_FACTS, TAG_FACTS } from "./definition";

/** The fact that segments make: the names of those the person belongs to. */
const SEGMENT_FACTS: FactSchema = {
  segments: { type: "list", of: { type: "string" }, label: { zh: "人群", en: "Segments" } },
};

/** Names that conditions read for what is computed; no fact may take one. */
export const DERIVED_FACTS: readonly string[] = [SCORE_FACTS, TAG_FACTS, SEGMENT_FACTS, STAGE_FACTS].flatMap(
  Object.keys,
);

/** What each part of a blueprint may read: the facts, and whatever came to be known before it. */
export interface DerivedSchemas {
  readonly tags: FactSchema;
  readonly segments: FactSchema;
  readonly lifecycle: FactSchema;
  readonly grades: FactSchema;
}

/** The facts each part may read, in the order they come to be known: scores, tags, segments, stage, grade. */
export function derivedSchemas(facts: FactSchema): DerivedSchemas {
  const tags = { ...facts, ...SCORE_FACTS };
  const segments = { ...tags, ...TAG_FACTS };
  const lifecycle = { ...segments, ...SEGMENT_FACTS };
  return { tags, segments, lifecycle, grades: { ...lifecycle, ...STAGE_FACTS } };
}
