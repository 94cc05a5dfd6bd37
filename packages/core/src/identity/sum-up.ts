import { byCodeUnit, canonicalJson, type EpochMs, type IdentifierKey, isEpochMs } from "../model";
import type { Observation, Sighting } from "./evidence";
import { distinctKeys } from "./leaf-of";
import { type AsOf, STRENGTHS, type Strength } from "./policy";
import { type Splits, splitRuns } from "./splits";

/** Which observations are summed up. */
export interface SumUpOptions extends AsOf, Splits {
  /** `obsId`s that no longer count. */
  readonly retracted?: readonly string[];
}

/** An observation that counts, with its identifiers as distinct keys in code-unit order. */
export interface StandingObservation {
  readonly obsId: string;
  readonly keys: readonly IdentifierKey[];
  readonly at: EpochMs;
  readonly source: string;
  readonly strength: Strength;
  readonly purpose: string;
}

/** The observations that count, and the ids under which two different ones came. */
export interface Standing {
  readonly observations: readonly StandingObservation[];
  readonly conflicts: readonly string[];
}

/**
 * Sums observations up by signature, source, strength and purpose: the form in which a store keeps them.
 *
 * Order and repetition mean nothing. Of two different observations under one `obsId` the lesser in canonical JSON
 * stands, whichever came first; {@link resolve} reports such ids as conflicts.
 *
 * @param observations with normalised identifiers, in any order
 * @returns sightings in a fixed order
 * @throws RangeError when a time is not an instant or a strength is unknown
 * @example
 * const seen = { ids: [{ type: "phone", value: "+8613912345678" }], source: "crm", strength: "form", purpose: "sales" };
 * sumUp([{ obsId: "o1", at: 5, ...seen }, { obsId: "o2", at: 9, ...seen }, { obsId: "o1", at: 5, ...seen }], { asOf: 10 });
 * // => [{ keys: ["phone:+8613912345678"], source: "crm", strength: "form", purpose: "sales", count: 2, firstAt: 5, lastAt: 9 }]
 */
export function sumUp(observations: readonly Observation[], options: SumUpOptions): readonly Sighting[] {
  return sightingsOf(standingObservations(observations, options).observations, options);
}

/** Sums up observations whose ids are already distinct. */
export function sightingsOf(observations: readonly StandingObservation[], splits: Splits): readonly Sighting[] {
  const groups = new Map<string, { readonly first: StandingObservation; readonly instants: EpochMs[] }>();
  for (const observation of observations) {
    const { keys, source, strength, purpose, at } = observation;
    const name = JSON.stringify([keys, source, strength, purpose]);
    const group = groups.get(name);
    if (group) group.instants.push(at);
    else groups.set(name, { first: observation, instants: [at] });
  }
  return [...groups]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(
      ([
        ,
        {
          first: { keys, source, strength, purpose },
          instants,
        },
      ]) => splitRuns(instants, splits).map((run) => ({ keys, source, strength, purpose, ...run })),
    );
}

/** One observation per `obsId`, none retracted or later than `asOf`; in no particular order. */
export function standingObservations(observations: readonly Observation[], options: SumUpOptions): Standing {
  const retracted = new Set(options.retracted);
  const standing = new Map<string, StandingObservation>();
  const conflicts = new Set<string>();
  for (const observation of observations) {
    requireReadable(observation);
    const { obsId, at } = observation;
    if (at > options.asOf || retracted.has(obsId)) continue;
    const next = standingOf(observation);
    const before = standing.get(obsId);
    const order = before ? compareObservations(next, before) : -1;
    if (before && order !== 0) conflicts.add(obsId);
    if (order < 0) standing.set(obsId, next);
  }
  return { observations: [...standing.values()], conflicts: [...conflicts].sort(byCodeUnit) };
}

/** Of two observations under one id the lesser stands. */
export const compareObservations = (x: StandingObservation, y: StandingObservation): number =>
  byCodeUnit(canonicalJson({ ...x }), canonicalJson({ ...y }));

const standingOf = ({ obsId, ids, at, source, strength, purpose }: Observation): StandingObservation => ({
  obsId,
  keys: distinctKeys(ids),
  at,
  source,
  strength,
  purpose,
});

function requireReadable({ obsId, at, strength }: Observation): void {
  if (!isEpochMs(at)) throw new RangeError(`observation ${obsId}: at must be an instant, got ${String(at)}`);
  if (!STRENGTHS.includes(strength)) throw new RangeError(`observation ${obsId}: unknown strength ${String(strength)}`);
}
