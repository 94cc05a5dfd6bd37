const SEPARATORS = /[\s\-\u2010-\u2015()\uff08\uff09._\u00b7]/g;
const FULL_WIDTH_DIGIT = /[\uff10-\uff19\uff0b]/g;

/**
 * Normalises a mainland Chinese mobile number to one key, `+86` and eleven digits, from every usual spelling: bare,
 * `86`, `+86`, `0086`, `017951`-style carrier prefixes excluded, spaces, dashes, brackets and full-width digits.
 *
 * @param text the number as somebody typed it
 * @returns the key, or `undefined` where the text is not a mainland mobile number
 * @example
 * normalisePhoneCn("0086 139-1234-5678"); // => "+8613912345678"
 * normalisePhoneCn("139 1234 5678"); // => "+8613912345678"
 * normalisePhoneCn("021-62345678"); // => undefined
 * @see 电信网编号计划 (MIIT numbering plan, 2017): mobile numbers are 1[3-9] and nine more digits
 */
export function normalisePhoneCn(text: string): string | undefined {
  const ascii = text.replace(FULL_WIDTH_DIGIT, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const match = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/.exec(ascii.replace(SEPARATORS, ""));
  return match ? `+86${match[1]}` : undefined;
}
