import { DefinitionError, type Issue, isHostileKey, nearestName } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import { locate, refusedItem } from "../decode/index";
import { checkCsvMapping } from "./check-csv-mapping";
import type { CsvMapping } from "./csv-mapping";
import { mappedColumns, rowMapper } from "./map-row";
import { type CsvRow, readCsv, readCsvStream } from "./read-csv";

/**
 * Decodes a CSV text by a declared mapping: one item per row, the header row aside.
 *
 * A header without the mapped columns, or with a hostile one, is refused and every row after it.
 *
 * @throws DefinitionError when the mapping is not one
 * @example
 * const mapping: CsvMapping = {
 *   source: "shop", type: "orderPlaced", id: ["order"], at: { column: "at", format: "epochSeconds" },
 *   ids: [{ column: "user", type: "userId" }],
 *   properties: { amountMinor: { column: "price", type: "money", zero: "warn" } },
 * };
 * const [row] = decodeCsv("order,user,at,price\no1,u1,1760000000,0.00\n", mapping);
 * row?.result.ok ? row.result.value.properties : row; // => { amountMinor: 0 }
 * row?.warnings.map(({ code, pointer }) => [code, pointer]); // => [["zero", "/price"]]
 */
export function decodeCsv(text: string, mapping: CsvMapping): readonly Decoded[] {
  return readCsv(text, mapping).flatMap(rowDecoder(mapping));
}

/**
 * Decodes a CSV text that arrives in pieces, cut anywhere, like {@link decodeCsv}; in constant memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`
 * @throws DefinitionError when the mapping is not one
 * @example
 * const mapping: CsvMapping = {
 *   source: "shop", type: "orderPlaced", at: { column: "at", format: "epochSeconds" },
 *   ids: [{ column: "user", type: "userId" }],
 * };
 * const chunks = (async function* () { yield "user,at\nu1,17600"; yield "00000\n,1760000000\n"; })();
 * const read: unknown[] = [];
 * for await (const { line, result } of decodeCsvStream(chunks, mapping)) read.push([line, result.ok || result.error[0]?.code]);
 * read; // => [[2, true], [3, "no-identifier"]]
 */
export async function* decodeCsvStream(
  chunks: AsyncIterable<string>,
  mapping: CsvMapping,
): AsyncGenerator<Decoded, void, undefined> {
  const decode = rowDecoder(mapping);
  for await (const row of readCsvStream(chunks, mapping)) yield* decode(row);
}

function rowDecoder(mapping: CsvMapping): (row: CsvRow) => readonly Decoded[] {
  const checked = checkCsvMapping(mapping);
  if (!checked.ok) throw new DefinitionError("the CSV mapping", checked.error);
  const mapRow = rowMapper(mapping);
  let columns = mapping.columns;
  let issues = columns ? checkColumns(columns, mapping) : [];
  return (row) => {
    const { line } = row;
    if ("issues" in row) return [{ line, ...refusedItem(row.issues) }];
    if (columns && issues.length > 0) return [{ line, ...refusedItem([BAD_HEADER]) }];
    if (columns) return [{ line, ...mapRow(row.cells, columns) }];
    columns = row.cells;
    issues = checkColumns(columns, mapping);
    return issues.length === 0 ? [] : [{ line, ...refusedItem(issues) }];
  };
}

const BAD_HEADER: Issue = locate("bad-header", [], "the header of this file was refused");

/** No hostile column, and every mapped one there exactly once. */
function checkColumns(columns: readonly string[], mapping: CsvMapping): readonly Issue[] {
  const hostile = columns
    .filter(isHostileKey)
    .map((column) => locate("hostile-key", [], `the column ${JSON.stringify(column)} is refused`));
  const wrong = mappedColumns(mapping).flatMap((column) => {
    const found = columns.filter((name) => name === column).length;
    const name = `the column ${JSON.stringify(column)}`;
    if (found > 1) return locate("duplicate-column", [], `${name} is there more than once`);
    return found === 1 ? [] : locate("missing-column", [], `${name} is missing`, nearestName(column, columns));
  });
  return [...hostile, ...wrong];
}
