import type { Observation } from "@tributary/core";
import { distance } from "fastest-levenshtein";

/** A record of somebody by name; an empty text is a name that is not known. */
export interface NamedRecord {
  readonly id: string;
  readonly firstName: string;
  readonly surname: string;
  /** `yyyy-mm-dd` */
  readonly birthDate: string;
}

/** Two records that are thought to be of one person. */
export interface NameMatch {
  readonly a: string;
  readonly b: string;
  /** In (0, 1). */
  readonly probability: number;
}

/** What was found, and how many pairs were looked at for it. */
export interface NameMatches {
  readonly matches: readonly NameMatch[];
  readonly compared: number;
}

/**
 * How much likelier each comparison is among records of one person (`m`) than among any two (`u`), as log2 of m / u. The
 * shares are our estimates of slips in typed forms and of how common names and birth dates are, not fitted to any data;
 * another name weighs so much that twins are not taken for one.
 */
const WEIGHTS = {
  name: { same: Math.log2(0.6 / 0.005), close: Math.log2(0.25 / 0.02), other: Math.log2(0.01 / 0.975) },
  birthDate: {
    same: Math.log2(0.6 / 0.0001),
    slip: Math.log2(0.2 / 0.002),
    twoSlips: Math.log2(0.15 / 0.02),
    other: Math.log2(0.05 / 0.978),
  },
};
/** Least similarity of two names that may be one, mistyped: a letter in four. */
const CLOSE = 0.75;
/** One pair in so many is of one person before anything is known of it. */
const PRIOR_LOG2: number = Math.log2(1 / 1_000);
/** More records than this under one key are everybody: nothing is learnt from it. */
const LARGEST_BLOCK = 100;

/**
 * Finds records that are probably of one person by names and birth date, though mistyped, exchanged or missing.
 *
 * Only pairs that share a key are compared: the birth date, or the surname, the first name or three of its letters with a
 * part of the date. The order of the records changes nothing.
 *
 * @param options.threshold the least probability of a match
 * @see I. P. Fellegi and A. B. Sunter, A theory for record linkage (1969), for adding the weights of comparisons
 */
export function matchNames(
  records: readonly NamedRecord[],
  { threshold = 0.9 }: { readonly threshold?: number } = {},
): NameMatches {
  const sorted = [...records].sort((x, y) => (x.id < y.id ? -1 : 1));
  const matches: NameMatch[] = [];
  const pairs = candidatePairs(sorted);
  for (const [a, b] of pairs) {
    const probability = probabilityOf(a, b);
    if (probability >= threshold) matches.push({ a: a.id, b: b.id, probability });
  }
  return { matches, compared: pairs.length };
}

/** A matcher's findings as evidence: of the weakest class, which joins nothing that anything else keeps apart. */
export const matchObservations = (
  { matches }: NameMatches,
  { type, at, purpose }: { readonly type: string; readonly at: number; readonly purpose: string },
): readonly Observation[] =>
  matches.map(({ a, b }) => ({
    obsId: `names ${a} ${b}`,
    ids: [a, b].map((value) => ({ type, value })),
    at,
    source: "name-matcher",
    strength: "probable",
    purpose,
  }));

/** Every two records that share a key, once. */
function candidatePairs(records: readonly NamedRecord[]): readonly (readonly [NamedRecord, NamedRecord])[] {
  const blocks = new Map<string, NamedRecord[]>();
  for (const record of records)
    for (const key of new Set(keysOf(record))) blocks.set(key, [...(blocks.get(key) ?? []), record]);
  const pairs = new Map<string, readonly [NamedRecord, NamedRecord]>();
  for (const block of blocks.values()) {
    if (block.length > LARGEST_BLOCK) continue;
    block.forEach((a, i) => {
      for (const b of block.slice(i + 1)) pairs.set(JSON.stringify([a.id, b.id]), [a, b]);
    });
  }
  return [...pairs.values()];
}

function keysOf({ firstName, surname, birthDate }: NamedRecord): readonly string[] {
  const [year = "", month = "", day = ""] = birthDate.split("-");
  const names = [firstName, surname].map((name) => name.toLowerCase()).filter((name) => name !== "");
  return [
    `date ${birthDate}`,
    ...names.flatMap((name) => [`year ${year} ${name.slice(0, 3)}`, `day ${month}-${day} ${name.slice(0, 3)}`]),
    ...(names.length === 2 ? [`names ${names.sort().join(" ")}`] : []),
  ];
}

/** How probably two records are of one person: the prior and the weight of each comparison, in bits. */
function probabilityOf(a: NamedRecord, b: NamedRecord): number {
  const straight = nameWeight(a.firstName, b.firstName) + nameWeight(a.surname, b.surname);
  const crossed = nameWeight(a.firstName, b.surname) + nameWeight(a.surname, b.firstName);
  const bits = PRIOR_LOG2 + Math.max(straight, crossed) + birthWeight(a.birthDate, b.birthDate);
  return 1 / (1 + 2 ** -bits);
}

function nameWeight(x: string, y: string): number {
  if (x === "" || y === "") return 0;
  const [one, other] = [x.toLowerCase(), y.toLowerCase()];
  if (one === other) return WEIGHTS.name.same;
  const similarity = 1 - distance(one, other) / Math.max(one.length, other.length);
  return similarity >= CLOSE ? WEIGHTS.name.close : WEIGHTS.name.other;
}

function birthWeight(x: string, y: string): number {
  const slips = distance(x, y);
  const { same, slip, twoSlips, other } = WEIGHTS.birthDate;
  return slips === 0 ? same : slips === 1 ? slip : slips === 2 ? twoSlips : other;
}
