import { byCodeUnit, type Label } from "../model";
import { binOf, cutBins, type FieldValue, type WoeBin } from "./cut-bins";
import type { LeadValue } from "./lead-sample";
import type { BinOptions, LeadField, LeadModelKind, NumberEncoding } from "./lead-spec";

/** How one column is read from a field's value. */
export type Encoding =
  /** Standardised by what training saw and clipped at ±5; squared; the same of sign · log1p. 0 where missing. */
  | { readonly encoding: Exclude<NumberEncoding, "woe">; readonly mean: number; readonly deviation: number }
  /** Standardised and not clipped, so that the ranking stays what it is. */
  | { readonly encoding: "score"; readonly mean: number; readonly deviation: number }
  /** 1 where missing. */
  | { readonly encoding: "missing" }
  /** 1 for this text, or a flag that is set. */
  | { readonly encoding: "is"; readonly value: string }
  /** The weight of evidence of its bin, 0 for a value never seen. */
  | { readonly encoding: "woe" };

/** A field as training saw it: how to read it, and the columns it becomes. */
export interface EncodedField<Column extends Encoding = Encoding> {
  readonly field: string;
  readonly kind: LeadField["kind"];
  readonly label?: Label;
  readonly missing?: readonly string[];
  readonly bins?: readonly WoeBin[];
  readonly columns: readonly Column[];
}

/** Standardised numbers are clipped here, so that no outlier speaks louder than five deviations. */
const CLIP = 5;

/** Reads a field's value: flags as text, texts that mean "not chosen" as missing. */
export function readValue(value: LeadValue, field: Pick<EncodedField, "missing">): FieldValue {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "boolean") return String(value);
  return typeof value === "string" && field.missing?.includes(value) ? undefined : value;
}

/** Learns from training values how a field is encoded. */
export function encodeField(
  field: LeadField,
  values: readonly FieldValue[],
  won: ArrayLike<number>,
  options: { readonly kind: LeadModelKind; readonly minRows: number; readonly bins: BinOptions },
): EncodedField {
  const { kind, minRows } = options;
  const wanted = field.kind === "number" ? (field.encodings ?? ["standard", "square"]) : ["is"];
  const columns: Encoding[] = [];
  if (kind !== "scorecard") {
    if (field.kind === "number")
      columns.push(...numberColumns(values as (number | undefined)[], wanted as NumberEncoding[]));
    else columns.push(...textColumns(values as (string | undefined)[], field.kind, minRows));
    if (values.filter((value) => value === undefined).length >= minRows) columns.push({ encoding: "missing" });
  }
  const weighed = kind !== "ridge" || wanted.includes("woe");
  const bins = weighed ? cutBins(values, won, options.bins) : [];
  if (bins.length > 1) columns.push({ encoding: "woe" });
  return {
    field: field.field,
    kind: field.kind,
    ...(field.label && { label: field.label }),
    ...("missing" in field && field.missing && { missing: field.missing }),
    ...(bins.length > 1 && { bins }),
    columns,
  };
}

function numberColumns(values: readonly (number | undefined)[], wanted: readonly NumberEncoding[]): Encoding[] {
  const known = Float64Array.from(values.filter((value) => value !== undefined));
  return wanted.flatMap((encoding): Encoding[] => {
    if (encoding === "woe") return [];
    const scaled = encoding.startsWith("log") ? known.map(signedLog) : known;
    const mean = meanOf(scaled);
    const deviation = Math.sqrt(meanOf(scaled.map((value) => (value - mean) ** 2)));
    return deviation > 0 && Number.isFinite(deviation) ? [{ encoding, mean, deviation }] : [];
  });
}

function textColumns(values: readonly (string | undefined)[], kind: LeadField["kind"], minRows: number): Encoding[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([value, count]) => count >= minRows && !(kind === "flag" && value === "false"))
    .map(([value]): Encoding => ({ encoding: "is", value }))
    .sort((a, b) => byCodeUnit("value" in a ? String(a.value) : "", "value" in b ? String(b.value) : ""));
}

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** What a column holds for a value. */
export function columnOf(encoding: Encoding, value: FieldValue, { bins = [] }: Pick<EncodedField, "bins">): number {
  switch (encoding.encoding) {
    case "missing":
      return value === undefined ? 1 : 0;
    case "is":
      return value === encoding.value ? 1 : 0;
    case "woe":
      return binOf(value, bins)?.woe ?? 0;
    case "score":
      return ((value as number) - encoding.mean) / encoding.deviation;
    default: {
      if (typeof value !== "number") return 0;
      const scaled = encoding.encoding.startsWith("log") ? signedLog(value) : value;
      const standard = Math.max(-CLIP, Math.min(CLIP, (scaled - encoding.mean) / encoding.deviation));
      return encoding.encoding === "square" || encoding.encoding === "logSquare" ? standard * standard : standard;
    }
  }
}
