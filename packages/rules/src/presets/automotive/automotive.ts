import { type Blueprint, defineBlueprint } from "../../blueprint/define-blueprint";
import type { BlueprintDefinition } from "../../blueprint/definition";
import { automotiveEvents } from "./events";
import { automotiveFacts } from "./facts";
import { automotiveGrades } from "./grades";
import { automotiveIdentity } from "./identity";
import { automotiveIntent } from "./intent";
import { automotiveLifecycle } from "./lifecycle";
import { automotiveSegments } from "./segments";
import { automotiveTags } from "./tags";
import { automotiveVehicles } from "./vehicles";

const preset: BlueprintDefinition & Required<Pick<BlueprintDefinition, "intent" | "rfm">> = {
  version: "automotive-1",
  zone: "Asia/Shanghai",
  identifiers: automotiveIdentity,
  events: automotiveEvents,
  vehicles: automotiveVehicles(automotiveEvents),
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
 * A carmaker's blueprint that works on the first day, in Chinese and English, checked and compiled.
 *
 * @param overrides the parts a host decides otherwise, as {@link automotiveDefinition} takes them
 * @throws DefinitionError with every mistake the overrides bring, at once
 * @example
 * automotive().identity.types.some(({ type }) => type === "unionid"); // => true
 * automotive({ zone: "Europe/Berlin" }).zone; // => "Europe/Berlin"
 */
export function automotive(overrides: Partial<BlueprintDefinition> = {}): Blueprint {
  return defineBlueprint(automotiveDefinition(overrides));
}

/**
 * The definition {@link automotive} compiles: plain data to start from, to store and to compare.
 *
 * Overrides of `events`, `facts`, `tags` and `segments` are added to the preset's, or take the place of those with the
 * same name; every other part replaces the preset's whole. A `zone` without an `intent` of its own moves the matrix to
 * that zone as well, and an event that carries less says less of cars.
 *
 * @param overrides the parts a host decides otherwise; nothing is checked yet
 * @example
 * automotiveDefinition().events.some(({ type }) => type === "testDriveCompleted"); // => true
 * const quotes = { kind: "count", events: "quoteRequested" } as const;
 * const mine = automotiveDefinition({ version: "mine-1", facts: { quotes } });
 * [mine.version, mine.facts.quotes?.kind, mine.facts.testDrives?.kind]; // => ["mine-1", "count", "count"]
 */
export function automotiveDefinition(overrides: Partial<BlueprintDefinition> = {}): BlueprintDefinition {
  const { zone = preset.zone } = overrides;
  const events = joined(preset.events, overrides.events, ({ type }) => type);
  return {
    ...preset,
    vehicles: automotiveVehicles(events),
    intent: { ...preset.intent, matrix: { ...preset.intent.matrix, zone } },
    ...overrides,
    events,
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
