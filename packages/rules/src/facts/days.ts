/**
 * Counts occurrences on one calendar day, in ascending flat pairs [day, how many]…; beyond `keep` days the oldest goes.
 *
 * Letting go commutes with adding: a day goes only when `keep` later ones exist, and they exist in every larger set too.
 */
export function addDay(pairs: number[], day: number, count: number, keep: number): void {
  let place = pairs.length;
  while (place > 0 && (pairs[place - 2] as number) > day) place -= 2;
  if (place > 0 && pairs[place - 2] === day) {
    pairs[place - 1] = (pairs[place - 1] as number) + count;
    return;
  }
  const full = pairs.length === 2 * keep;
  pairs.splice(place, 0, day, count);
  if (full) pairs.splice(0, 2);
}
