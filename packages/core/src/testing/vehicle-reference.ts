import {
  byCodeUnit,
  canonicalJson,
  type EpochMs,
  type Identifier,
  identifierKey,
  type Json,
  normaliseVin,
} from "../model";
import type {
  RelateOptions,
  ValidAt,
  VehicleClaim,
  VehicleEvidence,
  VehiclePolicy,
  VehicleStatement,
  VehicleTransfer,
} from "../vehicles/index";

/** Somebody's role for a car at an instant. */
export interface PlainTie {
  readonly vin: string;
  readonly person: string;
  readonly role: string;
  readonly contested: boolean;
}

interface Holder {
  readonly person: string;
  readonly role: string;
  readonly since: EpochMs;
  readonly until?: EpochMs | undefined;
  readonly byTransfer: boolean;
}

/**
 * Who is what to which car, read plainly: every car's story is played from its beginning, instant by instant, up to the
 * one asked for. Slow, and written to share nothing with {@link relateVehicles} but its meaning.
 *
 * @returns by VIN, role and person in code-unit order
 * @example
 * const claim = { id: "c1", vin: "LSVAA4187E2184847", role: "owner", person: { type: "phone", value: "1" }, from: 5 };
 * const evidence = { claims: [{ ...claim, knownAt: 0, source: "crm" }] };
 * relatePlainly(evidence, DEFAULT_VEHICLE_POLICY, { personOf: () => "anna", validAt: 5 });
 * // => [{ vin: "LSVAA4187E2184847", person: "anna", role: "owner", contested: false }]
 */
export function relatePlainly(
  evidence: VehicleEvidence,
  policy: VehiclePolicy,
  { personOf, validAt, knownAt }: RelateOptions & ValidAt,
): readonly PlainTie[] {
  const who = (identifier: Identifier, at: EpochMs): string => personOf(identifier, at) ?? identifierKey(identifier);
  const standing = standingStatements(evidence, knownAt);
  const ties: PlainTie[] = [];
  const cars = new Map<string, (VehicleClaim | VehicleTransfer)[]>();
  for (const one of standing) {
    if ("plate" in one || ("role" in one && one.role === "intendsToBuy")) continue;
    const said = one as VehicleClaim | VehicleTransfer;
    cars.set(said.vin, [...(cars.get(said.vin) ?? []), said]);
  }
  for (const [vin, said] of cars) {
    const holders = play(said, policy, who, validAt);
    const distinct = new Map(holders.map(({ person, role }) => [`${role} ${person}`, { person, role }]));
    for (const { person, role } of distinct.values()) {
      const rivals = [...distinct.values()].filter((other) => other.role === role).length;
      const contested = policy.coOwners === "report" && (role === "owner" || role === "buyer") && rivals > 1;
      ties.push({ vin, person, role, contested });
    }
  }
  return ties.sort((a, b) => byCodeUnit(a.vin, b.vin) || byCodeUnit(a.role, b.role) || byCodeUnit(a.person, b.person));
}

/** Plays one car's story up to and with an instant. */
function play(
  said: readonly (VehicleClaim | VehicleTransfer)[],
  policy: VehiclePolicy,
  who: (identifier: Identifier, at: EpochMs) => string,
  last: EpochMs,
): readonly Holder[] {
  const instants = new Set(said.flatMap((one) => ("at" in one ? [one.at] : [one.from, one.to ?? one.from])));
  let holders: readonly Holder[] = [];
  for (const now of [...instants].filter((at) => at <= last).sort((a, b) => a - b)) {
    const before = new Set(holders.filter(({ role }) => role === "owner").map(({ person }) => person));
    for (const ended of holders.filter(({ until }) => until === now)) {
      const alsoEnds = (one: Holder): boolean =>
        one.person === ended.person && one.role === ended.role && one.until === undefined && one.since >= ended.since;
      holders = holders.filter((one) => one !== ended && !alsoEnds(one));
    }
    const sales = said.filter((one) => "at" in one && one.at === now) as VehicleTransfer[];
    const passesOn = (person: string): boolean =>
      sales.some(({ seller, newOwner }) => seller && who(seller, now) === person && who(newOwner, now) !== person);
    const buyers = sales.map(({ newOwner }) => who(newOwner, now));
    const keepers = buyers.some((person) => !passesOn(person)) ? buyers.filter((person) => !passesOn(person)) : buyers;
    const started: readonly Holder[] = [
      ...keepers.map((person) => ({ person, role: "owner", since: now, byTransfer: true })),
      ...said.flatMap((one) =>
        "from" in one && one.from === now
          ? [{ person: who(one.person, now), role: one.role, since: now, until: one.to, byTransfer: false }]
          : [],
      ),
    ];
    const succeeds = ({ role, byTransfer }: Holder): boolean =>
      byTransfer || (policy.implicitTransfer && (role === "owner" || role === "buyer"));
    for (const next of started.filter(succeeds)) {
      holders = holders.filter(({ person, role }) => role !== next.role || person === next.person);
    }
    holders = [...holders, ...started];
    const newcomers = started.filter((one) => one.role === "owner" && succeeds(one) && !before.has(one.person));
    const changesHands = newcomers.some(({ byTransfer }) => byTransfer) || (newcomers.length > 0 && before.size > 0);
    if (!changesHands) continue;
    const owners = new Set(holders.filter(({ role }) => role === "owner").map(({ person }) => person));
    const ends = ({ role, since, person }: Holder): boolean =>
      policy.endWithTransfer.some((one) => one === role) && since < now && !owners.has(person);
    holders = holders.filter((one) => !ends(one));
  }
  return holders;
}

/** What stands as known at an instant, VINs normalised, broken ones left out. */
export function standingStatements(
  evidence: VehicleEvidence,
  knownAt: EpochMs = Number.MAX_SAFE_INTEGER,
): readonly VehicleStatement[] {
  const { claims, transfers = [], plates = [], intentions = [], retractions = [] } = evidence;
  const known = [...claims, ...transfers, ...plates, ...intentions]
    .flatMap((one): VehicleStatement[] => {
      if (!("vin" in one)) return one.series || one.model ? [one] : [];
      const vin = normaliseVin(one.vin)?.vin;
      if (vin === undefined) return [];
      if (!("plate" in one)) return [{ ...one, vin }];
      const plate = one.plate.toUpperCase().replaceAll("·", "");
      return plate.length < 7 ? [] : [{ ...one, vin, plate }];
    })
    .filter((one) => one.knownAt <= knownAt);
  const texts = known.map(({ knownAt: _, ...content }) => canonicalJson(content as unknown as Json));
  const said = known.filter(
    ({ id }, i) =>
      known.every((other, j) => other.id !== id || (texts[i] as string) <= (texts[j] as string)) &&
      !retractions.some((retraction) => retraction.id === id && retraction.knownAt <= knownAt),
  );
  const single = said.filter(({ id }, i) => said.findIndex((other) => other.id === id) === i);
  return single.filter(({ id }) => !single.some(({ corrects }) => corrects === id));
}
