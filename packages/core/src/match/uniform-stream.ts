import { hash53 } from "../model";

/** Numbers in (0, 1), one after the other. */
export type UniformStream = () => number;

/**
 * Opens the stream of uniform numbers that belongs to a text: the same text, the same numbers, on every machine.
 *
 * @see T. Ettinger, mulberry32 (public domain); the seed is a hash of the text
 */
export function uniformStream(text: string): UniformStream {
  let state = hash53(text) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}
