import type { InstantFormat } from "../decode/index";

/** The event type of a row: one for all rows, or told by a column whose every value is listed. */
export type CsvType = string | { readonly column: string; readonly values: Readonly<Record<string, string>> };

/** When a row happened: a column in a declared format or by a date-fns pattern such as `yyyy/M/d H:mm`, or one ISO instant for rows that say nothing about time. */
export type CsvAt =
  | { readonly column: string; readonly format: InstantFormat; readonly zone?: string }
  | { readonly column: string; readonly pattern: string; readonly zone: string }
  | { readonly fixed: string };

/** A column that holds an identifier; an empty cell is no identifier. */
export interface CsvIdentifier {
  readonly column: string;
  readonly type: string;
  readonly scope?: string;
  /** Warn where the cell is empty. */
  readonly expected?: boolean;
}

/** A column that becomes a property. */
export interface CsvProperty {
  readonly column: string;
  /** `money` is a decimal amount that becomes an integer of minor units: `"19.90"` with 2 decimals is 1990. */
  readonly type: "string" | "number" | "integer" | "boolean" | "money";
  /** Decimals of the currency, from 0 to 6; 2 by default. More non-zero decimals than that are refused, not rounded. */
  readonly decimals?: number;
  /** What an empty cell means: the property is absent (the default), absent with a warning, or the row is refused. */
  readonly empty?: "absent" | "warn" | "refuse";
  /** Warn where a number is zero, as prices and quantities seldom are. */
  readonly zero?: "warn";
}

/** How the rows of one CSV file become events: declared data, which nothing guesses around. */
export interface CsvMapping {
  /** Names the stream on every event. */
  readonly source: string;
  /** One character; a comma by default. */
  readonly delimiter?: string;
  /** The columns of a file that has no header row. */
  readonly columns?: readonly string[];
  /** Texts that mean an empty cell, such as `"NULL"`. */
  readonly emptyTexts?: readonly string[];
  /**
   * Columns that identify a row: the value of one, or the hash of several. Without it the event id is the hash of the
   * whole row, so equal rows are duplicates of one event.
   */
  readonly id?: readonly string[];
  /**
   * `distinct` counts equal rows, so that each is an event of its own, whatever their order; it keeps one hash per row in
   * memory. `duplicate` is the default.
   */
  readonly repeats?: "duplicate" | "distinct";
  readonly type: CsvType;
  readonly at: CsvAt;
  readonly ids: readonly CsvIdentifier[];
  /** Property names and where they come from. */
  readonly properties?: Readonly<Record<string, CsvProperty>>;
  /** ISO instants `[from, to)` the file should keep to; a row outside is warned about or refused. */
  readonly plausible?: { readonly from: string; readonly to: string; readonly otherwise: "warn" | "refuse" };
}
