/** Gives texts consecutive integers, in order of their first appearance. */
export interface Interner {
  readonly texts: readonly string[];
  /** The integer of a text, a new one where it has none. */
  intern(text: string): number;
  /** The integer of a text, if it has one. */
  find(text: string): number | undefined;
}

/** Slots looked at before a text goes to the overflow. Our choice: at most two thirds full, longer runs are no accident. */
const MAX_PROBES = 64;

/**
 * Creates an empty {@link Interner}: open addressing over integers, half the cost of a `Map` and without its limit of
 * 2^24 keys. A tag of the hash spares most comparisons of texts; equal tags are told apart by the texts.
 *
 * Values made to collide end up in a `Map`, whose hash nobody outside can predict, so they cost little more than others.
 *
 * @param expected about how many texts will come; more are welcome
 * @param hash for tests: a worse hash
 */
export function createInterner(expected: number, hash: (text: string) => number = hash32): Interner {
  const texts: string[] = [];
  const overflow = new Map<string, number>();
  let mask = 2 ** Math.ceil(Math.log2(1.5 * expected + 2)) - 1;
  let ids = new Int32Array(mask + 1); // id + 1 in each slot, 0 where free
  let tags = new Uint16Array(mask + 1);

  const find = (text: string, code: number): number | undefined => {
    const tag = code >>> 16;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = (code + probe) & mask;
      const entry = ids[slot] as number;
      if (entry === 0) break;
      if (tags[slot] === tag && texts[entry - 1] === text) return entry - 1;
    }
    return overflow.size > 0 ? overflow.get(text) : undefined;
  };
  const put = (id: number, code: number): void => {
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = (code + probe) & mask;
      if (ids[slot] !== 0) continue;
      ids[slot] = id + 1;
      tags[slot] = code >>> 16;
      return;
    }
    overflow.set(texts[id] as string, id);
  };
  const grow = (): void => {
    mask = 2 * mask + 1;
    ids = new Int32Array(mask + 1);
    tags = new Uint16Array(mask + 1);
    overflow.clear();
    for (let id = 0; id < texts.length; id++) put(id, hash(texts[id] as string));
  };

  const intern = (text: string): number => {
    const code = hash(text);
    const found = find(text, code);
    if (found !== undefined) return found;
    const id = texts.push(text) - 1;
    if (3 * id > 2 * mask) grow();
    else put(id, code);
    return id;
  };
  return { texts, intern, find: (text) => find(text, hash(text)) };
}

/** Four characters to a step: an identifier is read once, and this is most of what interning it costs. */
function hash32(text: string): number {
  const { length } = text;
  let h = 0x9747b28c ^ length;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    const low = text.charCodeAt(i) | (text.charCodeAt(i + 1) << 8);
    const high = (text.charCodeAt(i + 2) << 16) | (text.charCodeAt(i + 3) << 24);
    h = Math.imul(h ^ low ^ high, 0x85ebca6b);
    h ^= h >>> 13;
  }
  for (; i < length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 12);
}
