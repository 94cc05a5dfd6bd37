import { describe, expect, it } from "vitest";
import { badgeLaws, levelLaws } from "../testing/level-laws";
import { awardBadges } from "./award-badges";
import { checkBadges, defineBadges } from "./badge-set";
import { checkLevels, defineLevels, type LevelScheme } from "./level-scheme";
import { type GrowthEntry, readLevel } from "./read-level";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);

const level = (name: string, from: number, keepFrom?: number): LevelScheme["levels"][number] => ({
  level: name,
  label: { zh: name, en: name },
  from,
  ...(keepFrom !== undefined && { keepFrom }),
});
const scheme = defineLevels({
  version: "1",
  zone: "Asia/Shanghai",
  windowMonths: 12,
  keepMonths: 12,
  levels: [level("silver", 0), level("gold", 100), level("platinum", 300, 200), level("diamond", 900)],
});
const gain = (id: string, at: number, growth: number, of?: string): GrowthEntry => ({
  id,
  at,
  leaf: "phone:1",
  growth,
  ...(of !== undefined && { of }),
});
/** Noon in Shanghai. */
const noon = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day, 4);
/** The first instant of a date in Shanghai. */
const start = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day - 1, 16);

describe("readLevel", () => {
  it("reaches a level at once, over others, and keeps it until the same date a year later", () => {
    const entries = [gain("a", noon(2024, 2, 29), 950)];
    const { since, ...reading } = readLevel(entries, scheme, { now: noon(2024, 3, 1) });
    expect(since).toBe(noon(2024, 2, 29));
    expect(reading).toMatchObject({ level: "diamond", growth: 950, keptUntil: start(2025, 2, 28), toKeep: 0 });
    expect(reading.next).toBeUndefined();
  });

  it("drops by one level a review, and not to what growth reaches", () => {
    const { history } = readLevel([gain("a", noon(2024, 2, 1), 950)], scheme, { now: noon(2030, 1, 1) });
    expect(history.map(({ code, at, to, growth }) => [code, at, to, growth])).toEqual([
      ["reached", noon(2024, 2, 1), "diamond", 950],
      ["dropped", start(2025, 2, 1), "platinum", 0],
      ["dropped", start(2026, 2, 1), "gold", 0],
      ["dropped", start(2027, 2, 1), "silver", 0],
    ]);
  });

  it("keeps a level at a review by the growth that keeping takes", () => {
    const entries = [gain("a", noon(2024, 2, 1), 300), gain("b", noon(2024, 8, 1), 200)];
    const { history, keptUntil } = readLevel(entries, scheme, { now: noon(2025, 2, 2) });
    expect(history.map(({ code, to }) => [code, to])).toEqual([
      ["reached", "platinum"],
      ["kept", "platinum"],
    ]);
    expect(keptUntil).toBe(start(2026, 2, 1));
    const short = [gain("a", noon(2024, 2, 1), 300), gain("b", noon(2024, 8, 1), 199)];
    expect(readLevel(short, scheme, { now: noon(2025, 2, 2) }).level).toBe("gold");
    expect(readLevel(short, scheme, { now: noon(2025, 1, 1) })).toMatchObject({ level: "platinum", toKeep: 0 });
  });

  it("counts growth until the start of the local date a window later", () => {
    const entries = [gain("a", noon(2024, 2, 1), 90), gain("b", noon(2024, 3, 1), 5)];
    const growth = (now: number): number => readLevel(entries, scheme, { now }).growth;
    expect([start(2025, 2, 1) - 1, start(2025, 2, 1)].map(growth)).toEqual([95, 5]);
    expect(readLevel(entries, scheme, { now: noon(2024, 4, 1) }).nextChange).toBe(start(2025, 2, 1));
  });

  it("takes back growth no more than it gave, from that moment on, and not a level held", () => {
    const entries = [
      gain("a", noon(2024, 2, 1), 100),
      gain("r", noon(2024, 3, 1), 150, "a"),
      gain("q", 5, 1, "nowhere"),
    ];
    const reading = readLevel(entries, scheme, { now: noon(2024, 4, 1) });
    expect(reading).toMatchObject({ level: "gold", growth: 0, toKeep: 100, unmatched: [entries[2]] });
    expect(readLevel(entries, scheme, { now: noon(2025, 2, 2) })).toMatchObject({ level: "silver", growth: 0 });
    expect(readLevel(entries, scheme, { now: noon(2025, 4, 1) })).toMatchObject({ level: "silver", growth: 0 });
  });

  it("names an id used twice", () => {
    const { conflicts, growth } = readLevel([gain("a", 1, 5), gain("a", 0, 7)], scheme, { now: 9 });
    expect([growth, conflicts.map(({ id }) => id)]).toEqual([7, ["a"]]);
  });

  it("throws where growth is not whole", () => {
    expect(() => readLevel([gain("a", 0, 0)], scheme, { now: 9 })).toThrow("growth of entry a must be a whole number");
    expect(() => readLevel([gain("a", 0.5, 1)], scheme, { now: 9 })).toThrow("at of entry a must be");
  });

  const lifelong = defineLevels({ version: "1", zone: "UTC", keepMonths: 1, maxDrop: 2, levels: scheme.levels });
  it.each([...levelLaws(scheme), ...levelLaws(lifelong)])("obeys: $name", ({ check }) => check({ numRuns: RUNS }));
});

describe("checkLevels", () => {
  it("locates every mistake", () => {
    const bad = { ...scheme, zone: "Asia/Shangai", keepMonth: 1, levels: [level("a", 1)] };
    const pointers = (input: unknown): readonly string[] => {
      const checked = checkLevels(input);
      return checked.ok ? [] : checked.error.map(({ pointer }) => pointer);
    };
    expect(pointers(bad)).toEqual(["/zone", "/keepMonth"]);
    expect(pointers({ ...scheme, levels: [level("a", 1), level("a", 1, 2)] })).toEqual([
      "/levels/0/from",
      "/levels/1/level",
      "/levels/1/from",
      "/levels/1/keepFrom",
    ]);
    expect(() => defineLevels({ ...scheme, levels: [] })).toThrow("level scheme was refused");
  });
});

const badges = defineBadges({
  version: "1",
  zone: "Asia/Shanghai",
  badges: [
    { badge: "driver", label: { zh: "试驾达人", en: "Driver" }, all: [{ type: "drive", atLeast: 3, withinDays: 4 }] },
    {
      badge: "regular",
      label: { zh: "常客", en: "Regular" },
      all: [
        { type: "checkIn", atLeast: 2, per: "day" },
        { type: "drive", atLeast: 1, withinDays: 3 },
      ],
    },
  ],
});

describe("awardBadges", () => {
  const did = (type: string, ...days: number[]): { id: string; at: number; type: string }[] =>
    days.map((day) => ({ id: `${type}${day}`, at: noon(2024, 1, day), type }));

  it("counts within its dates, today's included", () => {
    expect(awardBadges(did("drive", 1, 2, 5), badges, { now: noon(2024, 1, 9) })).toEqual([]);
    expect(awardBadges(did("drive", 2, 3, 5), badges, { now: noon(2024, 1, 9) })).toEqual([
      { badge: "driver", at: noon(2024, 1, 5), because: [{ type: "drive", counted: 3, atLeast: 3 }] },
    ]);
  });

  it("counts days as days, and asks for all conditions at one moment", () => {
    const twice = [...did("checkIn", 1), { id: "again", at: noon(2024, 1, 1) + 1, type: "checkIn" }];
    expect(awardBadges([...twice, ...did("drive", 1)], badges, { now: noon(2024, 1, 9) })).toEqual([]);
    expect(awardBadges([...did("checkIn", 1, 4), ...did("drive", 1)], badges, { now: noon(2024, 1, 9) })).toEqual([]);
    const awards = awardBadges([...did("checkIn", 1, 3), ...did("drive", 1)], badges, { now: noon(2024, 1, 9) });
    expect(awards.map(({ badge, at }) => [badge, at])).toEqual([["regular", noon(2024, 1, 3)]]);
  });

  it("locates every mistake in a set", () => {
    const [first] = badges.badges;
    const checked = checkBadges({ ...badges, badges: [first, first] });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/badges/1/badge"]);
    expect(() => defineBadges({ ...badges, badges: [] })).toThrow("badge set was refused");
  });

  it.each(badgeLaws(badges))("obeys: $name", ({ check }) => check({ numRuns: RUNS }));
});
