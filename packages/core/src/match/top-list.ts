/** Keeps the best of what is offered, at most so many in all and of one group. */
export interface TopList {
  /** Whether an entry of so many points may get in; dearer questions about it can wait until then. */
  wants(points: number): boolean;
  offer(entry: number, points: number, group: string): void;
  /** The best first; of equal ones the one offered first. */
  entries(): readonly number[];
}

/** One place in the list. */
interface Kept {
  readonly entry: number;
  readonly points: number;
  readonly group: string;
}

/**
 * Makes a list of the best. An entry pushed out never has to come back: whoever pushed it out only gives way to better.
 *
 * @example
 * const top = createTopList(2, 1);
 * top.offer(0, 5, "a");
 * top.offer(1, 9, "a");
 * top.offer(2, 1, "b");
 * top.entries(); // => [1, 2]
 */
export function createTopList(limit: number, perGroup: number): TopList {
  const kept: Kept[] = [];
  const wants = (points: number): boolean =>
    kept.length < limit || points > ((kept[limit - 1] as Kept | undefined)?.points ?? Number.POSITIVE_INFINITY);
  return {
    wants,
    offer(entry, points, group) {
      if (!wants(points)) return;
      if (perGroup < Number.POSITIVE_INFINITY) {
        const same = kept.filter((each) => each.group === group);
        const worst = same[same.length - 1];
        if (worst && same.length >= perGroup) {
          if (points <= worst.points) return;
          kept.splice(kept.indexOf(worst), 1);
        }
      }
      let place = kept.length;
      while (place > 0 && points > (kept[place - 1] as Kept).points) place--;
      kept.splice(place, 0, { entry, points, group });
      if (kept.length > limit) kept.pop();
    },
    entries: () => kept.map(({ entry }) => entry),
  };
}
