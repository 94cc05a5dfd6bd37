import { ok, type Result, refuse } from "@tributary/core";
import { CONDITION_LIMITS } from "./limits";

/** Why a pattern is refused, and where in its text. */
export interface PatternRefusal {
  readonly position: number;
  readonly message: string;
}

/** Texts longer than this are not searched: whether they match is not known. In UTF-16 code units. Our choice. */
export const MAX_MATCHED_LENGTH = 256;

/**
 * Most ways of matching that a search may have to try from one place. Every `*`, `+` and `{n,}` counts as 256, `?` as 3,
 * `{n,m}` as m − n + 2 and a group as its branches and one more; what follows multiplies. So there can be two unbounded
 * repeats in a row or ten `?`, and a backtracking matcher needs some ten million steps at worst, whatever the text: 50 ms.
 */
const MAX_WAYS = MAX_MATCHED_LENGTH ** 2;

const MAX_REPEATS = 1_000;
const MAX_DEPTH = 8;

/** A group that is open: the ways of its branches before this one, and of this one so far. */
interface Group {
  done: number;
  ways: number;
}

/** One thing that matches one character. The `u` flag refuses escapes that mean nothing. */
const ATOM =
  /\.|\\[dDwWsS]|\\[\^$\\.*+?()[\]{}|/-]|\[\^?(?:[^\\\][]|\\[dDwWsS]|\\[\^$\\.*+?()[\]{}|/-])+\]|[^\\^$.*+?()[\]{}|]/uy;
const ANCHOR = /[\^$]/y;
const QUANTIFIER = /[*+?]|\{(\d{1,4})(,(\d{1,4})?)?\}/y;

const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^\(\?<?[=!]/, "looking ahead or behind is not supported"],
  [/^\(\?</, "a named group is not supported"],
  [/^\\[1-9k]/, "a back-reference is not supported"],
  [/^\\/, "this escape is not supported"],
  [/^[*+?{]/, "there is nothing to repeat here"],
  [/^\[/, "this class is empty or not closed"],
  [/^\)/, "no group is open here"],
];

const refusalAt = (text: string, position: number): PatternRefusal => {
  const known = REFUSED.find(([pattern]) => pattern.test(text.slice(position)));
  return { position, message: known ? known[1] : "cannot be read" };
};

/**
 * Reads a regular expression of the kind that is surely cheap: characters, `.`, classes, `\d \w \s` and their opposites,
 * `^`, `$`, `|`, groups, and `* + ? {n} {n,m} {n,}` after one character or class.
 *
 * What can make a search explode is refused with its position: a repeated group, a back-reference, looking ahead or
 * behind, or more ways to match than {@link MAX_WAYS}. It is found anywhere in a text unless `^` and `$` say where.
 */
export function readPattern(text: string): Result<RegExp, PatternRefusal> {
  const { maxPathLength } = CONDITION_LIMITS;
  if (text === "") return refuse({ position: 0, message: "an empty pattern matches everything" });
  if (text.length > maxPathLength)
    return refuse({ position: maxPathLength, message: `longer than ${maxPathLength} characters` });
  let at = 0;
  const open: Group[] = [{ done: 0, ways: 1 }];
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? undefined;
    if (match) at += match[0].length;
    return match;
  };
  while (at < text.length) {
    const start = at;
    const group = open.at(-1) as Group;
    if (take(/\((\?:)?(?!\?)/y)) {
      if (open.push({ done: 0, ways: 1 }) > MAX_DEPTH) return refuse({ position: start, message: "nested too deep" });
    } else if (open.length > 1 && take(/\)/y)) {
      open.pop();
      (open.at(-1) as Group).ways *= group.done === 0 ? group.ways : group.done + group.ways + 1;
      if (take(QUANTIFIER)) return refuse({ position: start + 1, message: "a group cannot be repeated" });
    } else if (take(/\|/y)) {
      group.done += group.ways;
      group.ways = 1;
    } else if (take(ANCHOR)) {
      if (take(QUANTIFIER)) return refuse({ position: start + 1, message: "a place cannot be repeated" });
    } else if (take(ATOM)) {
      const quantifier = take(QUANTIFIER);
      const choices = quantifier ? choicesOf(quantifier) : 1;
      if (typeof choices === "string") return refuse({ position: start + 1, message: choices });
      group.ways *= choices;
    } else return refuse(refusalAt(text, start));
    if (open.some(({ done, ways }) => done + ways > MAX_WAYS))
      return refuse({ position: start, message: "too many ways to match" });
  }
  if (open.length > 1) return refuse({ position: text.length, message: "a group is not closed" });
  return compile(text);
}

/** How many lengths a quantifier lets one atom have, or why it is refused. */
function choicesOf([whole, from, comma, to]: RegExpExecArray): number | string {
  if (whole === "?") return 3;
  if (from === undefined) return MAX_MATCHED_LENGTH;
  const least = Number(from);
  if (comma === undefined) return least > MAX_REPEATS ? `more than ${MAX_REPEATS} repeats` : 1;
  if (to === undefined) return least > MAX_REPEATS ? `more than ${MAX_REPEATS} repeats` : MAX_MATCHED_LENGTH;
  const most = Number(to);
  if (most > MAX_REPEATS) return `more than ${MAX_REPEATS} repeats`;
  return most < least ? "numbers out of order" : most - least + 2;
}

/** What this grammar lets through and the host's still refuses, such as a class `[z-a]`, is refused as a whole. */
function compile(text: string): Result<RegExp, PatternRefusal> {
  try {
    return ok(new RegExp(text, "u"));
  } catch {
    return refuse({ position: 0, message: "is no regular expression" });
  }
}
