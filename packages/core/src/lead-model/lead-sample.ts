import { byCodeUnit, DefinitionError, type EpochMs, type Issue, isEpochMs, issueAt } from "../model";
import type { LeadField, LeadModelSpec } from "./lead-spec";

/** What a field of a lead may hold; `null` and an absent member are missing values. */
export type LeadValue = string | number | boolean | null | undefined;

/** One lead as a host has it: its fields by name. */
export type LeadRow = Readonly<Record<string, LeadValue>>;

/** Checked rows in an order of their own: by moment, then by content, so that the order they came in cannot matter. */
export interface LeadSample {
  readonly rows: readonly LeadRow[];
  readonly won: Uint8Array;
  /** Empty where the spec names no `at`. */
  readonly at: readonly EpochMs[];
}

/** Most mistakes told of rows at once. Our choice. */
const MAX_ISSUES = 100;

/** What a row is read by: a spec's or a model's names and kinds. */
export interface RowNames {
  readonly label: string;
  readonly at?: string;
  readonly rule?: string;
  readonly fields: readonly { readonly field: string; readonly kind: LeadField["kind"] }[];
}

/** The value a row has of its own; never one of a prototype. */
export const valueIn = (row: LeadRow, field: string): LeadValue => (Object.hasOwn(row, field) ? row[field] : undefined);

/**
 * Checks labelled rows and brings them into an order that depends on their content alone.
 *
 * @throws DefinitionError with every mistake, at most 100, each with its row and field
 */
export function sampleLeads(rows: readonly LeadRow[], names: RowNames): LeadSample {
  const issues: Issue[] = [];
  for (let i = 0; i < rows.length && issues.length < MAX_ISSUES; i++) issues.push(...mistakesIn(rows[i], i, names));
  if (issues.length > 0) throw new DefinitionError("lead rows", issues.slice(0, MAX_ISSUES));
  const { label, at, rule } = names;
  const fields = [...[at, label, rule].filter((name) => name !== undefined), ...names.fields.map(({ field }) => field)];
  const sorted = [...rows].sort((a, b) => byContent(a, b, fields));
  return {
    rows: sorted,
    won: Uint8Array.from(sorted, (row) => (wonIn(row, label) ? 1 : 0)),
    at: at === undefined ? [] : sorted.map((row) => valueIn(row, at) as EpochMs),
  };
}

/** Compares two rows field by field, missing before numbers before texts; only rows that say the same are equal. */
function byContent(a: LeadRow, b: LeadRow, fields: readonly string[]): number {
  for (const field of fields) {
    const x = comparable(a, field);
    const y = comparable(b, field);
    if (x === y) continue;
    if (typeof x === "number" && typeof y === "number") return x - y;
    if (typeof x === "string" && typeof y === "string") return byCodeUnit(x, y);
    return rankOf(x) - rankOf(y);
  }
  return 0;
}

/** Flags compare as 0 and 1, which a label may be written as, too. */
function comparable(row: LeadRow, field: string): string | number | undefined {
  const value = valueIn(row, field) ?? undefined;
  return typeof value === "boolean" ? Number(value) : value;
}

const rankOf = (value: string | number | undefined): number =>
  value === undefined ? 0 : typeof value === "number" ? 1 : 2;

/** Throws where a row without its outcome cannot be scored, naming the field. */
export function requireLead(row: LeadRow, names: Pick<RowNames, "rule" | "fields">): void {
  const [first] = fieldMistakes(row, [], names);
  if (first) throw new RangeError(`${first.pointer.slice(1)} ${first.message}`);
}

const wonIn = (row: LeadRow, label: string): boolean => row[label] === true || row[label] === 1;

function mistakesIn(row: LeadRow | undefined, i: number, names: RowNames): Issue[] {
  if (typeof row !== "object" || row === null) return [issueAt("not-a-row", [i], "must be an object of fields")];
  const issues = fieldMistakes(row, [i], names);
  const { label, at } = names;
  const won = valueIn(row, label);
  if (won !== true && won !== false && won !== 0 && won !== 1) {
    issues.push(issueAt("bad-label", [i, label], `must be true, false, 1 or 0, got ${show(won)}`));
  }
  if (at !== undefined && !isEpochMs(valueIn(row, at))) {
    issues.push(issueAt("bad-instant", [i, at], `must be epoch milliseconds, got ${show(valueIn(row, at))}`));
  }
  return issues;
}

function fieldMistakes(row: LeadRow, path: readonly PropertyKey[], names: Pick<RowNames, "rule" | "fields">): Issue[] {
  const issues: Issue[] = [];
  const { rule, fields } = names;
  if (rule !== undefined && !Number.isFinite(valueIn(row, rule))) {
    issues.push(issueAt("bad-rule-score", [...path, rule], `must be a finite number, got ${show(valueIn(row, rule))}`));
  }
  for (const { field, kind } of fields) {
    const value = valueIn(row, field);
    if (value === undefined || value === null) continue;
    const fits = kind === "number" ? Number.isFinite(value) : typeof value === (kind === "flag" ? "boolean" : "string");
    if (!fits) issues.push(issueAt("bad-value", [...path, field], `must be ${WANTED[kind]}, got ${show(value)}`));
  }
  return issues;
}

const WANTED: Readonly<Record<LeadField["kind"], string>> = {
  number: "a finite number",
  flag: "true or false",
  category: "a text",
  calendar: "a text",
};

const show = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : String(value));

/** The names a spec reads rows by. */
export const namesIn = ({ label, at, rule, fields }: LeadModelSpec): RowNames => ({
  label,
  fields,
  ...(at !== undefined && { at }),
  ...(rule !== undefined && { rule }),
});
