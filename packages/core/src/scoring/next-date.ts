import { DAY_MS, type EpochMs, localDay, zoneOffsetMs } from "../model";

/**
 * The next instant at which a zone's wall clock shows another date: the next midnight, or a clock change that leaps over
 * midnight, forwards or backwards.
 *
 * @throws RangeError when the zone is unknown
 * @example
 * nextDateAt(0, "Asia/Shanghai"); // => 57600000
 */
export function nextDateAt(at: EpochMs, zone: string): EpochMs {
  const day = localDay(at, zone);
  const offset = zoneOffsetMs(at, zone);
  const midnight = (day + 1) * DAY_MS - offset;
  if (zoneOffsetMs(midnight, zone) === offset) return midnight;
  const change = clockChange(at, midnight, zone);
  return localDay(change, zone) === day ? nextDateAt(change, zone) : change;
}

/** The first instant in `(from, to]` with another offset than `from`; `to` has another one. */
function clockChange(from: EpochMs, to: EpochMs, zone: string): EpochMs {
  const before = zoneOffsetMs(from, zone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}
