import type { FieldValue } from "./cut-bins";
import { columnOf, type EncodedField, type Encoding } from "./encode-field";
import type { Design } from "./fit-ridge";

/** A product of one column of each of two fields, told by their places among the fields. */
export interface PairColumn {
  readonly left: Encoding;
  readonly right: Encoding;
}

/** Two fields that say more together than each by itself, and the products of their columns. */
export interface EncodedPair<Column extends PairColumn = PairColumn> {
  readonly of: readonly [number, number];
  readonly columns: readonly Column[];
}

/** One value of each lead for a field, encoded. */
export function readColumn(
  encoding: Encoding,
  values: readonly FieldValue[],
  field: Pick<EncodedField, "bins">,
): Float64Array {
  const columns = new Float64Array(values.length);
  for (let i = 0; i < columns.length; i++) columns[i] = columnOf(encoding, values[i], field);
  return columns;
}

/** The columns of a pair that are not 0 in as many rows as any column needs. */
export function encodePair(
  of: readonly [number, number],
  encoded: readonly EncodedField[],
  read: (field: number, encoding: Encoding) => Float64Array,
  minRows: number,
): EncodedPair {
  const [a, b] = of;
  const columns = (encoded[a]?.columns ?? []).filter(multiplies).flatMap((left) =>
    (encoded[b]?.columns ?? []).filter(multiplies).flatMap((right) => {
      const product = multiplied(read(a, left), read(b, right));
      return product.reduce((count, value) => (value === 0 ? count : count + 1), 0) >= minRows ? [{ left, right }] : [];
    }),
  );
  return { of, columns };
}

/** Squares and weights of bins are not multiplied: they are shapes of one field. */
const multiplies = ({ encoding }: Encoding): boolean => ["standard", "log", "is", "missing"].includes(encoding);

export const multiplied = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, i) => value * (b[i] as number));

/** Rows of columns, the intercept first; what is 0 is left out. */
export function designOf(columns: readonly Float64Array[], rows: number): Design {
  const starts = new Int32Array(rows + 1);
  for (let i = 0; i < rows; i++) {
    let filled = 1;
    for (const column of columns) if (column[i] !== 0) filled++;
    starts[i + 1] = (starts[i] as number) + filled;
  }
  const [column, value] = [new Int32Array(starts[rows] as number), new Float64Array(starts[rows] as number)];
  for (let i = 0, k = 0; i < rows; i++) {
    value[k++] = 1;
    for (let j = 0; j < columns.length; j++) {
      const read = (columns[j] as Float64Array)[i] as number;
      if (read === 0) continue;
      column[k] = j + 1;
      value[k++] = read;
    }
  }
  return { rows, columns: columns.length + 1, starts, column, value };
}
