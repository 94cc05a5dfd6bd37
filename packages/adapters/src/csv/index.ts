/** CSV with a declared mapping: rows become events or located refusals. */
export { checkCsvMapping } from "./check-csv-mapping";
export type { CsvAt, CsvIdentifier, CsvMapping, CsvProperty, CsvType } from "./csv-mapping";
export { decodeCsv, decodeCsvStream } from "./decode-csv";
export { type CsvRow, type CsvShape, readCsv, readCsvStream } from "./read-csv";
