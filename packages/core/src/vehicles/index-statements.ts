import { byCodeUnit, type EpochMs } from "../model";
import type { NameOf } from "./holdings";
import type { StatementLedger } from "./statement-ledger";
import {
  type IntentionClaim,
  isIntention,
  isPlateClaim,
  isTransfer,
  type PlateClaim,
  type VehicleClaim,
  type VehicleStatement,
  type VehicleTransfer,
} from "./vehicle-evidence";
import type { PersonName } from "./vehicle-graph";

/** Statements by what they are about, whether they stand or not. */
export interface StatementIndex {
  /** Every car of a claim or transfer, in code-unit order. */
  readonly vins: readonly string[];
  /** The cars a person was ever said to be something to, in code-unit order. */
  vinsNaming(person: PersonName): readonly string[];
  /** What stands about a car at an instant of knowledge. */
  about(vin: string, knownAt: EpochMs): readonly (VehicleClaim | VehicleTransfer)[];
  /** What stands about plates: all of them, or all that a plate or VIN has to do with. */
  plates(near: string | undefined, knownAt: EpochMs): readonly PlateClaim[];
  /** What stands about a person's intentions, or everybody's. */
  intentions(person: PersonName | undefined, knownAt: EpochMs): readonly IntentionClaim[];
}

/** Indexes statements, so that a question looks at no more of them than it is about. */
export function indexStatements(ledger: StatementLedger, nameOf: NameOf): StatementIndex {
  const ids: Record<"cars" | "persons" | "plates" | "intenders", Map<string, Set<string>>> = {
    cars: new Map(),
    persons: new Map(),
    plates: new Map(),
    intenders: new Map(),
  };
  const add = (index: keyof typeof ids, key: string, value: string): void => {
    const values = ids[index].get(key);
    if (values) values.add(value);
    else ids[index].set(key, new Set([value]));
  };
  for (const id of ledger.ids) {
    for (const statement of ledger.versions(id)) {
      if (isPlateClaim(statement)) {
        add("plates", statement.plate, id);
        add("plates", statement.vin, id);
      } else if (isIntention(statement)) {
        add("intenders", nameOf(statement.person, statement.from), id);
      } else {
        add("cars", statement.vin, id);
        add("persons", personIn(statement, nameOf), statement.vin);
      }
    }
  }

  const standing = <T extends VehicleStatement>(
    of: Iterable<string>,
    knownAt: EpochMs,
    fits: (one: VehicleStatement) => one is T,
  ): readonly T[] =>
    [...of].flatMap((id) => {
      const statement = ledger.standing(id, knownAt);
      return statement && fits(statement) ? [statement] : [];
    });
  return {
    vins: [...ids.cars.keys()].sort(byCodeUnit),
    vinsNaming: (person) => [...(ids.persons.get(person) ?? [])].sort(byCodeUnit),
    about: (vin, knownAt) =>
      standing(
        ids.cars.get(vin) ?? [],
        knownAt,
        (one): one is VehicleClaim | VehicleTransfer => !isPlateClaim(one) && !isIntention(one) && one.vin === vin,
      ),
    plates: (near, knownAt) =>
      standing(near === undefined ? ledger.ids : reach(near, ids.plates, ledger), knownAt, isPlateClaim),
    intentions: (person, knownAt) => {
      const fits = (one: VehicleStatement): one is IntentionClaim =>
        isIntention(one) && (person === undefined || nameOf(one.person, one.from) === person);
      return standing(person === undefined ? ledger.ids : (ids.intenders.get(person) ?? []), knownAt, fits);
    },
  };
}

const personIn = (statement: VehicleClaim | VehicleTransfer, nameOf: NameOf): PersonName =>
  isTransfer(statement) ? nameOf(statement.newOwner, statement.at) : nameOf(statement.person, statement.from);

/** The plate claims of everything a plate or VIN was ever tied to, directly or by way of others. */
function reach(
  start: string,
  plates: ReadonlyMap<string, ReadonlySet<string>>,
  ledger: StatementLedger,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set([start]);
  for (const key of seen) {
    for (const id of plates.get(key) ?? []) {
      if (found.has(id)) continue;
      found.add(id);
      for (const one of ledger.versions(id)) if (isPlateClaim(one)) seen.add(one.plate).add(one.vin);
    }
  }
  return found;
}
