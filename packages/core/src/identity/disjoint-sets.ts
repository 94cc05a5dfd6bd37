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
  const ra = rootOf(parent, a);
  const rb = rootOf(parent, b);
  if (ra < rb) parent[rb] = ra;
  else if (rb < ra) parent[ra] = rb;
}

/** Items sorted into numbered buckets: bucket `i` is `items[starts[i]] … items[starts[i + 1] - 1]`. */
export interface Buckets {
  readonly count: number;
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/**
 * Sorts items `0 … size - 1` into `count` buckets, each in ascending order.
 *
 * @param bucketOf the bucket of an item, asked twice; a negative one leaves it out
 */
export function sortIntoBuckets(size: number, count: number, bucketOf: (item: number) => number): Buckets {
  const starts = new Int32Array(count + 1);
  for (let item = 0; item < size; item++) {
    const bucket = bucketOf(item);
    if (bucket >= 0) starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
  }
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  const items = new Int32Array(starts[count] as number);
  // each start moves up to the next one while its bucket fills, and all move back by one at the end
  for (let item = 0; item < size; item++) {
    const bucket = bucketOf(item);
    if (bucket < 0) continue;
    const place = starts[bucket] as number;
    items[place] = item;
    starts[bucket] = place + 1;
  }
  starts.copyWithin(1, 0, count);
  starts[0] = 0;
  return { count, starts, items };
}

/** The items of one bucket, without copying. */
export const bucket = ({ starts, items }: Buckets, index: number): Int32Array =>
  items.subarray(starts[index] as number, starts[index + 1] as number);
