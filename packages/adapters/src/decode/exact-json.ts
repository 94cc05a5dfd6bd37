import { type Issue, ok, type Result, refuse } from "@tributary/core";
import { isInteger, parse } from "lossless-json";

const exactNumber = (text: string): number | string =>
  isInteger(text) && !Number.isSafeInteger(Number(text)) ? text : Number(text);

/** Whether digits stand in the text that may be an integer beyond 2^53; only then is the slower parser needed. */
const hasLongInteger = (text: string): boolean =>
  text.match(/\d{16,}/g)?.some((digits) => !Number.isSafeInteger(Number(digits))) ?? false;

/**
 * Parses JSON; integers no double can say, beyond 2^53, come out as text and so stay exact.
 *
 * The refusal never quotes the text: a broken line may hold somebody's phone number.
 *
 * @example
 * parseExactJson('{"_track_id":9007199254740993}'); // => { ok: true, value: { _track_id: "9007199254740993" } }
 * parseExactJson("{").ok; // => false
 */
export function parseExactJson(text: string): Result<unknown, Issue> {
  try {
    return ok(hasLongInteger(text) ? parse(text, null, { parseNumber: exactNumber }) : JSON.parse(text));
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const where = position === undefined ? "" : ` at character ${position}`;
    return refuse({ code: "bad-json", pointer: "", message: `is not JSON${where}` });
  }
}
