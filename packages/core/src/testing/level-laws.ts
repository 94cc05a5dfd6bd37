import * as fc from "fast-check";
import { awardBadges, type BadgeSet, type GrowthEntry, type Happening, type LevelScheme, readLevel } from "../loyalty";
import { DAY_MS } from "../model";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";

const START = Date.UTC(2024, 0, 1);
const day = fc.integer({ min: 0, max: 900 });
const moment = fc.integer({ min: 0, max: 1_200 * DAY_MS }).map((ms) => START + ms);

/**
 * The laws of levels, to run on a host's own scheme.
 *
 * @example
 * const levels = [{ level: "member", label: { zh: "会员", en: "Member" }, from: 0 }];
 * levelLaws(defineLevels({ version: "1", zone: "UTC", keepMonths: 12, levels })).length; // => 4
 */
export function levelLaws(scheme: LevelScheme): readonly Law[] {
  const { levels, maxDrop = 1 } = scheme;
  const histories = growthEntries(levels[levels.length - 1]?.from ?? 1);
  const rankOf = (level: string): number => levels.findIndex((one) => one.level === level);
  return [
    law(
      "order and copies of growth entries change nothing",
      fc.property(histories, moment, (entries, now) => {
        const mixed = [...entries, ...entries].reverse();
        same(readLevel(mixed, scheme, { now }), readLevel(entries, scheme, { now }), "mixed");
      }),
    ),
    law(
      "nobody is below what their growth reaches, drops before the review, or drops too far",
      fc.property(histories, moment, (entries, now) => {
        const { level, growth, history } = readLevel(entries, scheme, { now });
        const reached = levels.filter(({ from }) => growth >= from).length - 1;
        claim(rankOf(level) >= reached, `${level} with ${growth}`);
        for (const { at, code, from, to } of history) {
          const before = readLevel(entries, scheme, { now: at - 1 });
          same(before.level, from, "the level before a move");
          if (code === "reached") claim(rankOf(to) > rankOf(from), `reached ${to} from ${from}`);
          else same(before.keptUntil, at, `${code}, but not at the review`);
          if (code === "dropped") claim(rankOf(from) - rankOf(to) <= maxDrop, `from ${from} to ${to}`);
        }
      }),
    ),
    law(
      "what has been told of the past stays told",
      fc.property(histories, moment, fc.nat(400), (entries, now, days) => {
        const { history } = readLevel(entries, scheme, { now });
        const later = readLevel(entries, scheme, { now: now + days * DAY_MS });
        same(later.history.slice(0, history.length), history, "history");
      }),
    ),
    law(
      "nothing changes before the announced next change",
      fc.property(histories, moment, fc.nat(400), (entries, now, days) => {
        const reading = readLevel(entries, scheme, { now });
        const { nextChange = Number.POSITIVE_INFINITY } = reading;
        claim(nextChange > now, `announced ${nextChange} at ${now}`);
        const then = Math.min(now + days * DAY_MS, nextChange - 1);
        same(readLevel(entries, scheme, { now: then }), reading, "changed");
      }),
    ),
  ];
}

/** Up to eight entries over two and a half years, some taken back, on the scale of a level. */
function growthEntries(scale: number): fc.Arbitrary<readonly GrowthEntry[]> {
  const entry = fc.record({
    days: day,
    growth: fc.integer({ min: 1, max: Math.max(1, scale) }),
    of: fc.option(fc.nat(7), { nil: undefined, freq: 3 }),
  });
  return fc.array(entry, { maxLength: 8 }).map((drafts) =>
    drafts.map(({ days, growth, of }, i) => ({
      id: `e${i}`,
      at: START + days * DAY_MS,
      leaf: "a",
      growth,
      ...(of !== undefined && { of: `e${of}` }),
    })),
  );
}

/**
 * The laws of badges, to run on a host's own set.
 *
 * @example
 * const all = [{ type: "checkedIn", atLeast: 2 }];
 * const badges = [{ badge: "regular", label: { zh: "常客", en: "Regular" }, all }];
 * badgeLaws(defineBadges({ version: "1", zone: "UTC", badges })).length; // => 3
 */
export function badgeLaws(set: BadgeSet): readonly Law[] {
  const types = set.badges.flatMap(({ all }) => all.map(({ type }) => type));
  const happenings: fc.Arbitrary<readonly Happening[]> = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(...types)), { maxLength: 30 })
    .map((all) => all.map(([halves, type], i) => ({ id: `e${i}`, at: START + (halves * DAY_MS) / 2, type })));
  const soon = fc.integer({ min: 0, max: 24 }).map((halves) => START + (halves * DAY_MS) / 2);
  return [
    law(
      "order and copies of events change nothing",
      fc.property(happenings, soon, (all, now) => {
        same(awardBadges([...all, ...all].reverse(), set, { now }), awardBadges(all, set, { now }), "mixed");
      }),
    ),
    law(
      "a badge is awarded once, and never lost",
      fc.property(happenings, soon, fc.nat(12), (all, now, halves) => {
        const before = awardBadges(all, set, { now });
        const awarded = before.map(({ badge }) => badge);
        same(awardBadges(all, set, { now, awarded }), [], "awarded again");
        const later = awardBadges(all, set, { now: now + (halves * DAY_MS) / 2 });
        same(
          later.filter(({ badge }) => awarded.includes(badge)),
          before,
          "kept",
        );
      }),
    ),
    law(
      "a badge is earned at the first moment at which it can be awarded",
      fc.property(happenings, soon, (all, now) => {
        for (const { badge, at, because } of awardBadges(all, set, { now })) {
          claim(at <= now && because.every(({ counted, atLeast }) => counted >= atLeast), `${badge} at ${at}`);
          const before = awardBadges(all, set, { now: at - 1 });
          claim(
            before.every((one) => one.badge !== badge),
            `${badge} could be awarded before ${at}`,
          );
        }
      }),
    ),
  ];
}
