import { type Issue, ok, type Result, refuse } from "@tributary/core";
import { locate } from "./locate";

/** JSON that was read, and where its text names a member of one object again: paths from the root downwards. */
export interface ExactJson {
  readonly value: unknown;
  readonly duplicates: readonly (readonly PropertyKey[])[];
}

/** An object or a list around a place of the text. */
interface Level {
  /** What an object has named so far; absent in a list, and deeper than anything here is taken. */
  readonly names?: Set<string>;
  readonly list: boolean;
  /** The member or the index that is being read. */
  at: PropertyKey;
  /** Whether the next text is a name. */
  naming: boolean;
}

/** Names are compared down to here, in levels; what is nested deeper is refused for that. Our choice: twice an event's. */
const DEEPEST = 16;
/** Most places that are told of one text. */
const MOST_DUPLICATES = 32;

/**
 * Reads JSON as `JSON.parse` does, but for integers no double can say, beyond 2^53: they come out as text and so stay
 * exact. Of members that are named twice the last stands; each place is told.
 *
 * The refusal never quotes the text: a broken line may hold somebody's phone number.
 */
export function readExactJson(text: string): Result<ExactJson, Issue> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    return refuse({ code: "bad-json", pointer: "", message: `is not JSON${where}` });
  }
  const { exact, duplicates } = walk(text);
  return ok({ value: exact === undefined ? value : JSON.parse(exact), duplicates });
}

/**
 * Parses JSON exactly: integers beyond 2^53 come out as text, and an object that names a member twice is refused, since
 * nobody can know which is meant.
 *
 * @example
 * parseExactJson('{"_track_id":9007199254740993}'); // => { ok: true, value: { _track_id: "9007199254740993" } }
 * parseExactJson("{").ok; // => false
 * const refused = parseExactJson('{"a":{"b":1,"b":2}}');
 * refused.ok ? "" : [refused.error.code, refused.error.pointer]; // => ["duplicate-key", "/a/b"]
 */
export function parseExactJson(text: string): Result<unknown, Issue> {
  const read = readExactJson(text);
  if (!read.ok) return read;
  const [first] = read.value.duplicates;
  return first ? refuse(duplicateKey(first)) : ok(read.value.value);
}

/** Says that a member is named twice. */
export const duplicateKey = (path: readonly PropertyKey[]): Issue =>
  locate("duplicate-key", path, "is named twice; which is meant cannot be known");

/** Walks a text that is JSON; `exact` has its long integers in quotes, where there are any. */
function walk(text: string): Pick<ExactJson, "duplicates"> & { readonly exact: string | undefined } {
  const duplicates: (readonly PropertyKey[])[] = [];
  const levels: Level[] = [];
  let level: Level | undefined;
  let exact = "";
  let copied = 0;
  for (let i = 0; i < text.length; ) {
    const from = i++;
    switch (text[from]) {
      case "{":
      case "[":
        level = levelOf(text[from] === "[", levels.length);
        levels.push(level);
        break;
      case "}":
      case "]":
        levels.pop();
        level = levels[levels.length - 1];
        break;
      case ",":
        if (level?.list) level.at = Number(level.at) + 1;
        else if (level) level.naming = true;
        break;
      case '"':
        i = endOfText(text, from);
        if (level?.naming && isNamedAgain(level, text.slice(from, i)) && duplicates.length < MOST_DUPLICATES) {
          duplicates.push(levels.map(({ at }) => at));
        }
        if (level) level.naming = false;
        break;
      default: {
        if (!isNumeric(text.charCodeAt(from))) break;
        const { end, long } = numberAt(text, from);
        i = end;
        if (!long) break;
        exact += `${text.slice(copied, from)}"${text.slice(from, end)}"`;
        copied = end;
      }
    }
  }
  return { duplicates, exact: copied === 0 ? undefined : exact + text.slice(copied) };
}

const levelOf = (list: boolean, depth: number): Level =>
  list || depth >= DEEPEST ? { list, at: 0, naming: false } : { list, at: "", naming: true, names: new Set() };

function isNamedAgain(level: Level, quoted: string): boolean {
  const { names } = level;
  if (!names) return false;
  const name = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  level.at = name;
  if (names.has(name)) return true;
  names.add(name);
  return false;
}

/** The place after the quote that closes the one at `from`: one with an even number of backslashes before it. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
}

/** Whether a number begins with this unit: a digit or a minus. */
const isNumeric = (unit: number): boolean => unit === 45 || (unit >= 48 && unit <= 57);

/** Sticky: the number that begins at `lastIndex`. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Where the number that begins at `from` ends, and whether it is a whole one beyond 2^53. */
function numberAt(text: string, from: number): { readonly end: number; readonly long: boolean } {
  NUMBER.lastIndex = from;
  const written = NUMBER.exec(text)?.[0] ?? "";
  const long = written.length > 15 && /^-?\d+$/.test(written) && !Number.isSafeInteger(Number(written));
  return { end: from + written.length, long };
}
