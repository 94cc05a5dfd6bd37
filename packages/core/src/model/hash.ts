/** MurmurHash3's 32-bit mixing over the 16-bit code units of a text. */
function mix32(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Hashes a text to an integer of 53 bits, the same on every machine. Not for secrets.
 *
 * Two of 10,000 texts collide once in about 180 million sets (birthday bound).
 *
 * @returns an integer in [0, 2^53)
 * @example
 * hash53("e1") === hash53("e1"); // => true
 * hash53("e1") === hash53("e2"); // => false
 * @see A. Appleby, MurmurHash3 (2011), for the mixing; two lanes with different seeds, our choice
 */
export const hash53 = (text: string): number =>
  (mix32(text, 0x9747b28c) & 0x1fffff) * 2 ** 32 + mix32(text, 0x5bd1e995);

/**
 * Hashes a text to 32 hexadecimal digits (128 bits in four lanes). For names and versions, not for secrets.
 *
 * @example
 * hashHex("blueprint").length; // => 32
 */
export const hashHex = (text: string): string =>
  [0x9747b28c, 0x5bd1e995, 0x1b873593, 0x38b34ae5]
    .map((seed) => mix32(text, seed).toString(16).padStart(8, "0"))
    .join("");
