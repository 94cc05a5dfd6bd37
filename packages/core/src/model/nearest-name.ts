/**
 * Finds the known name nearest to a mistyped one, for error messages.
 *
 * @param name what was written
 * @param known the names that exist
 * @returns the nearest name at an edit distance of at most a third of the length (at least 1), or `undefined`
 * @example
 * nearestName("greaterThen", ["lessThan", "greaterThan"]); // => "greaterThan"
 * nearestName("xyz", ["lessThan"]); // => undefined
 * @see V. I. Levenshtein, Binary codes capable of correcting deletions, insertions and reversals (1966)
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(Math.min(name.length, 64) / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
