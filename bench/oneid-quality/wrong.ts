import { type EpochMs, type IdentifierKey, identifierKey, parseIdentifierKey } from "@tributary/core";
import { endedKey, type Resolution, readEndedKey } from "@tributary/core/identity";
import type { Ownership } from "@tributary/core/testing";

/** How often something went wrong for one reason. */
export interface Wrong {
  /** Read persons that hold several true ones, or true persons that were read as several. */
  readonly persons: number;
  /** Pairs of identifiers that are wrongly together, or wrongly apart. */
  readonly pairs: number;
  /** By what it happened, and how often. */
  readonly by: ReadonlyMap<string, number>;
}

/** What went wrong, by reasons in words. */
export type WrongBy = ReadonlyMap<string, Wrong>;

/** One person that went wrong. */
export interface Case {
  readonly reason: string;
  readonly by?: string;
  readonly pairs: number;
}

/** Sums persons up by reason. */
export function sumUpWrong(cases: Iterable<Case>): WrongBy {
  const found = new Map<string, { persons: number; pairs: number; by: Map<string, number> }>();
  for (const { reason, by, pairs } of cases) {
    const sum = found.get(reason) ?? { persons: 0, pairs: 0, by: new Map<string, number>() };
    found.set(reason, sum);
    sum.persons++;
    sum.pairs += pairs;
    if (by !== undefined) sum.by.set(by, (sum.by.get(by) ?? 0) + 1);
  }
  return found;
}

/** The last moment at which somebody had an identifier: the moment at which a reading is asked whose it was. */
const lastMoment = ({ to }: Ownership): EpochMs => (to === undefined ? 8.64e15 : to - 1);

/** The person who a reading says had an identifier at its owner's last moment. */
export const readPerson = (who: Resolution, owned: Ownership): string | undefined =>
  who.personOf(identifierKey(owned.identifier), lastMoment(owned))?.oneId;

/** What an identifier is called in edges at its owner's last moment: a key, with the epoch where it went on since. */
export function nodeOf(who: Resolution, owned: Ownership): IdentifierKey {
  const key = identifierKey(owned.identifier);
  const at = lastMoment(owned);
  const epoch = who.epochs.find((each) => each.key === key && (each.from ?? at) <= at && at < (each.to ?? at + 1));
  return epoch?.to === undefined ? key : endedKey(key, epoch.number);
}

/** The type of an identifier, whatever its epoch. */
export const typeOf = (node: IdentifierKey): string => parseIdentifierKey(readEndedKey(node).key).type;
