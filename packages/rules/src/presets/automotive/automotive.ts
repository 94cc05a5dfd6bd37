import type { BlueprintDefinition } from "../../blueprint/definition";
import { automotiveEvents } from "./events";
import { automotiveFacts } from "./facts";
import { automotiveGrades } from "./grades";
import { automotiveIdentity } from "./identity";
import { automotiveIntent } from "./intent";
import { automotiveLifecycle } from "./lifecycle";
import { automotiveSegments } from "./segments";
import { automotiveTags } from "./tags";

const preset: BlueprintDefinition & Required<Pick<BlueprintDefinition, "intent" | "rfm">> = {
  version: "automotive-1",
  zone: "Asia/Shanghai",
  identity: automotiveIdentity,
  events: automotiveEvents,
  facts: automotiveFacts,
  tags: automotiveTags,
  segments: automotiveSegments,
  lifecycle: automotiveLifecycle,
  grades: automotiveGrades,
  intent: automotiveIntent,
  rfm: {
    orders: { count: "purchases", sum: "purchasesMinor", last: "lastPurchaseAt" },
    method: "quantile",
    bins: 5,
  },
};

/**
 * A carmaker's blueprint that works on the first day: plain data to start from, in Chinese and English.
 *
 * Overrides of `events`, `facts`, `tags` and `segments` are added to the preset's, or take the place of those with the
 * same name; every other part replaces the preset's whole. A `zone` without an `intent` of its own moves the matrix to
 * that zone as well.
 *
 * @param overrides the parts a host decides otherwise
 * @example
 * automotive().events.some(({ type }) => type === "testDriveCompleted"); // => true
 * const mine = automotive({ version: "mine-1", facts: { quotes: { kind: "count", events: "quoteRequested" } } });
 * [mine.version, mine.facts.quotes?.kind, mine.facts.testDrives?.kind]; // => ["mine-1", "count", "count"]
 */
export function automotive(overrides: Partial<BlueprintDefinition> = {}): BlueprintDefinition {
  const { zone = preset.zone } = overrides;
  return {
    ...preset,
    intent: { ...preset.intent, matrix: { ...preset.intent.matrix, zone } },
    ...overrides,
    events: joined(preset.events, overrides.events, ({ type }) => type),
    facts: { ...preset.facts, ...overrides.facts },
    tags: joined(preset.tags, overrides.tags, ({ tag }) => tag),
    segments: joined(preset.segments, overrides.segments, ({ segment }) => segment),
  };
}

/** The preset's list with overrides in the place of their namesakes, and the new ones after. */
function joined<T>(list: readonly T[], overrides: readonly T[] = [], nameOf: (item: T) => string): readonly T[] {
  const byName = new Map([...list, ...overrides].map((item) => [nameOf(item), item]));
  return [...byName.values()];
}
