/** A fresh forest of `size` sets of one member each. */
export function disjointSets(size: number): Int32Array {
  const parent = new Int32Array(size);
  for (let i = 0; i < size; i++) parent[i] = i;
  return parent;
}

/** The representative of a member's set; halves the path on the way. */
export function rootOf(parent: Int32Array, member: number): number {
  let at = member;
  let up = parent[at] as number;
  while (up !== at) {
    const next = parent[up] as number;
    parent[at] = next;
    at = next;
    up = parent[at] as number;
  }
  return at;
}

/** Joins two sets; the lesser root stays. */
export function unite(parent: Int32Array, a: number, b: number): void {
  const [ra, rb] = [rootOf(parent, a), rootOf(parent, b)];
  if (ra < rb) parent[rb] = ra;
  else if (rb < ra) parent[ra] = rb;
}

/** Items sorted into numbered buckets: bucket `i` is `items[starts[i]] … items[starts[i + 1] - 1]`. */
export interface Buckets {
  readonly count: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** Sorts items `0 … bucketOf.length - 1` into their buckets, each in ascending order; a negative bucket is left out. */
export function sortIntoBuckets(bucketOf: Int32Array, count: number): Buckets {
  const starts = new Int32Array(count + 1);
  for (const bucket of bucketOf) if (bucket >= 0) starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const items = new Int32Array(starts[count] as number);
  const next = starts.slice(0, count);
  for (let item = 0; item < bucketOf.length; item++) {
    const bucket = bucketOf[item] as number;
    if (bucket < 0) continue;
    const place = next[bucket] as number;
    items[place] = item;
    next[bucket] = place + 1;
  }
  return { count, starts, items };
}

/** The items of one bucket, without copying. */
export const bucket = ({ starts, items }: Buckets, index: number): Int32Array =>
  items.subarray(starts[index] as number, starts[index + 1] as number);
