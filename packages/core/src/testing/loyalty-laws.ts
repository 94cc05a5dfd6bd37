import * as fc from "fast-check";
import {
  mergeEntries,
  type PointsEntry,
  type PointsReading,
  readPoints,
  type SpendOrder,
  spendPoints,
} from "../loyalty";
import type { EpochMs } from "../model";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";
import { arbitraryLedger, LEDGER_LEAVES } from "./loyalty-arbitraries";
import { ledgerCommands } from "./loyalty-commands";
import { conserves, plainPart, sum } from "./loyalty-reading";
import { readPointsPlainly } from "./loyalty-reference";

/**
 * The laws of a points ledger: what is true of it under any merge, split, retry, reversal, late arrival and union of
 * replicas.
 *
 * @param order which lot is spent first
 * @returns laws for any test runner
 * @example
 * pointsLaws("firstIn").length; // => 10
 */
export function pointsLaws(order: SpendOrder): readonly Law[] {
  return [...readingLaws(order), ...setLaws(order), ...spendingLaws(order)];
}

const moment = fc.integer({ min: -1, max: 40 });

/** Which person each leaf belongs to. */
const owners = fc.tuple(...LEDGER_LEAVES.map(() => fc.nat(2)));

const ofPerson = (entries: readonly PointsEntry[], owner: readonly number[], person: number): readonly PointsEntry[] =>
  entries.filter(({ leaf }) => owner[LEDGER_LEAVES.indexOf(leaf)] === person);

function readingLaws(order: SpendOrder): readonly Law[] {
  return [
    law(
      "1: read point by point, a ledger says the same",
      fc.property(arbitraryLedger, moment, (entries, now) => {
        const reading = readPoints(entries, { now, order });
        same(plainPart(reading), readPointsPlainly(entries, { now, order }), "the plain reading");
      }),
    ),
    law(
      "2: balance − owed = earned + adjusted − spent − expired − reversed, and nothing is ever below zero",
      fc.property(arbitraryLedger, moment, (entries, now) => conserves(readPoints(entries, { now, order }))),
    ),
    law(
      "3: nothing changes before the announced next change",
      fc.property(arbitraryLedger, moment, fc.nat(60), (entries, now, later) => {
        const { nextChange = Number.POSITIVE_INFINITY, ...reading } = readPoints(entries, { now, order });
        claim(nextChange > now, `announced ${nextChange} at ${now}`);
        const then = Math.min(now + later, nextChange - 1);
        same({ ...readPoints(entries, { now: then, order }), nextChange: 0 }, { ...reading, nextChange: 0 }, "changed");
        if (nextChange > 100) return;
        const { history } = readPoints(entries, { now: nextChange, order });
        const idle = entries.some(({ type }) => type === "reverse" || type === "expire");
        claim(idle || history.length > reading.history.length, `nothing happens at ${nextChange}`);
      }),
    ),
    law(
      "4: what has been told of the past stays told, unless something of the past comes late",
      fc.property(arbitraryLedger, moment, fc.nat(20), (entries, now, later) => {
        const { history } = readPoints(entries, { now, order });
        same(readPoints(entries, { now: now + later, order }).history.slice(0, history.length), history, "history");
      }),
    ),
  ];
}

function setLaws(order: SpendOrder): readonly Law[] {
  const read = (entries: readonly PointsEntry[], now: EpochMs): PointsReading => readPoints(entries, { now, order });
  return [
    law(
      "5: order, copies and retries of entries change nothing",
      fc.property(arbitraryLedger, moment, fc.infiniteStream(fc.nat(999)), (entries, now, dice) => {
        const mixed = [...entries, ...entries.slice(0, 4)]
          .map((entry) => ({ entry: { ...entry }, rank: dice.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry }) => entry);
        same(read(mixed, now), read(entries, now), "mixed");
      }),
    ),
    law(
      "6: replicas join as a set: associative, commutative, idempotent, and nothing of them is lost",
      fc.property(arbitraryLedger, fc.array(fc.nat(7), { minLength: 12 }), moment, (entries, where, now) => {
        const [a = [], b = [], c = []] = [1, 2, 4].map((bit) => entries.filter((_, i) => ((where[i] ?? 0) & bit) > 0));
        same(mergeEntries(a, b), mergeEntries(b, a), "commutative");
        same(mergeEntries(mergeEntries(a, b), c), mergeEntries(a, mergeEntries(b, c)), "associative");
        same(mergeEntries(mergeEntries(a, b), b), mergeEntries(a, b), "idempotent");
        same(read(mergeEntries(mergeEntries(a, entries), c), now), read(entries, now), "union");
      }),
    ),
    law(
      "7: an id used twice counts once, is named, and may come in any order",
      fc.property(arbitraryLedger, fc.nat(11), fc.integer({ min: 7, max: 9 }), moment, (entries, i, points, now) => {
        const taken = entries[i % entries.length] as PointsEntry;
        const twice: PointsEntry = { type: "earn", id: taken.id, at: taken.at, leaf: taken.leaf, points };
        const reading = read([...entries, twice], now);
        same(read([twice, ...entries], now), reading, "order");
        conserves(reading);
        same(plainPart(reading), readPointsPlainly([...entries, twice], { now, order }), "the plain reading");
        same(
          reading.conflicts.map(({ id, ignored }) => [id, ignored.length]),
          [[taken.id, 1]],
          "named",
        );
      }),
    ),
    law(
      "8: however leaves are grouped into persons, no point is created or lost; grouped as before, all is as before",
      fc.property(arbitraryLedger, owners, moment, (entries, owner, now) => {
        const persons = [0, 1, 2].map((person) => read(ofPerson(entries, owner, person), now));
        for (const person of persons) conserves(person);
        const worth = ({ balance, owed, totals }: PointsReading): number => balance - owed + totals.expired;
        same(sum(persons.map(worth)), worth(read(entries, now)), "worth of all");
        const back = [0, 1, 2].map((person) => ofPerson(entries, owner, person)).reduceRight(mergeEntries, []);
        same(read(back, now), read(entries, now), "merged again");
      }),
    ),
  ];
}

function spendingLaws(order: SpendOrder): readonly Law[] {
  return [
    law(
      "9: a spend that is allowed makes no debt at any instant, and one that is refused would",
      fc.property(arbitraryLedger, moment, fc.integer({ min: 1, max: 9 }), (entries, now, points) => {
        const wish: PointsEntry = { type: "spend", id: "wish", at: now, leaf: "a", points };
        const { balance } = readPoints(entries, { now, order });
        const owes = Array.from({ length: 45 }, (_, i) => i - 2).some(
          (at) => owedAt([...entries, wish], at, order) > owedAt(entries, at, order),
        );
        const spent = spendPoints(entries, { id: "wish", leaf: "a", points }, { now, order });
        same(spent.ok, balance >= points && !owes, `${points} of ${balance}, ${owes ? "a" : "no"} debt`);
        if (spent.ok) same(readPoints([...entries, wish], { now, order }).balance, balance - points, "taken");
      }),
    ),
    law(
      "10: spending, retrying, reversing, ending, merging, splitting, waiting and syncing keep every ledger whole",
      ledgerCommands(order),
    ),
  ];
}

const owedAt = (entries: readonly PointsEntry[], now: EpochMs, order: SpendOrder): number =>
  readPoints(entries, { now, order }).owed;
