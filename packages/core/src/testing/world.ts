import {
  DAY_MS,
  type Dice,
  type EpochMs,
  type Event,
  HOUR_MS,
  type Identifier,
  identifierKey,
  isEpochMs,
  MINUTE_MS,
  seededDice,
} from "../model";
import { personEvents } from "./world-events";
import { byIdentifier, type Ownership, type WorldPerson, worldPeople } from "./world-people";

/** How large a world is and when it plays. */
export interface WorldOptions {
  /** Any integer: the same seed gives the same world, to the byte. */
  readonly seed: number;
  /** At least 1. */
  readonly persons: number;
  /** Events per person, duplicates aside; 12 by default. */
  readonly eventsPerPerson?: number;
  /** The first instant; 2026-01-01T00:00:00Z by default. */
  readonly from?: EpochMs;
  /** Days the world lasts; 180 by default. */
  readonly days?: number;
}

/**
 * A synthetic private domain with known truth. Nobody in it is real.
 *
 * Its traps are those of real streams: showroom tablets and family phones, colleagues' phones typed for customers, phones
 * that change hands, cars that do, slips and placeholders, equal openids of two apps, late and repeated events.
 */
export interface World {
  readonly label: "synthetic";
  readonly seed: number;
  /** In the order of their arrival, duplicates among them; phones in every usual spelling. */
  readonly events: readonly Event[];
  /** Whose each person identifier is, in its normalised spelling, ordered by identifier. */
  readonly truth: readonly Ownership[];
  /** Identifiers that belong to nobody: shared devices and sales staff's phones. */
  readonly shared: readonly Identifier[];
  /** All events lie in `[from, to)`. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Shares of the recipe. */
const LATE = 0.1;
const DUPLICATES = 0.05;
const VIN_TRANSFERS = 0.2;
/** Customers per shared device and per member of the sales staff. Our choice: half a year of work for one adviser. */
const PER_DEVICE = 15;
const PER_ADVISER = 150;

/**
 * Generates a synthetic world from a seed.
 *
 * @throws RangeError when an option is out of range
 * @example
 * const world = generateWorld({ seed: 1, persons: 20 });
 * world.label; // => "synthetic"
 * world.truth.length > 40; // => true
 */
export function generateWorld(options: WorldOptions): World {
  const { seed, persons, eventsPerPerson = 12, from = 1_767_225_600_000, days = 180 } = options;
  for (const [name, value] of Object.entries({ persons, eventsPerPerson, days })) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} must be an integer from 1, got ${value}`);
  }
  const to = from + days * DAY_MS;
  if (!isEpochMs(from) || !isEpochMs(to)) throw new RangeError(`from must be epoch milliseconds, got ${from}`);
  const dice = seededDice(seed);
  const { people, owners } = worldPeople(dice, persons, from, to);
  const sharedDevices = named(Math.ceil(persons / PER_DEVICE), (n) => ({ type: "deviceId", value: `tablet_${n}` }));
  const staffPhones = named(Math.ceil(persons / PER_ADVISER), (n) => ({
    type: "phone",
    value: `+86199${String(n * 104_729).padStart(8, "0")}`,
  }));
  const scene = { dice, sharedDevices, staffPhones, eventsPerPerson };
  const doings = people.map((person) => personEvents(person, scene));
  const drafts = [...doings.flatMap(({ events }) => events), ...deliveries(people, dice, from, to)];
  return {
    label: "synthetic",
    seed,
    events: inOrderOfArrival(drafts, seed, dice),
    truth: settle(
      owners,
      doings.flatMap(({ mistyped }) => mistyped),
      staffPhones,
    ),
    shared: [...sharedDevices, ...staffPhones],
    from,
    to,
  };
}

const named = (count: number, name: (n: number) => Identifier): readonly Identifier[] =>
  Array.from({ length: count }, (_, i) => name(i + 1));

/** Cars are delivered and serviced; some are sold on, and serviced for somebody else. */
function deliveries(
  people: readonly WorldPerson[],
  dice: Dice,
  from: EpochMs,
  to: EpochMs,
): readonly Omit<Event, "id">[] {
  const halfTime = from + Math.floor((to - from) / 2);
  return people.flatMap((person, i) => {
    if (!dice.chance(0.12) || person.from !== from || person.to !== to) return [];
    const vin: Identifier = { type: "vin", value: `LTRBTRY0${String(i).padStart(9, "0")}` };
    const of = (owner: WorldPerson): readonly Identifier[] => [dice.pick(owner.ids), vin];
    const next = dice.chance(VIN_TRANSFERS)
      ? dice.pick(people.filter((other) => other.from === from && other.to === to))
      : person;
    const common = { properties: {}, source: "world" };
    return [
      { type: "vehicleDelivered", at: from + dice.below(halfTime - from), ids: of(person), ...common },
      { type: "serviceCompleted", at: halfTime + dice.below(to - halfTime), ids: of(next), ...common },
    ];
  });
}

function inOrderOfArrival(drafts: readonly Omit<Event, "id">[], seed: number, dice: Dice): readonly Event[] {
  const arrivals = drafts.flatMap((draft, i) => {
    const event: Event = { id: `world-${seed}-${i + 1}`, ...draft };
    const at = event.at + (dice.chance(LATE) ? dice.below(14 * DAY_MS) : dice.below(5 * MINUTE_MS));
    const first = { at, event };
    return dice.chance(DUPLICATES) ? [first, { at: at + dice.below(48 * HOUR_MS), event }] : [first];
  });
  return arrivals
    .map((arrival, i) => ({ ...arrival, i }))
    .sort((a, b) => a.at - b.at || a.i - b.i)
    .map(({ event }) => event);
}

/** A slip that hits a number somebody has says nothing new about whose it is. */
function settle(
  owners: readonly Ownership[],
  mistyped: readonly Ownership[],
  staff: readonly Identifier[],
): readonly Ownership[] {
  const taken = new Set([...owners.map(({ identifier }) => identifier), ...staff].map(identifierKey));
  const slips = mistyped.filter(({ identifier }) => {
    const key = identifierKey(identifier);
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  });
  return [...owners, ...slips].sort(byIdentifier);
}
