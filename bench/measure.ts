/** One measured figure: `ratio` above 1 means ours is better. */
export interface Figure {
  readonly bench: string;
  readonly size: number;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  readonly ratio: number;
  readonly unit: string;
}

/** Prints one figure as one JSON line, rounded to four significant digits. */
export function print(figure: Figure): void {
  const digits = (n: number): number => Number(n.toPrecision(4));
  const { ours, theirs, ratio } = figure;
  console.log(JSON.stringify({ ...figure, ours: digits(ours), theirs: digits(theirs), ratio: digits(ratio) }));
}

/** Says something beside the figures, where it is in nobody's way who reads them. */
export const remark = (text: string): void => console.error(`  ${text}`);

/** CPU milliseconds (user + system) that `work` took in this process. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The middle value; of an even number, the lower middle. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] as number;

/** Something to run against others on the same input. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
  /** Runs only every n-th round and on `share` of the work, for peers a hundred times slower. */
  readonly share?: number;
}

/**
 * Times contenders in interleaved rounds and returns the median CPU milliseconds of each, scaled to the whole work.
 * Compare answers before calling this.
 */
export async function race(contenders: readonly Contender[], rounds: number): Promise<ReadonlyMap<string, number>> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run, share = 1 } of contenders) {
      const ms = (await cpuMs(run)) / share;
      if (round > 0 || rounds === 1) times.get(name)?.push(ms); // the first round warms up
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

/** The exponent b of cost ≈ a·size^b by least squares on logarithms. */
export function growthExponent(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ cost }) => Math.log(cost));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const slope = xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] as number) - my), 0);
  return slope / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}
