import { byCodeUnit, canonicalJson, type EpochMs, type Identifier, type IdentifierKey, identifierKey } from "../model";
import type { LinkOverride } from "./evidence";

/** The decision that stands about one pair of identifiers. */
export interface StandingOverride {
  /** The lesser key in code-unit order; of an identifier that changed hands the key of its epoch then. */
  readonly a: IdentifierKey;
  readonly b: IdentifierKey;
  readonly override: LinkOverride;
}

const byKey = (x = "", y = ""): number => byCodeUnit(x, y);

const FIRMNESS = { cannot: 2, must: 1, none: 0 } as const;

/**
 * The newest decision per pair at or before a moment, in a fixed order. At one instant `cannot` stands
 * before `must` before `none`. A pair of one identifier with itself says nothing.
 *
 * @param keyAt what an identifier was at a moment; undefined when it was nobody's
 */
export function standingOverrides(
  overrides: readonly LinkOverride[],
  asOf: EpochMs,
  keyAt: (identifier: Identifier, at: EpochMs) => IdentifierKey | undefined,
): readonly StandingOverride[] {
  const newest = new Map<string, StandingOverride>();
  for (const override of overrides) {
    const [a, b] = [override.a, override.b].map((end) => keyAt(end, override.at)).sort(byKey);
    if (override.at > asOf || a === undefined || b === undefined || a === b) continue;
    const pair = JSON.stringify([a, b]);
    const before = newest.get(pair);
    if (!before || compare(override, before.override) < 0) newest.set(pair, { a, b, override });
  }
  return [...newest].sort(([x], [y]) => byCodeUnit(x, y)).map(([, standing]) => standing);
}

const compare = (x: LinkOverride, y: LinkOverride): number =>
  y.at - x.at || FIRMNESS[y.link] - FIRMNESS[x.link] || byCodeUnit(json(x), json(y));

const json = ({ a, author, reason }: LinkOverride): string => canonicalJson([author, reason, identifierKey(a)]);
