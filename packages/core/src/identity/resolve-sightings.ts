import { type ConsentEntry, type EpochMs, isEpochMs } from "../model";
import type { EpochCut, LinkOverride, NameLedger, Sighting } from "./evidence";
import { internSightings } from "./intern-sightings";
import { type AsOf, type IdentityPolicy, STRENGTHS } from "./policy";
import type { Resolution } from "./resolution";
import { solve } from "./solve";
import { toResolution } from "./to-resolution";

/** Evidence as a store keeps it. */
export interface SightingEvidence {
  /** Summed up to `asOf`, in any order. */
  readonly sightings: readonly Sighting[];
  readonly overrides?: readonly LinkOverride[];
  readonly consents?: readonly ConsentEntry[];
  readonly cuts?: readonly EpochCut[];
}

/** How sightings are resolved. */
export interface ResolveSightingsOptions extends AsOf {
  /** The names of identifiers: an entry for every one that is part of a person. */
  readonly names: NameLedger;
}

/**
 * Computes persons from sightings, as {@link resolve} does from observations.
 *
 * Identifiers are taken as normalised. The result depends on the set of sightings only, never on their order. Where a
 * type has a `silence`, or `cuts` are given, sightings have to be split there: at every such gap between their
 * observations and at every cut.
 *
 * @throws RangeError when a time is not an instant, a sighting is later than `asOf` or of unknown strength, lies on
 *   both sides of a cut, when `names` has no entry for an identifier of a person, or gives one seed to two persons
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const seen = { source: "app", strength: "bound", purpose: "service", count: 1, firstAt: 1, lastAt: 1 };
 * const sightings = [{ keys: ["device:d-1", "phone:+8613912345678"], ...seen }];
 * const names = new Map([["device:d-1", { seed: "s1", seq: 1 }], ["phone:+8613912345678", { seed: "s2", seq: 2 }]]);
 * resolveSightings({ sightings }, policy, { asOf: 10, names }).personOf("device:d-1").oneId; // => "p_s2"
 */
export function resolveSightings(
  evidence: SightingEvidence,
  policy: IdentityPolicy,
  options: ResolveSightingsOptions,
): Resolution {
  requireInstant(options.asOf);
  requireDecided(evidence);
  const { sightings, overrides = [], consents = [] } = evidence;
  const graph = internSightings(sightings, policy, {
    cuts: standingCuts(evidence, options),
    check: (sighting) => requireReadable(sighting, options.asOf),
  });
  return toResolution(solve(graph, policy, { overrides, consents, asOf: options.asOf }), options.names, []);
}

function requireReadable({ keys, strength, lastAt }: Sighting, asOf: EpochMs): void {
  if (!STRENGTHS.includes(strength)) throw new RangeError(`sighting of ${keys.join()}: unknown strength ${strength}`);
  if (!(lastAt <= asOf))
    throw new RangeError(`sighting of ${keys.join()}: lastAt ${lastAt} is later than asOf ${asOf}`);
}

/** Throws when a decision or a consent was at no instant: which of two is the newer would depend on their order. */
export function requireDecided({
  overrides = [],
  consents = [],
  cuts = [],
}: Pick<SightingEvidence, "overrides" | "consents" | "cuts">): void {
  for (const { at, link } of overrides) {
    if (!isEpochMs(at)) throw new RangeError(`override (${link}): at must be an instant, got ${String(at)}`);
  }
  for (const { at } of cuts) {
    if (!isEpochMs(at)) throw new RangeError(`cut: at must be an instant, got ${String(at)}`);
  }
  for (const { at, id } of consents) {
    if (!isEpochMs(at)) throw new RangeError(`consent ${id}: at must be an instant, got ${String(at)}`);
  }
}

/** The cuts at or before a moment. */
export const standingCuts = ({ cuts = [] }: Pick<SightingEvidence, "cuts">, { asOf }: AsOf): readonly EpochCut[] =>
  cuts.filter(({ at }) => at <= asOf);

/** Throws when a reading's time bound is no instant. */
export function requireInstant(asOf: EpochMs): void {
  if (!isEpochMs(asOf))
    throw new RangeError(`asOf must be an integer number of epoch milliseconds, got ${String(asOf)}`);
}
