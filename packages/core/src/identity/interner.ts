/** V8 refuses a Map of more than 2^24 keys. */
const MAP_CAPACITY = 2 ** 24 - 1;

/** Gives texts consecutive integers, in order of their first appearance. */
export interface Interner {
  readonly texts: readonly string[];
  /** The integer of a text, a new one where it has none. */
  intern(text: string): number;
  /** The integer of a text, if it has one. */
  find(text: string): number | undefined;
}

/** Creates an empty {@link Interner}; past a Map's capacity it opens another Map. */
export function createInterner(capacity: number = MAP_CAPACITY): Interner {
  const texts: string[] = [];
  const full: Map<string, number>[] = [];
  let open = new Map<string, number>();

  const find = (text: string): number | undefined => {
    const found = open.get(text);
    if (found !== undefined || full.length === 0) return found;
    for (const map of full) {
      const earlier = map.get(text);
      if (earlier !== undefined) return earlier;
    }
    return undefined;
  };

  const intern = (text: string): number => {
    const found = find(text);
    if (found !== undefined) return found;
    if (open.size >= capacity) {
      full.push(open);
      open = new Map();
    }
    const id = texts.length;
    texts.push(text);
    open.set(text, id);
    return id;
  };

  return { texts, intern, find };
}
