import type { PointsReading } from "../loyalty";
import { claim, same } from "./identity-reading";
import type { PlainPoints } from "./loyalty-reference";

/** What a reading says that the plain reading says too. */
export function plainPart({ balance, owed, lots, spends, totals }: PointsReading): PlainPoints {
  const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
  return {
    balance,
    owed,
    expired: totals.expired,
    left: lots.map(({ id, left }) => [id, left] as const).sort(byName),
    owing: spends
      .filter((one) => one.owed > 0)
      .map((one) => [one.id, one.owed] as const)
      .sort(byName),
  };
}

/** No point is created or lost, and no balance is below zero. */
export function conserves({ balance, owed, lots, expiring, spends, history, totals }: PointsReading): void {
  const { earned, adjusted, spent, expired, earnReversed, spendReversed } = totals;
  same(balance - owed, earned + adjusted - spent - expired - earnReversed + spendReversed, "created or lost");
  claim(balance >= 0 && owed >= 0 && (balance === 0 || owed === 0), `balance ${balance} while ${owed} is owed`);
  claim(
    lots.every(({ left }) => left > 0),
    "an empty lot",
  );
  same(sum(lots.map(({ left }) => left)), balance, "lots");
  same(
    sum(lots.filter((lot) => "expiresAt" in lot).map(({ left }) => left)),
    sum(expiring.map((one) => one.points)),
    "due",
  );
  same(sum(spends.map((one) => one.owed)), owed, "debts");
  for (const one of spends) same(one.points, one.owed + sum(one.from.map(({ points }) => points)), `spend ${one.id}`);
  same(sum(history.map(({ points }) => points)), balance - owed, "history");
  const last = history[history.length - 1];
  if (last) same([last.balance, last.owed], [balance, owed], "the last line");
}

/** Adds up. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
