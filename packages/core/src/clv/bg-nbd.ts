import type { CustomerHistory } from "./customer-history";
import type { BgNbdModel } from "./fit-bg-nbd";
import { nbdProbabilities } from "./nbd";

/** The chance that a customer is still there. 1 for everybody without a repeat under BG/NBD. */
export function bgNbdAlive(model: BgNbdModel, { frequency, recency, age }: CustomerHistory): number {
  const { r, alpha, a, b } = model.parameters;
  const flips = frequency + earlyFlips(model);
  if (flips === 0) return 1;
  return 1 / (1 + (a / (b + flips - 1)) * Math.exp((r + frequency) * Math.log((alpha + age) / (alpha + recency))));
}

/**
 * The mean number of purchases in the next `periods`. The n-th purchase happens where n fall due and the customer stayed
 * after each one before: a sum of positive terms, where the published form with ₂F₁ is 0/0 at a = 1.
 */
export function bgNbdExpected(model: BgNbdModel, history: CustomerHistory, periods: number): number {
  const { r, alpha, a, b } = model.parameters;
  const stays = b + history.frequency + earlyFlips(model);
  let [sum, due, stayed] = [0, 0, 1];
  for (const [n, chance] of nbdProbabilities(r + history.frequency, alpha + history.age, periods).entries()) {
    if (n > 0) due += stayed;
    if (n > 0) stayed *= (stays + n - 1) / (a + stays + n - 1);
    sum += chance * due;
  }
  return bgNbdAlive(model, history) * sum;
}

/** The chances of 0, 1, 2 … purchases by somebody new within `periods` of the first. */
export function bgNbdCounts(model: BgNbdModel, periods: number): readonly number[] {
  const { r, alpha, a, b } = model.parameters;
  const due = nbdProbabilities(r, alpha, periods);
  const atLeast = [...due];
  for (let n = due.length - 2; n >= 0; n--) atLeast[n] = (due[n] as number) + (atLeast[n + 1] as number);
  let flips = earlyFlips(model);
  let stayed = flips === 1 ? b / (a + b) : 1;
  return due.map((chance, n) => {
    if (n === 0) return 1 - stayed + stayed * chance;
    const gone = stayed * (a / (a + b + flips));
    stayed *= (b + flips) / (a + b + flips);
    flips++;
    return gone * (atLeast[n] as number) + stayed * chance;
  });
}

/** How often a customer may have left before the first repeat. */
const earlyFlips = (model: BgNbdModel): number => (model.kind === "mbg-nbd" ? 1 : 0);
