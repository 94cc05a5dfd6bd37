import { byCodeUnit, canonicalJson, hashHex, type Json } from "@tributary/core";
import { DEFAULT_KEEP, type FactDefinition, type SequenceStep } from "./definition";
import type { Where } from "./where";

/**
 * What one track keeps. Facts with the same events and the same `where` share a track: each list below is the union of
 * what they read, in code-unit order.
 */
export interface TrackLayout {
  readonly events: readonly string[];
  readonly where: Where;
  /** How many of the most recent occurrences (and calendar days) are kept. */
  readonly keep: number;
  /** Properties with lifetime totals. */
  readonly totals: readonly string[];
  /** Properties whose very first value is remembered; `""` is the first occurrence itself. */
  readonly firsts: readonly string[];
  /** Properties kept per occurrence as numbers. */
  readonly numbers: readonly string[];
  /** Properties kept per occurrence as they are. */
  readonly values: readonly string[];
  /** Zones by whose calendar occurrences are counted per day. */
  readonly zones: readonly string[];
}

/** The part of a track one fact needs. */
type Need = Pick<TrackLayout, "events" | "where" | "keep"> &
  Partial<Pick<TrackLayout, "totals" | "firsts" | "numbers" | "values" | "zones">>;

/**
 * The place of a fact's tracks in the layouts: one, two for a trait (`traitsSet`, then `traitsSetOnce`), one per step of a
 * sequence, none for a formula.
 */
export type TrackKey = string;

/** The format of stored tracks; part of the version, so that a new format refolds. */
const FORMAT = 1;

/**
 * Plans the tracks of some facts, in an order that does not depend on the order of the definitions.
 *
 * @returns the layouts, and where each fact finds its tracks
 */
export function layOutTracks(
  definitions: { readonly [name: string]: FactDefinition },
  zone: string,
): { readonly layouts: readonly TrackLayout[]; readonly indexesOf: (fact: FactDefinition) => readonly number[] } {
  const needs = new Map<TrackKey, Need[]>();
  for (const definition of Object.values(definitions)) {
    for (const need of needsOf(definition, zone)) {
      const key = keyOf(need);
      needs.set(key, [...(needs.get(key) ?? []), need]);
    }
  }
  const keys = [...needs.keys()].sort(byCodeUnit);
  return {
    layouts: keys.map((key) => joinNeeds(needs.get(key) as Need[])),
    indexesOf: (fact) => needsOf(fact, zone).map((need) => keys.indexOf(keyOf(need))),
  };
}

/** Names a layout: stored tracks of the same version can be read, others have to be folded again. */
export const layoutVersion = (layouts: readonly TrackLayout[]): string =>
  hashHex(canonicalJson([FORMAT, layouts] as unknown as Json));

const keyOf = ({ events, where }: Need): TrackKey => canonicalJson([events, where] as unknown as Json);

const union = (lists: readonly (readonly string[] | undefined)[]): readonly string[] =>
  [...new Set(lists.flatMap((list) => list ?? []))].sort(byCodeUnit);

function joinNeeds(needs: readonly Need[]): TrackLayout {
  const { events, where } = needs[0] as Need;
  return {
    events,
    where,
    keep: Math.max(...needs.map(({ keep }) => keep)),
    totals: union(needs.map(({ totals }) => totals)),
    firsts: union(needs.map(({ firsts }) => firsts)),
    numbers: union(needs.map(({ numbers }) => numbers)),
    values: union(needs.map(({ values }) => values)),
    zones: union(needs.map(({ zones }) => zones)),
  };
}

function needsOf(fact: FactDefinition, zone: string): readonly Need[] {
  if (fact.kind === "formula") return [];
  const keep = fact.keep ?? DEFAULT_KEEP;
  if (fact.kind === "trait") return traitNeeds(fact.property, keep);
  if (fact.kind === "sequence")
    return fact.steps.map((step) => ({ ...stepNeed(step, keep), values: present(fact.same) }));
  const source = stepNeed(fact, keep);
  switch (fact.kind) {
    case "count":
      return [source];
    case "sum":
    case "min":
    case "max":
    case "avg": {
      const numbers = [fact.property];
      return [isLifetime(fact) ? { ...source, numbers, totals: numbers } : { ...source, numbers }];
    }
    case "first":
    case "last": {
      const property = fact.read === "at" ? undefined : fact.property;
      if (fact.kind === "first" && fact.within === undefined) return [{ ...source, firsts: [property ?? ""] }];
      return [property === undefined ? source : { ...source, values: [property] }];
    }
    case "since":
      return [fact.of === "first" && fact.within === undefined ? { ...source, firsts: [""] } : source];
    case "distinct":
      return [fact.by === "day" ? source : { ...source, values: present(fact.property) }];
    case "top":
    case "dwell":
      return [{ ...source, values: [fact.property] }];
    case "decayed":
      return [{ ...source, numbers: present(fact.property) }];
    case "daily":
      return [{ ...source, zones: [fact.zone ?? zone] }];
  }
}

const stepNeed = ({ events, where = {} }: SequenceStep, keep: number): Need => ({
  events: union([[events].flat()]),
  where,
  keep,
});

const present = (property: string | undefined): readonly string[] => (property === undefined ? [] : [property]);

/** Whether a number is read from lifetime totals instead of a selection of occurrences. */
export const isLifetime = (fact: { readonly within?: string; readonly last?: number }): boolean =>
  fact.within === undefined && fact.last === undefined;

const traitNeeds = (property: string, keep: number): readonly Need[] => [
  { events: ["traitsSet"], where: { [property]: { exists: true } }, keep, values: [property] },
  { events: ["traitsSetOnce"], where: { [property]: { ne: null } }, keep, values: [property], firsts: [property] },
];
