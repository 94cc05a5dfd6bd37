/** Spaces, dashes (ASCII, U+2010–2015, minus, small and full-width), brackets and dots that people put between digits. */
const SEPARATORS = /[\s\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d()\uff08\uff09._\u00b7]/g;
/** What a copied number carries unseen: marks of direction, joiners, soft hyphens. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
/** Digits from 0 to 9 as Arabic, Persian and full-width text writes them. */
const OTHER_DIGIT = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;

/**
 * Normalises a mainland Chinese mobile number to one key, `+86` and eleven digits, from every usual spelling: bare,
 * `86`, `+86`, `0086`, a trunk `0`, `tel:`, the `'` a spreadsheet keeps a text with, spaces, dashes, brackets, unseen
 * marks of direction, full-width and Arabic digits. `017951`-style carrier prefixes are none of them.
 *
 * @param text the number as somebody typed or copied it
 * @returns the key, or `undefined` where the text is not a mainland mobile number
 * @example
 * normalisePhoneCn("0086 139-1234-5678"); // => "+8613912345678"
 * normalisePhoneCn("+86 (0) 139 1234 5678"); // => "+8613912345678"
 * normalisePhoneCn("021-62345678"); // => undefined
 * @see 电信网编号计划 (MIIT numbering plan, 2017): mobile numbers are 1[3-9] and nine more digits; RFC 3966 on `tel:`
 */
export function normalisePhoneCn(text: string): string | undefined {
  const plain = text
    .replace(INVISIBLE, "")
    .replace(SEPARATORS, "")
    .replace(OTHER_DIGIT, (digit) => String(digit.charCodeAt(0) & 15))
    .replace("\uff0b", "+");
  const match = /^'?(?:tel:)?(?:\+86|0086|86)?0?(1[3-9]\d{9})$/i.exec(plain);
  return match ? `+86${match[1]}` : undefined;
}
