/** One line of a file by its column names. */
export type Cells = Readonly<Record<string, string>>;

/** Reads comma-separated text with double quotes and a header. */
export function readCsv(text: string): readonly Cells[] {
  const [header = [], ...lines] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
  return lines.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i] ?? ""])));
}
