import { existsSync, readFileSync } from "node:fs";

/** One line of a file by its column names. */
export type CsvRow = Readonly<Record<string, string>>;

/** Where the scoring data lies, beside the repository. */
const FOLDER = new URL("../../../shared/data/scoring/", import.meta.url);

/** A file of the scoring data, or nothing where it is not beside the repository. */
export function readData(name: string): string | undefined {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Reads comma-separated text with double quotes and a header. */
export function readCsv(text: string): readonly CsvRow[] {
  const [header = [], ...rows] = text.trimEnd().split(/\r?\n/).map(cellsOf);
  return rows.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])));
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = ""]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
