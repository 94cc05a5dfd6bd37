/**
 * Hides the middle of a value that names somebody, so that people can tell two of them apart and not copy them.
 *
 * A mainland Chinese mobile number keeps its first three and last four digits; an e-mail its first letter and domain;
 * anything else its first and last characters, or nothing where it is short.
 *
 * @example
 * mask("+8613912345678"); // => "139****5678"
 * mask("lin@example.com"); // => "l***@example.com"
 * mask("oA1b2C3d4"); // => "oA****d4"
 * mask("oA1"); // => "****"
 */
export function mask(value: string): string {
  const phone = /^\+86(\d{3})\d{4}(\d{4})$/.exec(value);
  if (phone) return `${phone[1]}****${phone[2]}`;
  const email = /^(.)[^@]*(@[^@]+)$/u.exec(value);
  if (email) return `${email[1]}***${email[2]}`;
  const characters = [...value];
  return characters.length < 8 ? "****" : `${characters.slice(0, 2).join("")}****${characters.slice(-2).join("")}`;
}
