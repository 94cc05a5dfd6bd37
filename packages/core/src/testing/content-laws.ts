import * as fc from "fast-check";
import { CONTENT_ELEMENTS, type Content, type ContentReader, rankContent } from "../match";
import { DAY_MS, type EpochMs } from "../model";
import { claimSame } from "./claims";
import { type Law, law } from "./law";
import { arbitraryInstant } from "./scoring-arbitraries";

/**
 * The laws of ranking contents, to run on a host's own.
 *
 * @param contents checked contents
 * @example
 * const film = { content: "film", topic: "family", elements: { emotion: 1 }, orientation: -1, scenes: { moments: 1 } };
 * contentLaws([film]).length; // => 4
 */
export function contentLaws(contents: readonly Content[]): readonly Law[] {
  const limit = contents.length;
  const scenes = ["no such scene", ...contents.flatMap((content) => Object.keys(content.scenes))];
  const situation = fc.tuple(arbitraryInstant, fc.constantFrom(...scenes));
  const reading = situation.chain(([now, scene]) =>
    fc.tuple(arbitraryReader(contents, now), fc.constant({ now, scene })),
  );
  return [
    law(
      "the contributions add up to the score, and nothing is ranked twice",
      fc.property(reading, ([person, where]) => {
        const ranked = rankContent(person, contents, { ...where, limit });
        claimSame(
          ranked.map(({ content }) => content).sort(),
          contents.map(({ content }) => content).sort(),
          "contents",
        );
        for (const { content, score, contributions } of ranked) {
          const sum = contributions.reduce((total, { points }) => total + Math.round(points * 1e9), 0);
          claimSame(sum / 1e9, score, `contributions of ${content}`);
        }
      }),
    ),
    law(
      "the order of contents and of showings means nothing, and a shorter list is the beginning of a longer one",
      fc.property(reading, fc.nat(limit), ([person, where], few) => {
        const ranked = rankContent(person, contents, { ...where, limit });
        const back = { ...person, seen: [...(person.seen ?? [])].reverse() };
        claimSame(
          rankContent(back, [...contents].reverse(), { ...where, limit: few }),
          ranked.slice(0, few),
          "ranking",
        );
      }),
    ),
    law(
      "no more of a topic than asked for",
      fc.property(reading, fc.integer({ min: 1, max: 3 }), ([person, where], perTopic) => {
        const topicOf = new Map(contents.map(({ content, topic }) => [content, topic]));
        const times = new Map<string, number>();
        for (const { content } of rankContent(person, contents, { ...where, limit, perTopic })) {
          const topic = topicOf.get(content) ?? "";
          times.set(topic, (times.get(topic) ?? 0) + 1);
        }
        if (Math.max(...times.values()) > perTopic) throw new Error(`more than ${perTopic} of a topic`);
      }),
    ),
    law(
      "a showing tires, and tires less as time goes by",
      fc.property(reading, fc.nat(60 * DAY_MS), ([person, where], later) => {
        for (const { content } of contents) {
          const tired = (reader: ContentReader, now: EpochMs): number =>
            rankContent(reader, contents, { ...where, now, limit })
              .find((one) => one.content === content)
              ?.contributions.find(({ reason }) => reason === "fatigue")?.points ?? 0;
          const shown = { ...person, seen: [{ content, at: where.now }, ...(person.seen ?? [])] };
          const [before, after] = [tired(person, where.now), tired(shown, where.now)];
          if (!(after < before)) throw new Error(`${content}: ${before} to ${after} by one more showing`);
          const due = { ...shown, seen: shown.seen.filter(({ at }) => at <= where.now) };
          if (tired(due, where.now + later) < after) throw new Error(`${content} tires more after ${later} ms`);
        }
      }),
    ),
  ];
}

function arbitraryReader(contents: readonly Content[], now: EpochMs): fc.Arbitrary<ContentReader> {
  const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
  const names = contents.map(({ content }) => content);
  return fc.record(
    {
      elements: fc.dictionary(fc.constantFrom(...CONTENT_ELEMENTS), share),
      orientation: fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10),
      series: fc.dictionary(fc.constantFrom("a", ...contents.flatMap(({ series = [] }) => series)), share),
      seen: fc.array(
        fc.record({
          content: fc.constantFrom(...names),
          at: fc.integer({ min: now - 60 * DAY_MS, max: now + DAY_MS }),
        }),
        { maxLength: 8 },
      ),
    },
    { requiredKeys: [] },
  );
}
