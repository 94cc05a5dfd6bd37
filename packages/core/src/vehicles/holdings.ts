import type { EpochMs, Identifier, VehicleRole } from "../model";
import { groupBy } from "./group-by";
import type { Grant } from "./settle";
import { isTransfer, type VehicleClaim, type VehicleTransfer } from "./vehicle-evidence";
import type { PersonName } from "./vehicle-graph";
import type { VehiclePolicy } from "./vehicle-policy";

/** Who held an identifier at an instant. */
export type NameOf = (identifier: Identifier, at: EpochMs) => PersonName;

/** What says who is what to a car. */
export type Said = VehicleClaim | VehicleTransfer;

/** A role for one car, given to somebody. */
export interface Holding extends Grant<Said> {
  readonly person: PersonName;
  readonly role: VehicleRole;
}

/** Everything that was ever given to somebody about one car, by role: what is claimed, and what is bought to keep. */
export function holdingsOf(said: readonly Said[], nameOf: NameOf): ReadonlyMap<VehicleRole, readonly Holding[]> {
  const claimed = said.flatMap((by): Holding[] => {
    if (isTransfer(by)) return [];
    const { role, from, to } = by;
    const holding = { person: nameOf(by.person, from), role, from, by };
    return [to === undefined ? holding : { ...holding, to }];
  });
  const bought = lasting(said.filter(isTransfer), nameOf).map(
    (by): Holding => ({ person: nameOf(by.newOwner, by.at), role: "owner", from: by.at, by }),
  );
  return groupBy([...claimed, ...bought], ({ role }) => role);
}

/** Leaves out transfers to somebody who passes the car on at the same instant, unless all do, in a circle. */
function lasting(transfers: readonly VehicleTransfer[], nameOf: NameOf): readonly VehicleTransfer[] {
  const sellers = new Map<EpochMs, Set<PersonName>>();
  for (const { at, seller, newOwner } of transfers) {
    const name = seller && nameOf(seller, at);
    if (name === undefined || name === nameOf(newOwner, at)) continue;
    sellers.set(at, (sellers.get(at) ?? new Set()).add(name));
  }
  const keeps = ({ at, newOwner }: VehicleTransfer): boolean => sellers.get(at)?.has(nameOf(newOwner, at)) !== true;
  const kept = new Set(transfers.filter(keeps).map(({ at }) => at));
  return transfers.filter((transfer) => keeps(transfer) || !kept.has(transfer.at));
}

/** Holdings that end those of others: every transfer, and every later claim where the policy takes it for one. */
export const successions = (held: readonly Holding[], { implicitTransfer }: VehiclePolicy): readonly Holding[] =>
  held.filter(({ by }) => implicitTransfer || isTransfer(by));
