import type { Decoded, DecodedItem } from "@tributary/core/ports";
import { refusedItem } from "./decoded-event";
import { duplicateKey, type ExactJson, readExactJson } from "./exact-json";
import { locate } from "./locate";
import { type Line, MAX_LINE_BYTES, splitLines, streamLines } from "./split-lines";

/** Reads one record into one item, or several where the record is a batch. */
export type DecodeRecord = (record: unknown) => readonly DecodedItem[];

/**
 * Decodes JSON: parsed records, a text with one array, or a text with one record (or array) per line.
 *
 * A text that begins as an array but is none is read by lines, so that one bad character costs one line. A record with a
 * member that is named twice is refused, since nobody can know which is meant.
 *
 * @example
 * const none: DecodeRecord = () => [refusedItem([])];
 * decodeJson('{"a":1}\n[2,3]', none).map(({ line, index }) => [line, index]); // => [[1, undefined], [2, 0], [2, 1]]
 */
export function decodeJson(input: string | readonly unknown[], decode: DecodeRecord): readonly Decoded[] {
  if (typeof input !== "string") return place(decodeAll(input, decode), {});
  const whole = /^\ufeff?\s*\[/.test(input) ? readExactJson(input.replace(/^\ufeff/, "")) : undefined;
  if (whole?.ok && input.trimEnd().includes("\n")) return place(decodeExact(whole.value, decode), {});
  return splitLines(input).flatMap((line) => decodeLine(line, decode));
}

/**
 * Decodes JSON lines that arrive in pieces of text, cut anywhere; holds one line in memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`
 * @example
 * const none: DecodeRecord = () => [refusedItem([])];
 * const chunks = (async function* () { yield '{"a":1}\n[2'; yield ",3]\n"; })();
 * const read: unknown[] = [];
 * for await (const { line, index } of decodeJsonStream(chunks, none)) read.push([line, index]);
 * read; // => [[1, undefined], [2, 0], [2, 1]]
 */
export async function* decodeJsonStream(
  chunks: AsyncIterable<string>,
  decode: DecodeRecord,
): AsyncGenerator<Decoded, void, undefined> {
  for await (const line of streamLines(chunks)) yield* decodeLine(line, decode);
}

function decodeLine({ line, text }: Line, decode: DecodeRecord): readonly Decoded[] {
  const refused = (code: string, message: string): readonly Decoded[] => [
    { line, ...refusedItem([locate(code, [], message)]) },
  ];
  if (text === undefined) return refused("too-large", `the line is longer than ${MAX_LINE_BYTES} bytes`);
  if (text.trim() === "") return refused("empty-line", "an empty line holds no record");
  const read = readExactJson(text);
  return read.ok ? place(decodeExact(read.value, decode), { line }) : [{ line, ...refusedItem([read.error]) }];
}

/** The records of a text that was read; those that name a member twice are refused. */
function decodeExact({ value, duplicates }: ExactJson, decode: DecodeRecord): readonly DecodedItem[] {
  const list = Array.isArray(value);
  if (duplicates.length === 0) return list ? decodeAll(value, decode) : decode(value);
  if (!list) return [refusedItem(duplicates.map(duplicateKey))];
  const records: readonly unknown[] = value;
  return records.flatMap((record, i) => {
    const own = duplicates.filter(([index]) => index === i).map(([, ...path]) => duplicateKey(path));
    return own.length > 0 ? [refusedItem(own)] : decode(record);
  });
}

function decodeAll(records: readonly unknown[], decode: DecodeRecord): readonly DecodedItem[] {
  if (records.length > 0) return records.flatMap((record) => decode(record));
  return [refusedItem([locate("empty-batch", [], "an empty list holds no record")])];
}

function place(items: readonly DecodedItem[], at: { readonly line?: number }): readonly Decoded[] {
  if (items.length === 1 && at.line !== undefined) return [{ ...at, ...(items[0] as DecodedItem) }];
  return items.map((item, index) => ({ ...at, index, ...item }));
}
