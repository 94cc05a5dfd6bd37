import { byCodeUnit, canonicalJson, type EpochMs, type IdentifierKey, identifierKey } from "../model";
import type { LinkOverride } from "./evidence";

/** The decision that stands about one pair of identifiers. */
export interface StandingOverride {
  /** The lesser key in code-unit order. */
  readonly a: IdentifierKey;
  readonly b: IdentifierKey;
  readonly override: LinkOverride;
}

const FIRMNESS = { cannot: 2, must: 1, none: 0 } as const;

/**
 * The newest decision per pair at or before a moment, in a fixed order. At one instant `cannot` stands
 * before `must` before `none`. A pair of one identifier with itself says nothing.
 */
export function standingOverrides(overrides: readonly LinkOverride[], asOf: EpochMs): readonly StandingOverride[] {
  const newest = new Map<string, StandingOverride>();
  for (const override of overrides) {
    const [a, b] = [identifierKey(override.a), identifierKey(override.b)].sort(byCodeUnit) as [string, string];
    if (override.at > asOf || a === b) continue;
    const pair = JSON.stringify([a, b]);
    const before = newest.get(pair);
    if (!before || compare(override, before.override) < 0) newest.set(pair, { a, b, override });
  }
  return [...newest].sort(([x], [y]) => byCodeUnit(x, y)).map(([, standing]) => standing);
}

const compare = (x: LinkOverride, y: LinkOverride): number =>
  y.at - x.at || FIRMNESS[y.link] - FIRMNESS[x.link] || byCodeUnit(json(x), json(y));

const json = ({ a, author, reason }: LinkOverride): string => canonicalJson([author, reason, identifierKey(a)]);
