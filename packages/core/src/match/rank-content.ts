import { byCodeUnit, DAY_MS, type EpochMs, isEpochMs, requireNow } from "../model";
import { CONTENT_ELEMENTS, type Content, type ContentElement, type ElementStrengths } from "./content";
import { POINT } from "./score-cars";

/** What is known of a person, as far as it bears on what to show. An empty one is a cold start. */
export interface ContentReader {
  /** How much they answer to each element; alike to all where nothing is known. */
  readonly elements?: ElementStrengths;
  /** From -1, moved by feeling (感性), to 1, by reason (理性). */
  readonly orientation?: number;
  /** By series, how much of their interest it has, in [0, 1]. */
  readonly series?: Readonly<Record<string, number>>;
  /** What they were shown, and when. */
  readonly seen?: readonly { readonly content: string; readonly at: EpochMs }[];
}

/** How many points each reason to show a content can give, or take. */
export interface ContentWeights {
  readonly elements: number;
  readonly orientation: number;
  readonly series: number;
  readonly scene: number;
  /** Taken where they have seen it lately. */
  readonly fatigue: number;
  /** Taken where something alike is shown above it. */
  readonly sameness: number;
}

/** For whom, where, when and how many. */
export interface RankContentOptions {
  /** Where it would be shown. */
  readonly scene: string;
  readonly now: EpochMs;
  readonly limit: number;
  /** Most contents of one topic; any number by default. */
  readonly perTopic?: number;
  /** In how many days a showing tires half as much; 7 by default, our choice. */
  readonly fatigueHalfLifeDays?: number;
  /** Replaces single ones of {@link DEFAULT_CONTENT_WEIGHTS}; each from 0. */
  readonly weights?: Partial<ContentWeights>;
}

/** One reason for a content's score, and what it gave or took. */
export type ContentContribution = { readonly points: number } & (
  | { readonly reason: "element"; readonly element: ContentElement }
  | { readonly reason: "orientation" | "scene" | "fatigue" }
  | { readonly reason: "series"; readonly series: string }
  | { readonly reason: "sameness"; readonly content: string }
);

/** A content to show, and why. */
export interface RankedContent {
  readonly content: string;
  /** What the contributions add up to. */
  readonly score: number;
  /** Every reason that gave points or took some. */
  readonly contributions: readonly ContentContribution[];
}

/** Our choice: no public log of such contents exists to fit them on. */
export const DEFAULT_CONTENT_WEIGHTS: ContentWeights = {
  elements: 1,
  orientation: 0.5,
  series: 1,
  scene: 1,
  fatigue: 2,
  sameness: 1,
};

/**
 * Ranks contents for a person in a scene: elements they answer to, feeling or reason, the series they look at, fit to the
 * scene; less what they have seen lately, and less what is like something ranked above.
 *
 *     score = elements + orientation + series + scene − fatigue − sameness
 *
 * `elements` is the mean strength of the six content elements (诱因, 社交货币, 情绪, 公共性, 实用价值, 故事性), each
 * counting as much as the person answers to it. A showing tires by one half at once, and half as much after every
 * half-life. Two contents are alike by one half for a common topic and one half for the share of series in common.
 *
 * @param contents checked contents, in any order
 * @returns at most `limit`, the best first; of equal ones the first by name
 * @throws RangeError when an option or a number of the person's is out of range
 * @example
 * const film = { content: "film", topic: "family", elements: { emotion: 1 }, orientation: -1, scenes: { moments: 1 } };
 * const test = { content: "test", topic: "range", elements: { practicalValue: 1 }, orientation: 1, scenes: { moments: 1 } };
 * const options = { scene: "moments", now: 0, limit: 1 };
 * const [first] = rankContent({ orientation: 0.8, elements: { practicalValue: 1 } }, [film, test], options);
 * first?.content; // => "test"
 * first?.contributions.map(({ reason, points }) => [reason, points]); // => [["element", 1], ["scene", 1], ["orientation", 0.45]]
 * @see J. Berger, Contagious (2013), for the elements; J. Carbonell and J. Goldstein, The use of MMR, diversity-based
 *   reranking (1998), for ranking against what stands above. Weights and likeness are our choice
 */
export function rankContent(
  person: ContentReader,
  contents: readonly Content[],
  options: RankContentOptions,
): readonly RankedContent[] {
  const { limit, perTopic = Number.POSITIVE_INFINITY } = options;
  if (!Number.isInteger(limit) || limit < 0) throw new RangeError(`limit must be a whole number from 0, got ${limit}`);
  if (!(perTopic >= 1)) throw new RangeError(`perTopic must be from 1, got ${perTopic}`);
  const weights = checkWeights({ ...DEFAULT_CONTENT_WEIGHTS, ...options.weights });
  checkReader(person);
  const tired = fatigueOf(person, options);
  const left: Candidate[] = [...contents]
    .sort((a, b) => byCodeUnit(a.content, b.content))
    .map((content) => {
      const reasons = reasonsFor(content, person, options.scene, tired.get(content.content) ?? 0, weights);
      return { content, reasons, sum: reasons.reduce((sum, { parts }) => sum + parts, 0), likest: 0 };
    });
  const ranked: RankedContent[] = [];
  const topics = new Map<string, number>();
  while (ranked.length < limit) {
    const open = left.filter(({ content }) => (topics.get(content.topic) ?? 0) < perTopic);
    const best = open.reduce<Candidate | undefined>(
      (top, one) => (top && total(top, weights) >= total(one, weights) ? top : one),
      undefined,
    );
    if (!best) break;
    left.splice(left.indexOf(best), 1);
    topics.set(best.content.topic, (topics.get(best.content.topic) ?? 0) + 1);
    ranked.push(toRanked(best, weights));
    for (const one of left) {
      const likeness = likenessOf(one.content, best.content);
      if (likeness > one.likest) [one.likest, one.like] = [likeness, best.content.content];
    }
  }
  return ranked;
}

/** A reason with its points in whole billionths, which add up exactly. */
interface Reason {
  readonly of: Unpointed<ContentContribution>;
  readonly parts: number;
}
type Unpointed<T> = T extends unknown ? Omit<T, "points"> : never;

/** A content that may be ranked next. */
interface Candidate {
  readonly content: Content;
  readonly reasons: readonly Reason[];
  readonly sum: number;
  /** How much it is like the likest ranked above, and which that is. */
  likest: number;
  like?: string;
}

const partsOf = (points: number): number => Math.round(points * POINT);

const total = ({ sum, likest }: Candidate, { sameness }: ContentWeights): number => sum - partsOf(sameness * likest);

function toRanked(candidate: Candidate, weights: ContentWeights): RankedContent {
  const { content, reasons, likest, like } = candidate;
  const same: Reason[] =
    like === undefined
      ? []
      : [{ of: { reason: "sameness", content: like }, parts: -partsOf(weights.sameness * likest) }];
  const contributions = [...reasons, ...same]
    .filter(({ parts }) => parts !== 0)
    .sort((a, b) => Math.abs(b.parts) - Math.abs(a.parts))
    .map(({ of, parts }) => ({ ...of, points: parts / POINT }));
  return { content: content.content, score: total(candidate, weights) / POINT, contributions };
}

function reasonsFor(
  { elements, orientation, series = [], scenes }: Content,
  person: ContentReader,
  scene: string,
  fatigue: number,
  weights: ContentWeights,
): Reason[] {
  const heed = CONTENT_ELEMENTS.map((element) => (person.elements ? (person.elements[element] ?? 0) : 1));
  const all = heed.reduce((sum, one) => sum + one, 0);
  const found: Reason[] = CONTENT_ELEMENTS.map((element, i) => ({
    of: { reason: "element", element },
    parts: all === 0 ? 0 : partsOf((weights.elements * (heed[i] as number) * (elements[element] ?? 0)) / all),
  }));
  found.push({ of: { reason: "scene" }, parts: partsOf(weights.scene * (ownNumber(scenes, scene) ?? 0)) });
  if (person.orientation !== undefined) {
    const apart = Math.abs(person.orientation - orientation) / 2;
    found.push({ of: { reason: "orientation" }, parts: partsOf(weights.orientation * (1 - apart)) });
  }
  const [dearest] = [...series]
    .map((name) => ({ name, share: ownNumber(person.series ?? {}, name) ?? 0 }))
    .sort((a, b) => b.share - a.share || byCodeUnit(a.name, b.name));
  if (dearest)
    found.push({ of: { reason: "series", series: dearest.name }, parts: partsOf(weights.series * dearest.share) });
  return [...found, { of: { reason: "fatigue" }, parts: -partsOf(weights.fatigue * fatigue) }];
}

const ownNumber = (record: Readonly<Record<string, number>>, key: string): number | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** By content, how tired of it the person is, in [0, 1): one showing just now is one half. */
function fatigueOf({ seen = [] }: ContentReader, options: RankContentOptions): ReadonlyMap<string, number> {
  const { fatigueHalfLifeDays: halfLife = 7 } = options;
  const now = requireNow(options.now);
  if (!(halfLife > 0 && halfLife < Number.POSITIVE_INFINITY))
    throw new RangeError(`fatigueHalfLifeDays must be finite, above 0, got ${halfLife}`);
  const showings = new Map<string, number>();
  for (const { content, at } of seen) {
    if (!isEpochMs(at)) throw new RangeError(`at must be an integer number of epoch milliseconds, got ${String(at)}`);
    const fresh = at > now ? 0 : Math.round(2 ** (-(now - at) / DAY_MS / halfLife) * 2 ** 30);
    showings.set(content, (showings.get(content) ?? 0) + fresh);
  }
  return new Map([...showings].map(([content, fresh]) => [content, fresh / (fresh + 2 ** 30)]));
}

function likenessOf(a: Content, b: Content): number {
  const [x, y] = [new Set(a.series), new Set(b.series)];
  const common = [...x].filter((series) => y.has(series)).length;
  const either = x.size + y.size - common;
  return (a.topic === b.topic ? 0.5 : 0) + (either === 0 ? 0 : (0.5 * common) / either);
}

function checkReader({ elements = {}, orientation = 0, series = {} }: ContentReader): void {
  for (const [name, value] of [...Object.entries(elements), ...Object.entries(series)])
    if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be in [0, 1], got ${value}`);
  if (!(orientation >= -1 && orientation <= 1))
    throw new RangeError(`orientation must be in [-1, 1], got ${orientation}`);
}

function checkWeights(weights: ContentWeights): ContentWeights {
  for (const [name, value] of Object.entries(weights))
    if (!(value >= 0 && value <= 1_000)) throw new RangeError(`weights.${name} must be from 0 to 1,000, got ${value}`);
  return weights;
}
