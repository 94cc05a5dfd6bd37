import { type EpochMs, hash53 } from "@tributary/core";
import type { LeadField, LeadRow } from "@tributary/core/lead-model";
import { readCsv } from "./read-csv";

/** What the columns of a file of leads mean, as data a marketer can write. */
export interface LeadFileDescription {
  readonly title: string;
  /** The column that names a lead. */
  readonly id: string;
  /** Won where this column holds this text. */
  readonly won: { readonly field: string; readonly is: string };
  /** What an order is worth; the same for all where a file does not say. */
  readonly valueMinor: number;
  /** Who may not be called. */
  readonly notContactable?: readonly { readonly field: string; readonly is: string; readonly reason: string }[];
  /** The hand-written score the model must not rank below. */
  readonly rule: readonly RuleTerm[];
  readonly fields: readonly LeadField[];
}

/** Points for a text, or for a number: all of them from `cap` up, a part below. */
export type RuleTerm = { readonly field: string; readonly points: number } & (
  | { readonly is: string }
  | { readonly cap: number }
);

/** One lead to learn from or to call. */
export interface FileLead {
  readonly id: string;
  readonly row: LeadRow;
  /** Whether its outcome is known today: then the model learns from it, else it may be called. */
  readonly known: boolean;
  readonly notContactable?: string;
  /** Since when a follow-up has been due. */
  readonly due?: EpochMs;
}

/** Leads of one file, and how to read them. */
export interface LeadFile {
  readonly title: string;
  readonly leads: readonly FileLead[];
  readonly rule: readonly RuleTerm[];
  readonly fields: readonly LeadField[];
  readonly valueMinor: number;
  /** The field with the moment a lead came in, where the file says it. */
  readonly at?: string;
  /** What to know before reading any figure. */
  readonly notes: readonly string[];
}

/**
 * Reads a file of leads that says no dates. Every lead's outcome is known in it, so three in ten, drawn by a hash of their
 * name, play today's leads: the model does not see how they ended, and afterwards that tells how well the list was made.
 */
export function readLeadFile(text: string, description: LeadFileDescription): LeadFile {
  const { title, id, won, valueMinor, notContactable = [], rule, fields } = description;
  const numbers = new Set(fields.flatMap(({ field, kind }) => (kind === "number" ? [field] : [])));
  const leads = readCsv(text).map((cells): FileLead => {
    const name = cells[id];
    if (!name) throw new RangeError(`a lead must have a name in the column ${id}, got ${JSON.stringify(cells)}`);
    const row = Object.fromEntries(fields.map(({ field }) => [field, valueIn(cells[field], numbers.has(field))]));
    const refused = notContactable.find(({ field, is }) => cells[field] === is);
    return {
      id: name,
      row: { ...row, rule: rulePoints(row, rule), won: cells[won.field] === won.is },
      known: hash53(`today/${name}`) % 10 >= 3,
      ...(refused && { notContactable: refused.reason }),
    };
  });
  const notes = [
    "the file says no dates: three leads in ten, drawn by lot, play today's; a later period may look worse",
  ];
  return { title, leads, rule, fields, valueMinor, notes };
}

const valueIn = (text: string | undefined, isNumber: boolean): LeadRow[string] => {
  if (text === undefined || text === "") return null;
  return isNumber ? Number(text) : text;
};

/** The score of a hand-written rule. */
export const rulePoints = (row: LeadRow, rule: readonly RuleTerm[]): number =>
  rule.reduce((sum, term) => sum + pointsOf(row, term), 0);

/** The terms that made most of a rule's score. */
export const ruleReasons = (row: LeadRow, rule: readonly RuleTerm[], most: number): readonly string[] =>
  rule
    .map((term) => ({ said: `${term.field} ${row[term.field]}`, points: pointsOf(row, term) }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ said, points }) => `${said}: ${Math.round(points)}`);

function pointsOf(row: LeadRow, { field, points, ...term }: RuleTerm): number {
  const value = row[field];
  if ("is" in term) return value === term.is ? points : 0;
  return (points * Math.min(typeof value === "number" ? value : 0, term.cap)) / term.cap;
}
