import type { CustomerHistory } from "@tributary/core/clv";

/** What the plain way finds, and how often it asked for the likelihood. */
export interface PlainFit {
  readonly parameters: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };
  readonly logLikelihood: number;
  readonly evaluations: number;
}

/** BG/NBD as one writes it down first: customer by customer, no gradient. */
export function plainFit(histories: readonly CustomerHistory[]): PlainFit {
  let evaluations = 0;
  const loss = (logs: readonly number[]): number => {
    evaluations++;
    const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
    let sum = 0;
    for (const { frequency: x, recency, age } of histories) {
      const a1 = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
      const a2 = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
      const a3 = -(r + x) * Math.log(alpha + age);
      const a4 = x === 0 ? -Infinity : Math.log(a) - Math.log(b + x - 1) - (r + x) * Math.log(alpha + recency);
      const most = Math.max(a3, a4);
      sum -= a1 + a2 + most + Math.log(Math.exp(a3 - most) + Math.exp(a4 - most));
    }
    return sum / histories.length;
  };
  const { at, value } = nelderMead(loss, [0, 0, 0, 0]);
  const [r, alpha, a, b] = at.map(Math.exp) as [number, number, number, number];
  return { parameters: { r, alpha, a, b }, logLikelihood: -value * histories.length, evaluations };
}

/** Stirling's series after a recurrence. */
function logGamma(x: number): number {
  let [z, below] = [x, 0];
  for (; z < 10; z++) below += Math.log(z);
  const y = 1 / (z * z);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y / 1680))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - below;
}

interface Vertex {
  readonly at: readonly number[];
  readonly value: number;
}

/** @see J. Nelder and R. Mead, A simplex method for function minimization (1965) */
function nelderMead(valueAt: (x: readonly number[]) => number, start: readonly number[]): Vertex {
  const vertex = (at: readonly number[]): Vertex => ({ at, value: valueAt(at) });
  let simplex = [start, ...start.map((_, i) => start.map((v, j) => (i === j ? v + 0.5 : v)))].map(vertex);
  for (let step = 0; step < 5_000; step++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0] as Vertex, simplex.at(-1) as Vertex];
    const spread = Math.max(...simplex.flatMap(({ at }) => at.map((v, i) => Math.abs(v - (best.at[i] as number)))));
    if (worst.value - best.value < 1e-10 && spread < 1e-5) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] as number), 0) / others.length);
    const along = (size: number): Vertex => vertex(centre.map((c, i) => c + size * (c - (worst.at[i] as number))));
    const mirrored = along(1);
    const farther = mirrored.value < best.value ? along(2) : undefined;
    const inside = mirrored.value >= (others.at(-1) as Vertex).value;
    const nearer = inside ? along(mirrored.value < worst.value ? 0.5 : -0.5) : undefined;
    const next = farther && farther.value < mirrored.value ? farther : (nearer ?? mirrored);
    simplex =
      next.value < Math.min(worst.value, mirrored.value + (nearer ? 0 : 1))
        ? [...others, next]
        : [best, ...simplex.slice(1).map(({ at }) => vertex(at.map((v, i) => (v + (best.at[i] as number)) / 2)))];
  }
  return simplex.reduce((best, one) => (one.value < best.value ? one : best));
}
