import { DAY_MS, DefinitionError } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTags, defineTags } from "./define-tags";
import { deriveTags } from "./derive-tags";
import { checkTagStatement, EVERY_TAG, type TagStatement } from "./statement";
import { deleteForSubject, listForSubject } from "./subject-tags";

const over = (value: number) => ({ fact: "visits", operator: "greaterThan", value });
const set = defineTags([
  { tag: "fan", group: "journey", label: { zh: "狂热死忠粉", en: "Fan" }, when: over(9) },
  { tag: "regular", group: "journey", label: { zh: "活跃路人粉", en: "Regular" }, when: over(3) },
  { tag: "newcomer", group: "journey", label: { zh: "入门新人", en: "Newcomer" }, when: over(0) },
  { tag: "recent", validity: { from: "lastVisitAt", lasts: "7d" }, when: over(0) },
  { tag: "level", fact: "level" },
]);
const namesOf = (facts: object, statements: readonly TagStatement[] = [], now = 0): readonly string[] =>
  deriveTags(set, { ...facts }, { now, statements }).tags.map(({ tag }) => tag);
const staff = (tag: string, says: "give" | "withhold" | "clear", at = 0, more: object = {}): TagStatement => ({
  by: "staff",
  tag,
  at,
  says,
  author: "adviser:17",
  ...more,
});
const subject = (tag: string, says: "optOut" | "optIn", at = 0): TagStatement => ({ by: "subject", tag, at, says });

const statement: fc.Arbitrary<TagStatement> = fc
  .tuple(
    fc.constantFrom("fan", "regular", "newcomer", "recent", "level"),
    fc.constantFrom("give", "withhold", "clear", "optOut", "optIn", "all-optOut", "all-optIn"),
    fc.integer({ min: 0, max: 6 }),
    fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  )
  .map(([tag, says, at, lasts]) => {
    if (says === "optOut" || says === "optIn") return subject(tag, says, at);
    if (says === "all-optOut" || says === "all-optIn") return subject(EVERY_TAG, says.slice(4) as "optIn", at);
    const more = lasts === undefined ? {} : { expiresAt: at + lasts };
    return staff(tag, says as "give", at, { ...more, ...(tag === "level" && says === "give" && { value: "gold" }) });
  });
const statements = fc.array(statement, { maxLength: 8 });
const facts = fc.record({ visits: fc.nat(12), lastVisitAt: fc.integer({ min: -8, max: 2 }).map((n) => n * DAY_MS) });

describe("groups", () => {
  it("give the first of them that holds, and name it to the others", () => {
    expect(namesOf({ visits: 1 })).toEqual(["newcomer"]);
    expect(namesOf({ visits: 5 })).toEqual(["regular"]);
    const derived = deriveTags(set, { visits: 5 }, { now: 0 });
    expect(derived.explain("newcomer")).toMatchObject({ given: false, reason: "outranked", outrankedBy: "regular" });
    expect(derived.explain("fan").reason).toBeUndefined();
  });

  it("never give two, and give the one of staff before the rule's", () => {
    fc.assert(
      fc.property(facts, statements, fc.nat(12), (known, said, now) => {
        const journey = deriveTags(set, known, { now, statements: said }).tags.filter(({ group }) => group);
        expect(journey.length).toBeLessThanOrEqual(1);
      }),
    );
    expect(namesOf({ visits: 20 }, [staff("newcomer", "give")])).toEqual(["newcomer"]);
  });
});

describe("a validity", () => {
  it("lasts from its date up to, and not at, its end, to the millisecond", () => {
    const known = { visits: 1, lastVisitAt: 100 };
    const recent = (now: number): boolean => namesOf(known, [], now).includes("recent");
    expect([99, 100, 100 + 7 * DAY_MS - 1, 100 + 7 * DAY_MS].map(recent)).toEqual([false, true, true, false]);
    expect(deriveTags(set, known, { now: 200 }).explain("recent").until).toBe(100 + 7 * DAY_MS);
    expect(deriveTags(set, known, { now: 8 * DAY_MS }).explain("recent").reason).toBe("expired");
    expect(deriveTags(set, { visits: 1 }, { now: 0 }).explain("recent").reason).toBe("missing");
    expect(deriveTags(set, { visits: 1, $bound: ["lastVisitAt"] }, { now: 0 }).explain("recent").reason).toBe("bound");
  });

  it("is refused where it counts from nothing, or from no date", () => {
    const schema = { visits: { type: "number" }, at: { type: "date" } } as const;
    const check = (validity: object): unknown => {
      const checked = checkTags([{ tag: "t", when: over(0), validity }], { schema });
      return checked.ok ? [] : checked.error.map(({ code, pointer }) => [code, pointer]);
    };
    expect(check({ from: "at", lasts: "7d" })).toEqual([]);
    expect(check({ from: "visits", lasts: "7 moons" })).toEqual([
      ["bad-value", "/0/validity/lasts"],
      ["wrong-type", "/0/validity/from"],
    ]);
    expect(check({ from: "att", last: "7d" })).toEqual([
      ["bad-value", "/0/validity/lasts"],
      ["unknown-key", "/0/validity/last"],
      ["unknown-fact", "/0/validity/from"],
    ]);
    expect(() => defineTags([{ tag: EVERY_TAG, when: over(0) }])).toThrow(DefinitionError);
  });
});

describe("statements", () => {
  it("say the same in any order, said once or twice", () => {
    fc.assert(
      fc.property(facts, statements, fc.nat(12), (known, said, now) => {
        const inOrder = deriveTags(set, known, { now, statements: said }).tags;
        const turned = deriveTags(set, known, { now, statements: [...said, ...said].reverse() }).tags;
        expect(JSON.stringify(turned)).toBe(JSON.stringify(inOrder));
      }),
    );
  });

  it("never give back what the person opted out of", () => {
    fc.assert(
      fc.property(facts, statements, fc.nat(12), (known, said, now) => {
        const all = [...said.filter(({ by }) => by === "staff"), subject("regular", "optOut", 3)];
        const given = namesOf(known, all, now).includes("regular");
        expect(given && now >= 3).toBe(false);
        expect(namesOf(known, [...all, subject(EVERY_TAG, "optOut")], Math.max(now, 3))).not.toContain("regular");
      }),
    );
  });

  it("explain every tag as it came out", () => {
    fc.assert(
      fc.property(facts, statements, fc.nat(12), (known, said, now) => {
        const derived = deriveTags(set, known, { now, statements: said });
        for (const { tag } of set.definitions) {
          const { given, reason } = derived.explain(tag);
          expect(given).toBe(derived.tags.some((one) => one.tag === tag));
          expect(given && reason !== undefined).toBe(false);
        }
      }),
    );
  });

  it("of staff stand above the rule until they expire or are cleared", () => {
    const vip = staff("level", "give", 5, { value: "gold", expiresAt: 9 });
    expect([4, 5, 8, 9].map((now) => namesOf({}, [vip], now).includes("level"))).toEqual([false, true, true, false]);
    expect(deriveTags(set, {}, { now: 5, statements: [vip] }).tags).toEqual([
      { tag: "level", value: "gold", until: 9, stated: vip },
    ]);
    expect(namesOf({ visits: 1 }, [staff("newcomer", "withhold")])).toEqual([]);
    expect(namesOf({ visits: 1 }, [staff("newcomer", "withhold"), staff("newcomer", "clear", 1)], 1)).toEqual([
      "newcomer",
    ]);
  });

  it("of one instant: the more careful stands", () => {
    expect(namesOf({}, [staff("fan", "give"), staff("fan", "withhold"), staff("fan", "clear")])).toEqual([]);
    expect(namesOf({}, [staff("fan", "withhold"), staff("fan", "give")])).toEqual([]);
    expect(namesOf({}, [staff("fan", "clear"), staff("fan", "give")])).toEqual([]);
    expect(namesOf({ visits: 1 }, [subject("newcomer", "optIn"), subject("newcomer", "optOut")])).toEqual([]);
  });

  it("of one tag and of every tag: the last word counts", () => {
    const all = subject(EVERY_TAG, "optOut", 1);
    expect(namesOf({ visits: 1 }, [all, subject("newcomer", "optIn", 2)], 2)).toEqual(["newcomer"]);
    expect(namesOf({ visits: 1 }, [subject("newcomer", "optIn", 1), all], 2)).toEqual([]);
  });

  it("of tags that are not there are told", () => {
    const gone = staff("gone", "give");
    expect(deriveTags(set, {}, { now: 0, statements: [gone, subject(EVERY_TAG, "optIn")] }).unused).toEqual([gone]);
  });
});

describe("checkTagStatement", () => {
  it.each([
    [{ ...staff("vip", "give"), author: "" }, ["/author"]],
    [{ ...staff("vip", "withhold"), value: 1 }, ["/value"]],
    [{ ...staff(EVERY_TAG, "give") }, ["/tag"]],
    [{ ...staff("vip", "give"), at: 0.5, colour: "red" }, ["/at", "/colour"]],
    [{ ...subject("vip", "optOut"), author: "adviser:17" }, ["/author"]],
    [{ by: "nobody" }, ["/by", "/tag", "/at", "/says", "/author"]],
    [null, [""]],
  ])("refuses %j", (input, pointers) => {
    const checked = checkTagStatement(input);
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe("listForSubject", () => {
  it("tells what is given and why, and everything that was said", () => {
    const said = [staff("level", "give", 5, { value: "gold", expiresAt: 9 }), staff("gone", "give", 2)];
    const lines = listForSubject(set, { visits: 5 }, said, { now: 6 });
    expect(lines.map(({ tag, given, source, value, because }) => [tag, given, source, value, because])).toEqual([
      ["regular", true, "rule", undefined, [{ fact: "visits", value: 5 }]],
      ["level", true, "staff", "gold", []],
      ["gone", false, undefined, undefined, []],
    ]);
    expect(lines.flatMap(({ statements }) => statements)).toEqual(said);
    expect(listForSubject(set, {}, said, { now: 20 }).map(({ tag, given }) => [tag, given])).toEqual([
      ["level", false],
      ["gone", false],
    ]);
  });

  it("lists every tag that is given, and every statement once", () => {
    fc.assert(
      fc.property(facts, statements, fc.nat(12), (known, said, now) => {
        const lines = listForSubject(set, known, said, { now });
        expect(lines.filter(({ given }) => given).map(({ tag }) => tag)).toEqual(namesOf(known, said, now));
        expect(lines.flatMap((line) => line.statements).length).toBe(said.length);
        expect(listForSubject(set, known, [...said].reverse(), { now })).toEqual(lines);
      }),
    );
  });
});

describe("deleteForSubject", () => {
  it("leaves nothing that could give a deleted tag again, and loses nothing of the others", () => {
    const tags = fc.option(fc.subarray(["fan", "regular", "level"], { minLength: 1 }), { nil: undefined });
    fc.assert(
      fc.property(facts, statements, tags, (known, said, chosen) => {
        const { deleted, kept } = deleteForSubject(said, { now: 12, ...(chosen && { tags: chosen }) });
        const gone = chosen ?? set.definitions.map(({ tag }) => tag);
        for (const tag of namesOf(known, kept, 20)) expect(gone).not.toContain(tag);
        expect([...deleted, ...kept].filter((one) => said.includes(one)).length).toBe(said.length);
        expect(kept.some(({ by, tag }) => by === "staff" && gone.includes(tag))).toBe(false);
      }),
    );
  });
});
