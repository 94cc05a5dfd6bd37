import * as fc from "fast-check";
import { type EpochMs, type Identifier, parseDuration, VEHICLE_ROLES } from "../model";
import type { RelateOptions, VehicleEvidence, VehiclePolicy } from "../vehicles/index";

/** Evidence of any kind about persons and cars, and whose each identifier is. */
export interface VehicleCase extends RelateOptions {
  readonly evidence: VehicleEvidence;
  /** Instants worth asking about: all that the evidence names, those just before, and those at which intentions lapse. */
  readonly instants: readonly EpochMs[];
}

/** What {@link vehicleCases} is made of. */
export interface VehicleCaseOptions {
  /** Starts the id of every statement. */
  readonly idPrefix?: string;
}

/** The cars of every case, normalised. */
export const CASE_VINS = ["LSVAA4187E2180001", "LSVAA4187E2180002", "LSVAA4187E2180003"] as const;
/** The plates of every case, normalised. */
export const CASE_PLATES = ["粤B10001", "沪AD10002"] as const;
/** The identifiers of every case. */
export const CASE_PERSONS: readonly Identifier[] = ["1", "2", "3", "4", "5"].map((digit) => ({
  type: "phone",
  value: `+861391001000${digit}`,
}));
const NAMES = ["anna", "ben", "carl", undefined] as const;
const STEPS = 24;

/**
 * Nasty evidence for a policy: few cars and persons, so that everything meets; ties in time, late and repeated and
 * contradicting statements, corrections of corrections, retractions, values that cannot be used, identifiers that are
 * merged, recycled or nobody's.
 *
 * @example
 * fc.sample(vehicleCases(DEFAULT_VEHICLE_POLICY), { numRuns: 3, seed: 1 }).length; // => 3
 */
export function vehicleCases(
  policy: VehiclePolicy,
  { idPrefix = "s" }: VehicleCaseOptions = {},
): fc.Arbitrary<VehicleCase> {
  const lastsMs = parseDuration(policy.intentionFor) ?? 1;
  const stepMs = Math.max(2, Math.floor(lastsMs / 5));
  const at = fc.tuple(fc.nat(STEPS), fc.constantFrom(0, 0, 0, 1)).map(([step, more]) => step * stepMs + more);
  const span = fc
    .tuple(at, fc.option(fc.constantFrom(1, ...Array.from({ length: STEPS / 2 }, (_, i) => (i + 1) * stepMs))))
    .map(([from, lengthMs]) => (lengthMs === null ? { from } : { from, to: from + lengthMs }));
  const id = fc.nat(60).map((i) => `${idPrefix}${i}`);
  const vin = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...CASE_VINS) },
    { weight: 2, arbitrary: fc.constant(` ${CASE_VINS[0].toLowerCase()}`) },
    { weight: 1, arbitrary: fc.constantFrom("LSV", "LSVAA4187E218000O") },
  );
  const person = fc.constantFrom(...CASE_PERSONS);
  const stated = fc.tuple(id, at, fc.option(id, { freq: 8 })).map(([own, knownAt, other]) => ({
    id: own,
    knownAt,
    source: "crm",
    ...(other === null || other === own ? {} : { corrects: other }),
  }));
  const role = fc.constantFrom("owner" as const, "owner" as const, ...VEHICLE_ROLES);
  const merged = <A, B, C>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>, c: fc.Arbitrary<C>): fc.Arbitrary<A & B & C> =>
    fc.tuple(a, b, c).map(([x, y, z]) => ({ ...x, ...y, ...z }));
  const nothing = fc.constant({});
  const many = (maxLength: number) => ({ maxLength, size: "max" }) as const;
  const evidence: fc.Arbitrary<VehicleEvidence> = fc.record({
    claims: fc.array(merged(stated, fc.record({ vin, role, person }), span), many(16)),
    transfers: fc.array(
      merged(
        stated,
        fc.record({ vin, newOwner: person, at }),
        fc.option(person).map((seller) => (seller === null ? {} : { seller })),
      ),
      many(6),
    ),
    plates: fc.array(
      merged(stated, fc.record({ vin, plate: fc.constantFrom(...CASE_PLATES, "粤b·10001", "?") }), span),
      many(6),
    ),
    intentions: fc.array(
      merged(
        merged(stated, fc.record({ role: fc.constant("intendsToBuy" as const), person }), nothing),
        fc.constantFrom({ series: "Brook" }, { series: "Brook", model: "L" }, { model: "L" }, {}),
        span,
      ),
      many(6),
    ),
    retractions: fc.array(fc.record({ id, knownAt: at }), many(4)),
  });
  const naming = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES)), {
    minLength: CASE_PERSONS.length,
    maxLength: CASE_PERSONS.length,
  });
  return fc.tuple(evidence, naming, at, fc.boolean()).map(([said, names, recycledAt, recycled]) => ({
    evidence: said,
    instants: instantsIn(said, lastsMs),
    personOf: ({ value }, when) => {
      const [first, second] = names[CASE_PERSONS.findIndex((known) => known.value === value)] ?? [];
      return recycled && when >= recycledAt ? second : first;
    },
  }));
}

function instantsIn(
  { claims, transfers = [], plates = [], intentions = [] }: VehicleEvidence,
  lastsMs: number,
): EpochMs[] {
  const spans = [...claims, ...plates, ...intentions].flatMap(({ from, to }) =>
    to === undefined ? [from] : [from, to],
  );
  const lapses = intentions.map(({ from }) => from + lastsMs);
  const named = [...spans, ...lapses, ...transfers.map(({ at }) => at)];
  return [...new Set(named.flatMap((at) => [at - 1, at]))].sort((a, b) => a - b);
}
