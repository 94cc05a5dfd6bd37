/** Our choice: a horizon so far that more purchases than this would have to be told apart is refused. */
const MAX_COUNT = 1_000_000;

/**
 * The chances of 0, 1, 2 … purchases within a time by somebody who stays: Poisson at a rate drawn from a gamma
 * distribution, that is negative binomial. Ends where what is left matters to no mean.
 *
 * @param shape of the gamma distribution
 * @param rate of the gamma distribution, in the unit of `time`
 * @throws RangeError when the horizon is so far that a million purchases could happen
 * @see A. Ehrenberg, The pattern of consumer purchases (1959)
 */
export function nbdProbabilities(shape: number, rate: number, time: number): readonly number[] {
  const odds = time / (rate + time);
  const chances: number[] = [];
  let log = shape * Math.log(rate / (rate + time));
  let mean = 0;
  for (let k = 0; k < MAX_COUNT; k++) {
    const chance = Math.exp(log);
    chances.push(chance);
    mean += k * chance;
    const ratio = ((shape + k) / (k + 1)) * odds;
    const most = Math.max(ratio, odds);
    if (ratio < 1 && chance * (k + 2) * most <= 1e-17 * mean * (1 - most) ** 2) return chances;
    if (odds === 0) return chances;
    log += Math.log(ratio);
  }
  throw new RangeError(`the horizon must be nearer: ${time} against a rate of ${rate} allows a million purchases`);
}
