import type { FittedColumn, LeadModel, LeadRow } from "@tributary/core/lead-model";

/** The columns of a model without pairs, read from its JSON alone: numbers, their squares, texts. */
export function columnsOf(
  { fields }: LeadModel,
  rows: readonly LeadRow[],
): { columns: readonly Float64Array[]; won: Float64Array } {
  const columns = fields.flatMap(({ field, columns }) =>
    columns.map((column) => Float64Array.from(rows, (row) => read(column, row[field]))),
  );
  return { columns, won: Float64Array.from(rows, ({ won }) => Number(won)) };
}

function read(column: FittedColumn, value: LeadRow[string]): number {
  if (column.encoding === "is") return value === column.value ? 1 : 0;
  if (column.encoding !== "standard" && column.encoding !== "square")
    throw new Error(`no column is ${column.encoding}`);
  const standard = Math.max(-5, Math.min(5, (Number(value) - column.mean) / column.deviation));
  return column.encoding === "square" ? standard ** 2 : standard;
}

/** Ridge logistic regression by full Newton steps on dense columns, solved by Gauss elimination; the intercept first. */
export function denseNewton(columns: readonly Float64Array[], won: Float64Array, lambda: number): Float64Array {
  const all = [new Float64Array(won.length).fill(1), ...columns];
  const beta = new Float64Array(all.length);
  for (let step = 0; step < 12; step++) {
    const odds = new Float64Array(won.length);
    all.forEach((column, j) => {
      for (let i = 0; i < odds.length; i++) odds[i]! += (beta[j] as number) * (column[i] as number);
    });
    const p = odds.map((one) => 1 / (1 + Math.exp(-one)));
    const system = all.map((column, j) => {
      const weighted = column.map((x, i) => x * (p[i] as number) * (1 - (p[i] as number)));
      const line = all.map((other) => dot(weighted, other));
      if (j > 0) line[j]! += lambda;
      const gradient = dot(column, won) - dot(column, p) - (j > 0 ? lambda * (beta[j] as number) : 0);
      return [...line, gradient];
    });
    const change = eliminate(system);
    change.forEach((value, j) => {
      beta[j]! += value;
    });
    if (Math.max(...change.map(Math.abs)) < 1e-8) break;
  }
  return beta;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Solves a system whose lines end with their right side, which it overwrites. */
function eliminate(lines: number[][]): number[] {
  const n = lines.length;
  for (let j = 0; j < n; j++) {
    const pivot = lines[j] as number[];
    for (let i = j + 1; i < n; i++) {
      const line = lines[i] as number[];
      const factor = (line[j] as number) / (pivot[j] as number);
      for (let k = j; k <= n; k++) line[k]! -= factor * (pivot[k] as number);
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const line = lines[i] as number[];
    let sum = line[n] as number;
    for (let k = i + 1; k < n; k++) sum -= (line[k] as number) * (x[k] as number);
    x[i] = sum / (line[i] as number);
  }
  return x;
}
