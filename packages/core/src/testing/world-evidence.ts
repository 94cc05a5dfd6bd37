import type { EpochCut, Evidence, LinkOverride, Strength } from "../identity/index";
import { type ConsentEntry, type Dice, type Event, seededDice } from "../model";
import type { World } from "./world";

/** How sure the kinds of events are; others are `inferred`. Our choice. */
const STRENGTH_OF: { readonly [type: string]: Strength } = {
  storeVisited: "verified",
  testDriveCompleted: "verified",
  orderPlaced: "verified",
  wecomContactAdded: "bound",
  configuratorSaved: "bound",
  testDriveBooked: "form",
  leadSubmitted: "form",
  traitsSet: "import",
};
const MARKETING: ReadonlySet<string> = new Set(["articleRead", "priceListDownloaded"]);

/** Shares of what people do to the evidence of a world. Our choice: often enough to be met among fifty persons. */
const RETRACTED = 0.02;
const DECIDED = 0.03;
const REPORTED = 0.5;

/**
 * Reads a world as identity evidence: its events as observations, as they arrive and as often; its consents; and, drawn
 * from its seed, observations taken back, decisions to link and to part, and operators' reports of phones that changed
 * hands, for half of those that did.
 *
 * @example
 * const world = generateWorld({ seed: 1, persons: 20 });
 * worldEvidence(world).observations.length === world.events.length; // => true
 */
export function worldEvidence(world: World): Evidence {
  const dice = seededDice(world.seed);
  const { events } = world;
  return {
    observations: events.map(({ id, ids, at, source, type }) => ({
      obsId: id,
      ids,
      at,
      source,
      strength: STRENGTH_OF[type] ?? "inferred",
      purpose: MARKETING.has(type) ? "marketing" : "service",
    })),
    retracted: events.filter(() => dice.chance(RETRACTED)).map(({ id }) => id),
    overrides: events.flatMap((event) => (dice.chance(DECIDED) ? decision(event, dice.pick(events), dice) : [])),
    consents: events.flatMap(consentsOf),
    cuts: reports(world, dice),
  };
}

/** About two identifiers of one event, or of two. */
function decision(event: Event, other: Event, dice: Dice): readonly LinkOverride[] {
  const [a, b] = [dice.pick(event.ids), dice.pick(dice.chance(0.5) ? event.ids : other.ids)];
  const link = dice.pick(["must", "cannot", "none"] as const);
  return [{ link, a, b, at: event.at, author: dice.pick(["li", "wang"]), reason: "called" }];
}

const consentsOf = ({ id, type, at, ids, properties }: Event): readonly ConsentEntry[] => {
  if (type !== "consentGiven" && type !== "consentWithdrawn") return [];
  const purpose = String(properties.purpose);
  return ids.map((subject) => ({ id, subject, purpose, granted: type === "consentGiven", at }));
};

const reports = ({ truth, from }: World, dice: Dice): readonly EpochCut[] =>
  truth
    .filter((owned) => owned.identifier.type === "phone" && owned.from > from && dice.chance(REPORTED))
    .map(({ identifier, from: at }) => ({ identifier, at, author: "operator", reason: "given out again" }));
