import { existsSync, readFileSync } from "node:fs";
import { readCsv } from "@tributary/adapters/csv";

const DATA = new URL("../../../shared/data/events/", import.meta.url);

/** A row by its columns. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a CSV file among the real data, or nothing where it is not beside the repository. */
export function rowsOf(path: string): readonly Row[] | undefined {
  const file = new URL(path, DATA);
  if (!existsSync(file)) return undefined;
  const [header, ...rows] = readCsv(readFileSync(file, "utf8"));
  if (!header || !("cells" in header)) throw new Error(`${path} has no header`);
  return rows.map((row) => {
    if (!("cells" in row)) throw new Error(`${path}, line ${row.line}: ${row.issues[0]?.message}`);
    return Object.fromEntries(header.cells.map((column, i) => [column, row.cells[i] ?? ""]));
  });
}
