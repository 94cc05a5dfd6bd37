import type { EpochMs, Identifier } from "../model";
import type { Ownership } from "./world-people";

/** How right and how complete a reading is, each in [0, 1]. */
export interface PartitionScore {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of the two; 0 when both are. */
  readonly f1: number;
}

/** How well persons agree with the truth. */
export interface PartitionScores {
  /** Over pairs of identifiers: said to be together against truly together. 1 where nothing is said or true. */
  readonly pairwise: PartitionScore;
  /** Over identifiers: the share of each one's company that is right, and of its true company that is there. */
  readonly bCubed: PartitionScore;
  /** The share of read persons that hold identifiers of more than one true person. */
  readonly overMerged: number;
  /** The share of true persons of whom some identifier is held together with somebody else's. */
  readonly mixed: number;
  /** Identifiers compared; one that changed hands counts once for each owner. */
  readonly identifiers: number;
  readonly truePersons: number;
  readonly readPersons: number;
}

/**
 * Scores persons against the truth of a world.
 *
 * @param truth whose each identifier is
 * @param personOf the read person of an identifier at the last moment its owner had it, by when most is known: the end of
 *   time where nobody has it after them; `undefined` makes it a person of its own
 * @example
 * const of = (value: string, person: string) => ({ identifier: { type: "phone", value }, person, from: 0 });
 * const truth = [of("1", "ann"), of("2", "ann"), of("3", "ben")];
 * scorePartition(truth, () => "everybody").pairwise; // => { precision: 1 / 3, recall: 1, f1: 0.5 }
 * scorePartition(truth, () => "everybody").overMerged; // => 1
 * scorePartition(truth, () => "everybody").mixed; // => 1
 * @see A. Bagga and B. Baldwin, Algorithms for Scoring Coreference Chains (1998), on B-cubed
 */
export function scorePartition(
  truth: readonly Ownership[],
  personOf: (identifier: Identifier, at: EpochMs) => string | undefined,
): PartitionScores {
  const cells = new Map<string, number>();
  const truly = new Map<string, number>();
  const read = new Map<string, number>();
  const owners = new Map<string, Set<string>>();
  truth.forEach(({ identifier, person, to }, i) => {
    const found = personOf(identifier, to === undefined ? END_OF_TIME : to - 1);
    const reading = found === undefined ? `alone ${i}` : `person ${found}`;
    add(cells, `${reading}\u001f${person}`);
    add(truly, person);
    add(read, reading);
    owners.set(reading, (owners.get(reading) ?? new Set()).add(person));
  });
  const right = pairs(cells);
  const shares = (whole: Map<string, number>, part: 0 | 1): number => {
    let sum = 0;
    for (const [cell, count] of cells) sum += count ** 2 / (whole.get(cell.split("\u001f")[part] as string) as number);
    return truth.length === 0 ? 1 : sum / truth.length;
  };
  const merged = [...owners.values()].filter((persons) => persons.size > 1);
  return {
    pairwise: score(ratio(right, pairs(read)), ratio(right, pairs(truly))),
    bCubed: score(shares(read, 0), shares(truly, 1)),
    overMerged: read.size === 0 ? 0 : merged.length / read.size,
    mixed: truly.size === 0 ? 0 : new Set(merged.flatMap((persons) => [...persons])).size / truly.size,
    identifiers: truth.length,
    truePersons: truly.size,
    readPersons: read.size,
  };
}

/** The last instant there is. */
const END_OF_TIME: EpochMs = 8.64e15;

const add = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const pairs = (counts: ReadonlyMap<string, number>): number => {
  let sum = 0;
  for (const count of counts.values()) sum += (count * (count - 1)) / 2;
  return sum;
};

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

const score = (precision: number, recall: number): PartitionScore => ({
  precision,
  recall,
  f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
});
