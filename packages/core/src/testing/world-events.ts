import type { Dice, EpochMs, Event, Identifier, JsonObject } from "../model";
import type { Ownership, WorldPerson } from "./world-people";

/** What the events of a world are drawn from. */
export interface WorldScene {
  readonly dice: Dice;
  /** Showroom tablets and family phones, most used first. */
  readonly sharedDevices: readonly Identifier[];
  /** Phones of sales staff, typed where a customer's belongs. */
  readonly staffPhones: readonly Identifier[];
  readonly eventsPerPerson: number;
}

/** The events of one person, and what they typed wrong. */
export interface WorldDoings {
  readonly events: readonly Omit<Event, "id">[];
  readonly mistyped: readonly Ownership[];
}

interface Kind {
  readonly type: string;
  readonly weight: number;
  /** Types of the identifiers such an event carries. */
  readonly ids: readonly string[];
  readonly properties: (dice: Dice) => JsonObject;
}

const SERIES = ["Brook", "Delta", "Estuary", "Spring"] as const;
const DEALERS = ["Hangzhou 1", "Hangzhou 2", "Ningbo 1", "Shanghai 1"] as const;
const series = (dice: Dice): JsonObject => ({ series: dice.pick(SERIES) });
const dealer = (dice: Dice): JsonObject => ({ series: dice.pick(SERIES), dealer: dice.pick(DEALERS) });

/** Our choice: a buyer's funnel, wide at the top. */
const KINDS: readonly Kind[] = [
  { type: "vehicleViewed", weight: 30, ids: ["openid", "loginId", "deviceId"], properties: series },
  {
    type: "articleRead",
    weight: 14,
    ids: ["openid", "unionid"],
    properties: (dice) => ({ article: `a${dice.below(40)}` }),
  },
  { type: "configuratorSaved", weight: 6, ids: ["loginId", "deviceId", "openid"], properties: series },
  { type: "priceListDownloaded", weight: 5, ids: ["email", "openid", "loginId"], properties: series },
  { type: "leadSubmitted", weight: 7, ids: ["phone", "openid", "email"], properties: series },
  { type: "testDriveBooked", weight: 4, ids: ["phone", "unionid", "loginId"], properties: dealer },
  { type: "wecomContactAdded", weight: 4, ids: ["externalUserid", "unionid"], properties: () => ({}) },
  { type: "storeVisited", weight: 4, ids: ["phone", "crmId"], properties: dealer },
  { type: "testDriveCompleted", weight: 3, ids: ["crmId", "phone"], properties: dealer },
  {
    type: "orderPlaced",
    weight: 2,
    ids: ["crmId", "phone", "loginId"],
    properties: (dice) => ({ series: dice.pick(SERIES), amountMinor: 9_980_000 + dice.below(200) * 100_000 }),
  },
  {
    type: "consentGiven",
    weight: 2,
    ids: ["phone", "unionid", "openid"],
    properties: () => ({ purpose: "marketing" }),
  },
  {
    type: "consentWithdrawn",
    weight: 0.5,
    ids: ["phone", "unionid", "openid"],
    properties: () => ({ purpose: "marketing" }),
  },
  {
    type: "traitsSet",
    weight: 3,
    ids: ["crmId", "loginId", "openid"],
    properties: (dice) => ({ city: dice.pick(["杭州", "宁波", "上海"]) }),
  },
];
const TOTAL_WEIGHT = KINDS.reduce((sum, { weight }) => sum + weight, 0);

/** How often the recipe's traps are set, per event that could hold one. Our choice. */
const STAFF_TYPED = 0.03;
const TYPO = 0.01;
const PLACEHOLDER = 0.02;
const SHARED_DEVICE = 0.15;
/**
 * How much of what a person has is seen beside something else of theirs at least once. Of the rest nobody can find out
 * whose it is, so it bounds the recall of every reading.
 */
const LINKED = 0.98;

/** Everything one person does: first what links their identifiers, then the rest of their days. */
export function personEvents(person: WorldPerson, scene: WorldScene): WorldDoings {
  const { dice, eventsPerPerson } = scene;
  const mistyped: Ownership[] = [];
  const linking = person.ids.slice(1).flatMap((id, i) => {
    if (!dice.chance(LINKED)) return [];
    const kind = kindFor(id, dice);
    return [happening(person, kind, [dice.pick(person.ids.slice(0, i + 1)), id], dice)];
  });
  const rest = Array.from({ length: Math.max(1, eventsPerPerson - linking.length) }, () => {
    const kind = drawKind(dice);
    return happening(person, kind, carried(person, kind, dice), dice);
  });
  const events = [...linking, ...rest].map((event) => disturb(event, person, scene, mistyped));
  return { events, mistyped };
}

function drawKind(dice: Dice): Kind {
  let left = dice.next() * TOTAL_WEIGHT;
  for (const kind of KINDS) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  return KINDS[0] as Kind;
}

const kindFor = ({ type }: Identifier, dice: Dice): Kind =>
  dice.pick(KINDS.filter((kind) => kind.ids.includes(type) && kind.weight >= 2));

/** What a channel knows of its visitor comes together: one to three of what this kind of event can carry. */
function carried(person: WorldPerson, kind: Kind, dice: Dice): readonly Identifier[] {
  const fitting = dice.shuffle(person.ids.filter(({ type }) => kind.ids.includes(type)));
  return fitting.length > 0 ? fitting.slice(0, 1 + dice.below(3)) : [dice.pick(person.ids)];
}

function happening(person: WorldPerson, kind: Kind, ids: readonly Identifier[], dice: Dice): Omit<Event, "id"> {
  const at = person.from + Math.floor(dice.next() * (person.to - person.from));
  return { type: kind.type, at, ids, properties: kind.properties(dice), source: "world" };
}

/** Sets the traps: a colleague's phone, a slip of the finger, a placeholder, a device others use too, another spelling. */
function disturb(
  event: Omit<Event, "id">,
  person: WorldPerson,
  scene: WorldScene,
  mistyped: Ownership[],
): Omit<Event, "id"> {
  const { dice } = scene;
  const typed = event.ids.map((id): Identifier => {
    if (id.type !== "phone" || event.ids.length === 1) return id;
    if (dice.chance(STAFF_TYPED)) return dice.pick(scene.staffPhones);
    if (dice.chance(TYPO)) return slip(id, person, event.at, dice, mistyped);
    return dice.chance(PLACEHOLDER) ? { type: "phone", value: "13800138000" } : id;
  });
  const device = typed.some(({ type }) => type === "deviceId") || !dice.chance(SHARED_DEVICE);
  const ids = device ? typed : [...typed, dice.zipf(scene.sharedDevices)];
  return { ...event, ids: ids.map((id) => (id.type === "phone" ? spell(id, dice) : id)) };
}

/** One of the last four digits is wrong. */
function slip(id: Identifier, person: WorldPerson, at: EpochMs, dice: Dice, mistyped: Ownership[]): Identifier {
  const place = id.value.length - 1 - dice.below(4);
  const digit = (Number(id.value[place]) + 1 + dice.below(9)) % 10;
  const identifier = { ...id, value: `${id.value.slice(0, place)}${digit}${id.value.slice(place + 1)}` };
  mistyped.push({ identifier, person: person.name, from: at });
  return identifier;
}

/** People write the same number in many ways. */
function spell(id: Identifier, dice: Dice): Identifier {
  if (!id.value.startsWith("+86")) return id;
  const bare = id.value.slice(3);
  const grouped = `${bare.slice(0, 3)}-${bare.slice(3, 7)}-${bare.slice(7)}`;
  return { ...id, value: dice.pick([id.value, bare, `86${bare}`, `0086 ${bare}`, grouped]) };
}
