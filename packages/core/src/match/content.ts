import * as z from "zod";
import { boundedList, DefinitionError, type Issue, namesTaken, parseDefinition, type Result, refuse } from "../model";

/**
 * What makes people take in content and pass it on: 诱因, 社交货币, 情绪, 公共性, 实用价值, 故事性.
 *
 * @see J. Berger, Contagious: Why Things Catch On (2013): social currency, triggers, emotion, public, practical value,
 *   stories (STEPPS)
 */
export const CONTENT_ELEMENTS: readonly ["trigger", "socialCurrency", "emotion", "public", "practicalValue", "story"] =
  ["trigger", "socialCurrency", "emotion", "public", "practicalValue", "story"];
/** One of {@link CONTENT_ELEMENTS}. */
export type ContentElement = (typeof CONTENT_ELEMENTS)[number];

/** How strong each element is, or how much a person answers to it, in [0, 1]; one left out is 0. */
export type ElementStrengths = Readonly<Partial<Record<ContentElement, number>>>;

/** An article, a video, a poster, an event: something to show. */
export interface Content {
  readonly content: string;
  /** What it is about; two of one topic are alike. */
  readonly topic: string;
  /** The car series it speaks of. */
  readonly series?: readonly string[];
  readonly elements: ElementStrengths;
  /** From -1, speaking to feeling alone (感性), to 1, to reason alone (理性). */
  readonly orientation: number;
  /** By scene, such as "moments" (朋友圈) or "after-test-drive" (试驾后), how well it fits there, in [0, 1]; one left out is 0. */
  readonly scenes: Readonly<Record<string, number>>;
}

const name: z.ZodString = z.string().min(1).max(100);
const share: z.ZodNumber = z.number().min(0).max(1);

const contentsSchema: z.ZodType<readonly Content[]> = boundedList(
  z.strictObject({
    content: name,
    topic: name,
    series: boundedList(name, 0, 100).exactOptional(),
    elements: z.strictObject({
      trigger: share.exactOptional(),
      socialCurrency: share.exactOptional(),
      emotion: share.exactOptional(),
      public: share.exactOptional(),
      practicalValue: share.exactOptional(),
      story: share.exactOptional(),
    }),
    orientation: z.number().min(-1).max(1),
    scenes: z.record(name, share),
  }),
  1,
  10_000,
);

const MEMBERS: readonly string[] = [
  "content",
  "topic",
  "series",
  "elements",
  "orientation",
  "scenes",
  ...CONTENT_ELEMENTS,
];

/**
 * Checks contents from outside and says everything that is wrong with them at once.
 *
 * @param input anything, usually parsed JSON
 * @example
 * const refused = checkContents([{ content: "a", topic: "space", elements: { emotions: 1 }, orientation: 2, scenes: {} }]);
 * refused.ok ? [] : refused.error.map(({ pointer, hint }) => hint ?? pointer); // => ["did you mean emotion?", "/0/orientation"]
 */
export function checkContents(input: unknown): Result<readonly Content[], readonly Issue[]> {
  const parsed = parseDefinition(contentsSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = namesTaken(parsed.value.map(({ content }, i) => ({ name: content, path: [i, "content"] })));
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares contents.
 *
 * @throws DefinitionError with every issue when they are none
 * @example
 * const film = { content: "film", topic: "family", elements: { emotion: 0.9, story: 0.7 }, orientation: -0.8, scenes: { moments: 1 } };
 * defineContents([film]).length; // => 1
 */
export function defineContents(contents: readonly Content[]): readonly Content[] {
  const checked = checkContents(contents);
  if (!checked.ok) throw new DefinitionError("contents", checked.error);
  return checked.value;
}
