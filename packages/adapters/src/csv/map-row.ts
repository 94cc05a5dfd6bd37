import { type EpochMs, hashHex, type Identifier, type Issue, type Json } from "@tributary/core";
import type { DecodedItem } from "@tributary/core/ports";
import { decodedEvent, locate, type Places, readInstant, readPattern, refusedItem } from "../decode/index";
import type { CsvMapping, CsvProperty } from "./csv-mapping";

/** Every column a mapping reads, once. */
export function mappedColumns({ id = [], type, at, ids, properties = {} }: CsvMapping): readonly string[] {
  const columns = [
    ...id,
    ...(typeof type === "string" ? [] : [type.column]),
    ...("column" in at ? [at.column] : []),
    ...ids.map(({ column }) => column),
    ...Object.values(properties).map(({ column }) => column),
  ];
  return [...new Set(columns)];
}

/** What is said about one row while it is read. */
interface Remarks {
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** A cell by the name of its column; empty where the cell is empty or says so in a declared text. */
type Cell = (column: string) => string;

const remark = (code: string, column: string, message: string): Issue => locate(code, [column], message);

/** Reads rows into events by a checked mapping; remembers the rows it has seen only where repeats are distinct. */
export function rowMapper(mapping: CsvMapping): (cells: readonly string[], columns: readonly string[]) => DecodedItem {
  const seen = new Map<string, number>();
  const empty = new Set(mapping.emptyTexts);
  const plausible = mapping.plausible && {
    from: fixedInstant(mapping.plausible.from),
    to: fixedInstant(mapping.plausible.to),
    otherwise: mapping.plausible.otherwise,
  };
  const fixed = placesOf(mapping);
  return (cells, columns) => {
    const cell: Cell = (column) => {
      const value = cells[columns.indexOf(column)] ?? "";
      return empty.has(value) ? "" : value;
    };
    const said: Remarks = { issues: [], warnings: [] };
    const id = readId(mapping, cells, cell, seen, said);
    const type = readType(mapping, cell, said);
    const at = readAt(mapping, cell, said);
    const ids = readIds(mapping, cell, said);
    const properties = readProperties(mapping, cell, said);
    if (plausible && at !== undefined && !(at >= plausible.from && at < plausible.to)) {
      const column = "column" in mapping.at ? mapping.at.column : "";
      const list = plausible.otherwise === "warn" ? said.warnings : said.issues;
      list.push(remark("implausible-time", column, "lies outside the range this file is declared to keep to"));
    }
    if (said.issues.length > 0 || id === undefined || type === undefined || at === undefined) {
      return refusedItem(said.issues, said.warnings);
    }
    const named = mapping.ids.filter(({ column }) => cell(column) !== "");
    const places = named.map(({ column }, i) => [["ids", i], [column]] as const);
    const event = { id, type, at, ids, properties, source: mapping.source };
    return decodedEvent(event, said.warnings, [...places, ...fixed]);
  };
}

/** The columns of the parts that stand in the same columns in every row. */
function placesOf({ id = [], type, properties = {} }: CsvMapping): Places {
  return [
    [["id"], id.length === 1 ? id : []],
    [["type"], typeof type === "string" ? [] : [type.column]],
    [["ids"], []],
    ...Object.entries(properties).map(([name, { column }]) => [["properties", name], [column]] as const),
  ];
}

function fixedInstant(iso: string): EpochMs {
  const read = readInstant(iso, { format: "iso" });
  if (!read.ok) throw new RangeError(`not an ISO instant: ${iso}`);
  return read.value.at;
}

function readId(
  { id, repeats, source }: CsvMapping,
  cells: readonly string[],
  cell: Cell,
  seen: Map<string, number>,
  { issues }: Remarks,
): string | undefined {
  const empty = (id ?? []).filter((column) => cell(column) === "");
  for (const column of empty) issues.push(remark("empty", column, "is empty and part of the row's id"));
  if (empty.length > 0) return undefined;
  if (id?.length === 1) return cell(id[0] as string);
  const hash = `${source}:${hashHex(JSON.stringify(id?.map(cell) ?? cells))}`;
  if (repeats !== "distinct") return hash;
  const times = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, times);
  return times === 1 ? hash : `${hash}#${times}`;
}

function readType({ type }: CsvMapping, cell: Cell, { issues }: Remarks): string | undefined {
  if (typeof type === "string") return type;
  const written = cell(type.column);
  if (Object.hasOwn(type.values, written)) return type.values[written];
  const known = Object.keys(type.values).join(", ");
  issues.push(remark("unknown-type", type.column, `${JSON.stringify(written.slice(0, 80))} is none of ${known}`));
  return undefined;
}

function readAt({ at }: CsvMapping, cell: Cell, { issues, warnings }: Remarks): EpochMs | undefined {
  if ("fixed" in at) return fixedInstant(at.fixed);
  const read = "pattern" in at ? readPattern(cell(at.column), at) : readInstant(cell(at.column), at);
  if (!read.ok) {
    issues.push(remark("bad-time", at.column, read.error));
    return undefined;
  }
  const { local } = read.value;
  if (local === "gap") warnings.push(remark("local-time-gap", at.column, "was skipped by the clock; read as later"));
  if (local === "overlap") warnings.push(remark("local-time-overlap", at.column, "came twice; read as the earlier"));
  return read.value.at;
}

function readIds({ ids }: CsvMapping, cell: Cell, { issues, warnings }: Remarks): readonly Identifier[] {
  const found: Identifier[] = [];
  for (const { column, type, scope, expected } of ids) {
    const value = cell(column);
    if (value !== "") found.push(scope === undefined ? { type, value } : { type, scope, value });
    else if (expected) warnings.push(remark("empty", column, `is empty where a ${type} was expected`));
  }
  if (found.length === 0) issues.push(locate("no-identifier", [], "the row names nobody"));
  return found;
}

function readProperties(
  { properties = {} }: CsvMapping,
  cell: Cell,
  { issues, warnings }: Remarks,
): Record<string, Json> {
  const read: Record<string, Json> = {};
  for (const [name, property] of Object.entries(properties)) {
    const { column, type, empty = "absent", zero } = property;
    const written = cell(column);
    if (written === "") {
      if (empty !== "absent") (empty === "warn" ? warnings : issues).push(remark("empty", column, "is empty"));
      continue;
    }
    const value = readValue(written, property);
    if (value === undefined) issues.push(remark("bad-value", column, `is no ${type}`));
    else read[name] = value;
    if (value === 0 && zero) warnings.push(remark("zero", column, "is zero"));
  }
  return read;
}

function readValue(written: string, { type, decimals = 2 }: CsvProperty): Json | undefined {
  if (type === "string") return written;
  if (type === "boolean")
    return written === "true" || written === "1" || (written === "false" || written === "0" ? false : undefined);
  if (type === "money") return minorUnits(written, decimals);
  const value = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(written) ? Number(written) : Number.NaN;
  const fits = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  return fits ? value : undefined;
}

/** Reads a decimal amount by its digits, so that no binary fraction comes near money. */
function minorUnits(written: string, decimals: number): number | undefined {
  const match = written.length > 32 ? null : /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(written);
  if (!match || (match[3] ?? "").length > decimals) return undefined;
  const value = Number(`${match[2]}${(match[3] ?? "").padEnd(decimals, "0")}`);
  if (!Number.isSafeInteger(value)) return undefined;
  return match[1] === "-" && value !== 0 ? -value : value;
}
