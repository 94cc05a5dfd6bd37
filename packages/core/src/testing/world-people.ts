import { type Dice, type EpochMs, type Identifier, identifierKey } from "../model";

/** One synthetic person: what names them, and when they are about. */
export interface WorldPerson {
  readonly name: string;
  /** Two to seven, strongest first. */
  readonly ids: readonly Identifier[];
  /** What the person does lies in `[from, to)`. */
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Whose an identifier is over `[from, to)`; no `to` means to the end. */
export interface Ownership {
  readonly identifier: Identifier;
  readonly person: string;
  readonly from: EpochMs;
  readonly to?: EpochMs;
}

/** The people of a world and whose their identifiers are. */
export interface WorldPeople {
  readonly people: readonly WorldPerson[];
  readonly owners: readonly Ownership[];
}

/** The identifier types a person may have, and the share of persons that has each. */
const SHARES: readonly (readonly [type: string, share: number, scope?: string])[] = [
  ["phone", 0.85],
  ["unionid", 0.5, "open-platform"],
  ["crmId", 0.45],
  ["openid", 0.75, "wx-mini-program"],
  ["openid", 0.3, "wx-official-account"],
  ["externalUserid", 0.3, "corp"],
  ["loginId", 0.4],
  ["email", 0.15],
  ["deviceId", 0.5],
];

/** Shares of the recipe's traps. Our choice: often enough to be met in a world of a few hundred persons. */
const RECYCLED_PHONES = 0.04;
/**
 * When the last owner of such a phone is gone and when the next one comes, as shares of the world's time: 108 of 180
 * days lie between. Our choice: a given-up number rests for months, and in a world this sparse a shorter silence would be
 * no different from that of anybody who does not call.
 */
const LAST_OWNER_UNTIL = 0.2;
const NEXT_OWNER_FROM = 0.8;
const EQUAL_OPENIDS = 0.2;

/**
 * Makes the people of a world: each with two to seven identifiers; some phones change hands after a long silence; some
 * openids of one app are equal to another person's openid of the other app.
 */
export function worldPeople(dice: Dice, count: number, from: EpochMs, to: EpochMs): WorldPeople {
  const owners: Ownership[] = [];
  const people: WorldPerson[] = [];
  const span = to - from;
  for (let i = 0; i < count; i++) {
    const before = people[i - 1];
    const phone = before && !isHeir(before, from) ? before.ids.find(({ type }) => type === "phone") : undefined;
    const heir = phone !== undefined && dice.chance(RECYCLED_PHONES);
    const ids = identifiersOf(dice, i, heir ? phone : undefined, people);
    people.push({ name: `person-${i + 1}`, ids, from: heir ? from + Math.floor(span * NEXT_OWNER_FROM) : from, to });
    if (heir) people[i - 1] = { ...before, to: from + Math.floor(span * LAST_OWNER_UNTIL) } as WorldPerson;
  }
  for (const person of people)
    owners.push(...ownershipsOf(person, { from, to, handover: from + Math.floor(span / 2) }));
  return { people, owners };
}

const isHeir = (person: WorldPerson, from: EpochMs): boolean => person.from !== from;

function identifiersOf(
  dice: Dice,
  index: number,
  inherited: Identifier | undefined,
  others: readonly WorldPerson[],
): readonly Identifier[] {
  const has = SHARES.map(([type, share]) => dice.chance(share) || (inherited !== undefined && type === "phone"));
  const order = dice.shuffle(SHARES.map((_, i) => i));
  const held = (): number => has.filter(Boolean).length;
  for (const i of order) if (held() < 2) has[i] = true;
  for (const i of order) if (held() > 7 && !(inherited && i === 0)) has[i] = false;
  return SHARES.flatMap(([type, , scope], i) => {
    if (!has[i]) return [];
    if (inherited && type === "phone") return [inherited];
    const value = scope === "wx-official-account" ? openidOf(dice, index, others) : freshValue(dice, type, index);
    return [scope === undefined ? { type, value } : { type, scope, value }];
  });
}

const digits = (n: number, length: number): string => String(n).padStart(length, "0");

/** Every value carries the person's number, so that no two persons meet by chance. */
function freshValue(dice: Dice, type: string, index: number): string {
  switch (type) {
    case "phone":
      return `+861${dice.pick(["38", "59", "77", "86"])}${digits((index * 7919 + 1234567) % 10 ** 8, 8)}`;
    case "email":
      return `customer.${index + 1}@example.com`;
    case "crmId":
      return `CRM${digits(index + 1, 7)}`;
    default:
      return `${type.slice(0, 2)}_${digits(index + 1, 6)}_${digits(dice.below(10 ** 6), 6)}`;
  }
}

function openidOf(dice: Dice, index: number, others: readonly WorldPerson[]): string {
  const other = others.length > 0 && dice.chance(EQUAL_OPENIDS) ? others[others.length - 1] : undefined;
  const equal = other?.ids.find(({ type, scope }) => type === "openid" && scope === "wx-mini-program");
  return equal?.value ?? freshValue(dice, "openid", index);
}

/** A phone that changes hands is the first owner's until half-time and the heir's from then on. */
function ownershipsOf(
  { name, ids, from, to }: WorldPerson,
  world: { readonly from: EpochMs; readonly to: EpochMs; readonly handover: EpochMs },
): readonly Ownership[] {
  return ids.map((identifier) => {
    const owned = { identifier, person: name, from: world.from };
    if (identifier.type !== "phone") return owned;
    if (to < world.to) return { ...owned, to: world.handover };
    return from > world.from ? { ...owned, from: world.handover } : owned;
  });
}

/** Orders ownerships by their identifiers, then by time. */
export const byIdentifier = (a: Ownership, b: Ownership): number => {
  const [left, right] = [identifierKey(a.identifier), identifierKey(b.identifier)];
  return left < right ? -1 : left > right ? 1 : a.from - b.from;
};
