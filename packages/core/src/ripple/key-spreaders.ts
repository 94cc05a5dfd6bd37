import { byCodeUnit } from "../model";
import type { Newcomer } from "./attribute-newcomers";

/** How many levels down a spreader is credited: at 0.5 a level, what is below adds less than 0.1 %. Our choice. */
const DEEPEST = 10;

/** A member whose sharing brings others: a key opinion consumer (KOC). */
export interface Spreader {
  readonly person: string;
  /** Newcomers brought at each level, those brought directly first; at most ten levels. */
  readonly levels: readonly number[];
  /** Newcomers of all levels, each weighing `depthWeight` of one a level above. */
  readonly score: number;
}

/** Everybody who brought somebody, by score, then by direct newcomers, then in code-unit order. */
export function keySpreaders(newcomers: readonly Newcomer[], depthWeight: number): readonly Spreader[] {
  const inviters = new Map(newcomers.map(({ person, by }) => [person, by?.inviter]));
  const levels = new Map<string, number[]>();
  for (const { person } of newcomers) {
    let above = inviters.get(person);
    for (let level = 0; above !== undefined && level < DEEPEST; level++) {
      const counts = levels.get(above) ?? [];
      while (counts.length <= level) counts.push(0);
      counts[level] = (counts[level] as number) + 1;
      levels.set(above, counts);
      above = inviters.get(above);
    }
  }
  return [...levels]
    .map(([person, counts]) => ({ person, levels: counts, score: scoreOf(counts, depthWeight) }))
    .sort(
      (a, b) =>
        b.score - a.score || (b.levels[0] as number) - (a.levels[0] as number) || byCodeUnit(a.person, b.person),
    );
}

const scoreOf = (counts: readonly number[], weight: number): number =>
  counts.reduce((sum, count, level) => sum + count * weight ** level, 0);
