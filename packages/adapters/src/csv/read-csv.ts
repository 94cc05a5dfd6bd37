import type { Issue } from "@tributary/core";
import { parse } from "csv-parse/sync";
import { type Line, locate, MAX_LINE_BYTES, splitLines, streamLines } from "../decode/index";

/** One row of a CSV file: its cells in the order of the columns, or why it could not be read. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly issues: readonly Issue[] };

/** What a CSV reader is told about the file. */
export interface CsvShape {
  /** One character; a comma by default. */
  readonly delimiter?: string;
  /** The columns of a file that has no header row. */
  readonly columns?: readonly string[];
}

/** Longest row that quotes may spread over lines. Our choice: beyond it a quote was forgotten. */
const MAX_ROW_LINES = 100;

interface Reader {
  push(line: Line): readonly CsvRow[];
  end(): readonly CsvRow[];
}

/**
 * Reads the rows of a CSV text (RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF or CRLF).
 *
 * The first row given is the header, unless `columns` are told. A row that is ragged or badly quoted is refused alone:
 * reading goes on with the next line, so a forgotten quote never swallows its neighbours. A carriage return alone ends no
 * line, and outside quotes its line is refused.
 *
 * @example
 * readCsv('a,b\n1,"x, y"\n2\n').map((row) => ("cells" in row ? row.cells : row.issues[0]?.code));
 * // => [["a", "b"], ["1", "x, y"], "ragged-row"]
 * @see RFC 4180, Common Format and MIME Type for Comma-Separated Values (CSV) Files
 */
export function readCsv(text: string, shape: CsvShape = {}): readonly CsvRow[] {
  const reader = rowReader(shape);
  return [...splitLines(text).flatMap((line) => reader.push(line)), ...reader.end()];
}

/**
 * Reads the rows of a CSV text that arrives in pieces, cut anywhere, like {@link readCsv}; in constant memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`
 * @example
 * const chunks = (async function* () { yield 'a,b\n1,"x'; yield '\ny"\n'; })();
 * const rows: unknown[] = [];
 * for await (const row of readCsvStream(chunks)) rows.push("cells" in row ? row.cells : row.issues);
 * rows; // => [["a", "b"], ["1", "x\ny"]]
 */
export async function* readCsvStream(
  chunks: AsyncIterable<string>,
  shape: CsvShape = {},
): AsyncGenerator<CsvRow, void, undefined> {
  const reader = rowReader(shape);
  for await (const line of streamLines(chunks)) yield* reader.push(line);
  yield* reader.end();
}

function rowReader({ delimiter = ",", columns }: CsvShape): Reader {
  const waiting: Line[] = [];
  let width = columns?.length;
  const take = (ended: boolean): readonly CsvRow[] => {
    const rows: CsvRow[] = [];
    while (waiting.length > 0) {
      const { used, row } = nextRow(waiting, { delimiter, width, ended });
      if (used === 0) break;
      waiting.splice(0, used);
      rows.push(row);
      if (width === undefined && "cells" in row) width = row.cells.length;
    }
    return rows;
  };
  return {
    push(line) {
      waiting.push(line);
      return take(false);
    },
    end: () => take(true),
  };
}

interface RowContext {
  readonly delimiter: string;
  /** Cells a row must have; not known before the header. */
  readonly width: number | undefined;
  readonly ended: boolean;
}

/** The next row and how many lines it used; no lines where it takes more than there are yet. */
function nextRow(waiting: readonly Line[], context: RowContext): { readonly used: number; readonly row: CsvRow } {
  const { line, text } = waiting[0] as Line;
  const refuse = (code: string, message: string): { used: number; row: CsvRow } => ({
    used: 1,
    row: { line, issues: [locate(code, [], message)] },
  });
  if (text === undefined) return refuse("too-large", `the line is longer than ${MAX_LINE_BYTES} bytes`);
  if (text.trim() === "") return refuse("empty-line", "an empty line holds no row");
  const { lines, quotes } = closeQuotes(waiting);
  if (quotes === "open" && !context.ended) return { used: 0, row: { line, cells: [] } };
  const written = lines.join("\n");
  const cells = quotes === "closed" ? cellsOf(written, context.delimiter) : undefined;
  if (!cells) return refuse("bad-quotes", "a quote is opened and not closed, or stands inside a cell");
  if (hasLoneReturn(written)) {
    return refuse("bad-line-end", "a carriage return stands alone: a line ends with LF or CRLF");
  }
  const { width } = context;
  if (width === undefined || cells.length === width) return { used: lines.length, row: { line, cells } };
  if (lines.length > 1) return refuse("bad-quotes", "the quotes join this line with others into no whole row");
  return refuse("ragged-row", `has ${cells.length} cells where the header has ${width}`);
}

interface Quoted {
  readonly lines: readonly string[];
  /** `open` where another line may close them, `lost` where that is past hope. */
  readonly quotes: "closed" | "open" | "lost";
}

/** The fewest lines from the first one on whose quotes are even. */
function closeQuotes(waiting: readonly Line[]): Quoted {
  const lines: string[] = [];
  let open = false;
  let size = 0;
  for (const { text } of waiting) {
    size += text === undefined ? Number.POSITIVE_INFINITY : text.length;
    if (size > MAX_LINE_BYTES || lines.length === MAX_ROW_LINES) return { lines, quotes: "lost" };
    lines.push(text as string);
    if (text?.includes('"') && text.split('"').length % 2 === 0) open = !open;
    if (!open) return { lines, quotes: "closed" };
  }
  return { lines, quotes: "open" };
}

/** Whether a row has a carriage return outside its quotes. */
const hasLoneReturn = (row: string): boolean => row.includes("\r") && row.replace(/"[^"]*"/g, "").includes("\r");

/** Most rows have no quotes and need no parser; csv-parse is the authority on the others. */
function cellsOf(row: string, delimiter: string): readonly string[] | undefined {
  if (!row.includes('"')) return row.split(delimiter);
  try {
    const rows = parse(row, { delimiter, relax_column_count: true, record_delimiter: "\n" }) as string[][];
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined;
  }
}
