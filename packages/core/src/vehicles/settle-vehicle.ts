import { byCodeUnit, type EpochMs, VEHICLE_ROLES, type VehicleRole } from "../model";
import { type Contest, contestsIn, withContests } from "./contests";
import { groupBy } from "./group-by";
import { type Holding, holdingsOf, type NameOf, type Said, successions } from "./holdings";
import { type Cut, type Span, settle } from "./settle";
import { isTransfer } from "./vehicle-evidence";
import type { PersonName, VehicleConflict, VehicleInterval } from "./vehicle-graph";
import type { VehiclePolicy } from "./vehicle-policy";

/** What is known of one car. */
export interface VehicleHistory {
  /** By role, person and time. */
  readonly intervals: readonly VehicleInterval[];
  /** By time. */
  readonly conflicts: readonly VehicleConflict[];
}

type Spans = ReadonlyMap<PersonName, readonly Span<Said>[]>;

/** A car gets new owners at an instant: who they are, and what says so. */
interface Handover {
  readonly at: EpochMs;
  readonly owners: ReadonlySet<PersonName>;
  readonly by: readonly Said[];
}

/** Computes who was what to one car from all that stands about it, in any order. */
export function settleVehicle(
  vin: string,
  said: readonly Said[],
  policy: VehiclePolicy,
  nameOf: NameOf,
): VehicleHistory {
  const holdings = holdingsOf(said, nameOf);
  const owners = settleRole(holdings.get("owner") ?? [], successions(holdings.get("owner") ?? [], policy), () => []);
  const handovers = handoversOf(holdings.get("owner") ?? [], owners, policy);
  const spansOf = (role: VehicleRole): Spans => {
    if (role === "owner") return owners;
    const held = holdings.get(role) ?? [];
    const ends = policy.endWithTransfer.some((one) => one === role) ? handovers : [];
    return settleRole(held, role === "buyer" ? successions(held, policy) : [], (person) =>
      ends
        .filter(({ owners }) => !owners.has(person))
        .flatMap(({ at, by }) => by.map((each): Cut<Said> => ({ at, by: each }))),
    );
  };

  const intervals: VehicleInterval[] = [];
  const conflicts: VehicleConflict[] = sellerConflicts(vin, said, owners, nameOf);
  for (const role of VEHICLE_ROLES) {
    const spans = spansOf(role);
    const contests = policy.coOwners === "report" && isExclusive(role) ? contestsIn(spans) : [];
    conflicts.push(...contests.map((contest) => conflictOf(vin, role, contest)));
    for (const person of [...spans.keys()].sort(byCodeUnit)) {
      const against = contests.filter(({ persons }) => persons.includes(person));
      const pieces = withContests(spans.get(person) ?? [], against);
      for (const { from, to, ...rest } of pieces) intervals.push({ vin, person, role, ...bounds(from, to), ...rest });
    }
  }
  return {
    intervals,
    conflicts: conflicts.sort((a, b) => byCodeUnit(a.code, b.code)).sort((a, b) => start(a) - start(b)),
  };
}

const isExclusive = (role: VehicleRole): boolean => role === "owner" || role === "buyer";
const start = (conflict: VehicleConflict): EpochMs =>
  conflict.code === "seller" ? conflict.at : conflict.code === "statement" ? 0 : conflict.from;

/** `[from, to)` as it is shown: without an end where nothing ends it. */
export const bounds = (from: EpochMs, to: EpochMs): { readonly from: EpochMs; readonly to?: EpochMs } =>
  to === Number.POSITIVE_INFINITY ? { from } : { from, to };

function settleRole(
  held: readonly Holding[],
  successors: readonly Holding[],
  cutsOf: (person: PersonName) => readonly Cut<Said>[],
): Spans {
  return new Map(
    [...groupBy(held, ({ person }) => person)].map(([person, own]) => {
      const others = successors.filter((other) => other.person !== person);
      return [person, settle(own, [...others.map(({ from, by }) => ({ at: from, by })), ...cutsOf(person)])];
    }),
  );
}

/** The instants at which somebody becomes owner by a transfer, or in another's place. */
function handoversOf(held: readonly Holding[], owners: Spans, policy: VehiclePolicy): readonly Handover[] {
  const newcomers = successions(held, policy).filter(({ person, from }) =>
    owners.get(person)?.some((span) => span.from === from),
  );
  const instants = [...new Set(newcomers.map(({ from }) => from))].sort((a, b) => a - b);
  return instants.flatMap((at) => {
    const by = newcomers.filter(({ from }) => from === at).map((holding) => holding.by);
    const tookOver = by.some(isTransfer) || ownersBefore(owners, at).length > 0;
    return tookOver ? [{ at, owners: new Set(ownersFrom(owners, at)), by }] : [];
  });
}

const ownersFrom = (owners: Spans, at: EpochMs): readonly PersonName[] =>
  holders(owners, ({ from, to }) => from <= at && at < to);

const ownersBefore = (owners: Spans, at: EpochMs): readonly PersonName[] =>
  holders(owners, ({ from, to }) => from < at && at <= to);

const holders = (owners: Spans, holds: (span: Span<Said>) => boolean): readonly PersonName[] =>
  [...owners]
    .filter(([, spans]) => spans.some(holds))
    .map(([person]) => person)
    .sort(byCodeUnit);

/** Transfers by somebody who did not own the car just before, while others did, and not the new owner either. */
function sellerConflicts(vin: string, said: readonly Said[], owners: Spans, nameOf: NameOf): VehicleConflict[] {
  const transfers = said.filter(isTransfer);
  return transfers
    .flatMap((transfer): (VehicleConflict & { readonly code: "seller" })[] => {
      const { at, newOwner } = transfer;
      if (!transfer.seller) return [];
      const seller = nameOf(transfer.seller, at);
      const before = ownersBefore(owners, at);
      const owned = before.length === 0 || before.includes(seller) || before.includes(nameOf(newOwner, at));
      const boughtThen = transfers.some((other) => other.at === at && nameOf(other.newOwner, at) === seller);
      return owned || boughtThen ? [] : [{ code: "seller", vin, at, seller, owners: before, transfer }];
    })
    .sort((a, b) => byCodeUnit(a.transfer.id, b.transfer.id));
}

const conflictOf = (
  vin: string,
  role: VehicleRole,
  { persons, from, to, because }: Contest<Said>,
): VehicleConflict => ({
  code: role === "owner" ? "owners" : "buyers",
  vin,
  persons,
  ...bounds(from, to),
  because,
});
