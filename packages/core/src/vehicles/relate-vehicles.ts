import {
  type EpochMs,
  type Identifier,
  identifierKey,
  isEpochMs,
  normalisePlate,
  normaliseVin,
  parseDuration,
} from "../model";
import { fileEvidence } from "./file-evidence";
import type { NameOf } from "./holdings";
import { indexStatements } from "./index-statements";
import { isFor, settleIntentions } from "./settle-intentions";
import { settlePlates } from "./settle-plates";
import { settleVehicle, type VehicleHistory } from "./settle-vehicle";
import { type CarHistory, findFleets, holdsAt, tieHouseholds } from "./tie-households";
import type { VehicleEvidence } from "./vehicle-evidence";
import type { IntentionInterval, KnownAt, PersonName, ValidAt, VehicleGraph } from "./vehicle-graph";
import type { VehiclePolicy } from "./vehicle-policy";

/** How persons and cars are related. */
export interface RelateOptions {
  /**
   * The OneID of whoever held an identifier at an instant, as a resolution has it:
   * `(identifier, at) => who.personOf(identifier, at)?.oneId`. Somebody it does not know goes by the identifier's key. A
   * OneID must not be spelt like the key of somebody else.
   */
  readonly personOf: (identifier: Identifier, at: EpochMs) => string | undefined;
}

/**
 * Relates persons and cars over time.
 *
 * Evidence is a set: order, repetition and batching change nothing; a transfer that arrives late cuts as if it had come in
 * time. Every question is asked of an instant, as known at another. Nothing is kept by OneID: another resolution gives
 * another graph of the same evidence, so merges and splits are followed, and sharing a car never makes two persons one.
 *
 * @throws RangeError when the policy has a duration that is none, or a question an instant that is none
 * @throws TypeError when a statement has no id
 * @example
 * const vin = "LSVAA4187E2184847";
 * const phone = (value: string) => ({ type: "phone", value });
 * const crm = { source: "crm", knownAt: 0 };
 * const evidence = {
 *   claims: [{ id: "c1", vin, role: "owner", person: phone("+8613912345678"), from: 10, ...crm }],
 *   transfers: [{ id: "t1", vin, newOwner: phone("+8613887654321"), at: 50, source: "dealer", knownAt: 90 }],
 * };
 * const graph = relateVehicles(evidence, DEFAULT_VEHICLE_POLICY, { personOf: ({ value }) => value.slice(-4) });
 * graph.ownersHistory(vin).map(({ person, from, to }) => [person, from, to]); // => [["5678", 10, 50], ["4321", 50, undefined]]
 * graph.personsOf(vin, { validAt: 60 }).map(({ person }) => person); // => ["4321"]
 * graph.personsOf(vin, { validAt: 60, knownAt: 89 }).map(({ person }) => person); // => ["5678"]
 */
export function relateVehicles(
  evidence: VehicleEvidence,
  policy: VehiclePolicy,
  { personOf }: RelateOptions,
): VehicleGraph {
  const intentionMs = durationOf("intentionFor", policy.intentionFor);
  const limits = { ...policy.household, withinMs: durationOf("household.within", policy.household.within) };
  const nameOf: NameOf = (identifier, at) => personOf(identifier, at) ?? identifierKey(identifier);
  const { ledger, refused, warnings } = fileEvidence(evidence);
  const index = indexStatements(ledger, nameOf);

  const settled = new Map<string, VehicleHistory>();
  const historyOf = (vin: string, knownAt: EpochMs): VehicleHistory => {
    const before = knownAt === ALL ? settled.get(vin) : undefined;
    if (before) return before;
    const history = settleVehicle(vin, index.about(vin, knownAt), policy, nameOf);
    if (knownAt === ALL) settled.set(vin, history);
    return history;
  };
  const carsAt = (knownAt: EpochMs): readonly CarHistory[] =>
    index.vins.map((vin) => ({ vin, intervals: historyOf(vin, knownAt).intervals }));
  const carsNamed = (name: PersonName, knownAt: EpochMs): readonly CarHistory["intervals"][number][] =>
    index.vinsNaming(name).flatMap((vin) => historyOf(vin, knownAt).intervals.filter(({ person }) => person === name));
  const intend = (name: PersonName | undefined, knownAt: EpochMs): readonly IntentionInterval[] =>
    settleIntentions(index.intentions(name, knownAt), intentionMs, nameOf);
  const named = (person: PersonName | Identifier, at: EpochMs): PersonName =>
    typeof person === "string" ? person : nameOf(person, at);

  return {
    carsOf: (person, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      return carsNamed(named(person, at), knowledge({ knownAt })).filter((one) => holdsAt(one, at));
    },
    personsOf: (vin, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      return historyOf(keyOf(vin), knowledge({ knownAt })).intervals.filter((one) => holdsAt(one, at));
    },
    ownersHistory: (vin, known) =>
      historyOf(keyOf(vin), knowledge(known))
        .intervals.filter(({ role }) => role === "owner")
        .sort((a, b) => a.from - b.from),
    history: (vin, known) => historyOf(keyOf(vin), knowledge(known)).intervals,
    vinOf: (plate, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      const key = normalisePlate(plate) ?? plate;
      const { intervals } = settlePlates(index.plates(key, knowledge({ knownAt })));
      const carriers = intervals.filter((one) => one.plate === key && holdsAt(one, at));
      return carriers.length === 1 && carriers[0]?.contested === false ? carriers[0].vin : undefined;
    },
    platesOf: (vin, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      const key = keyOf(vin);
      const { intervals } = settlePlates(index.plates(key, knowledge({ knownAt })));
      return intervals.filter((one) => one.vin === key && holdsAt(one, at));
    },
    intentionsOf: (person, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      return intend(named(person, at), knowledge({ knownAt })).filter((one) => holdsAt(one, at));
    },
    intendersOf: (target, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      return intend(undefined, knowledge({ knownAt })).filter((one) => isFor(target, one) && holdsAt(one, at));
    },
    households: ({ validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      const cars = carsAt(knowledge({ knownAt }));
      return tieHouseholds(cars, limits, findFleets(cars, policy.fleet.minCars, at), at);
    },
    fleets: ({ validAt, knownAt }) =>
      findFleets(carsAt(knowledge({ knownAt })), policy.fleet.minCars, requireInstant("validAt", validAt)),
    conflicts: (known) => {
      const knownAt = knowledge(known);
      return [
        ...ledger.contradictions(knownAt).map((id) => ({ code: "statement" as const, id })),
        ...index.vins.flatMap((vin) => historyOf(vin, knownAt).conflicts),
        ...settlePlates(index.plates(undefined, knownAt)).conflicts,
      ];
    },
    nextChange: (person, { validAt, knownAt }) => {
      const at = requireInstant("validAt", validAt);
      const [name, known] = [named(person, at), knowledge({ knownAt })];
      const instants = [...carsNamed(name, known), ...intend(name, known)].flatMap(({ from, to = ALL }) => [from, to]);
      const next = instants.reduce((least, instant) => (instant > at ? Math.min(least, instant) : least), ALL);
      return next === ALL ? undefined : next;
    },
    refused,
    warnings,
  };
}

/** All that is known: later than any instant. */
const ALL = Number.POSITIVE_INFINITY;

const keyOf = (vin: string): string => normaliseVin(vin)?.vin ?? vin;

const knowledge = ({ knownAt }: { readonly knownAt?: EpochMs | undefined } | KnownAt = {}): EpochMs =>
  knownAt === undefined ? ALL : requireInstant("knownAt", knownAt);

function requireInstant(name: keyof ValidAt, value: EpochMs): EpochMs {
  if (!isEpochMs(value)) throw new RangeError(`${name} must be an integer number of epoch milliseconds, got ${value}`);
  return value;
}

function durationOf(name: string, text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`${name}: not a duration: ${JSON.stringify(text)}`);
  return ms;
}
