import { describe, expect, it } from "vitest";
import type { Person } from "../model";
import { applyPersonDiff } from "./apply-person-diff";
import { describeDiff } from "./describe-diff";
import { diffPersons, type PersonsByName } from "./diff-persons";
import { redirects } from "./redirects";

const person = (oneId: string, ...values: readonly string[]): Person => ({
  oneId,
  ids: values.map((value) => ({ type: "device", value })),
});
/** Persons, with OneIDs that lead to one of them beside its own. */
const named = (persons: readonly Person[], leads: Readonly<Record<string, string>> = {}): PersonsByName => ({
  persons,
  lookup: (oneId) => persons.find((one) => one.oneId === (leads[oneId] ?? oneId)),
});
const [anna, bo, both] = [person("p_a", "a1", "a2"), person("p_b", "b1"), person("p_a", "a1", "a2", "b1")];

describe("diffPersons", () => {
  it("says nothing of persons who stay, however they are listed", () => {
    const turned = [bo, { ...anna, ids: [...anna.ids].reverse() }];
    const nothing = { created: [], redirected: [], retired: [], moved: [], degraded: [] };
    expect(diffPersons([anna, bo], named(turned))).toEqual(nothing);
  });

  it("tells those that are new, those that lead elsewhere and those that are gone", () => {
    expect(diffPersons([bo, person("p_c", "c1")], named([both], { p_b: "p_a" }))).toEqual({
      created: ["p_a"],
      redirected: [{ from: "p_b", to: "p_a" }],
      retired: ["p_c"],
      moved: [
        { key: "device:a1", to: "p_a" },
        { key: "device:a2", to: "p_a" },
        { key: "device:b1", from: "p_b", to: "p_a" },
        { key: "device:c1", from: "p_c" },
      ],
      degraded: [],
    });
  });

  it("finds what moved between two persons who both stay", () => {
    const diff = diffPersons([anna, bo], named([person("p_a", "a1"), person("p_b", "b1", "a2")]));
    expect(diff.moved).toEqual([{ key: "device:a2", from: "p_a", to: "p_b" }]);
    expect(describeDiff(diff)).toEqual({
      merges: [],
      splits: [],
      transfers: [{ from: "p_a", to: "p_b", keys: ["device:a2"] }],
    });
  });

  it("tells persons whose certainty changed, and applies it", () => {
    const previous = [{ ...anna, degraded: "max-component" }, bo];
    const next = [anna, { ...bo, degraded: "max-component" }];
    const diff = diffPersons(previous, named(next));
    expect(diff.degraded).toEqual([{ oneId: "p_a" }, { oneId: "p_b", degraded: "max-component" }]);
    expect(applyPersonDiff(previous, diff)).toEqual(next);
  });

  it("throws on a OneID or an identifier that is there twice", () => {
    expect(() => diffPersons([anna, anna], named([]))).toThrow('previous has two persons of the OneID "p_a"');
    expect(() => diffPersons([], named([bo, bo]))).toThrow("next has two persons");
    expect(() => diffPersons([], named([anna, both].map((one, i) => ({ ...one, oneId: `p_${i}` }))))).toThrow(
      '"device:a1" is in two persons',
    );
  });
});

describe("applyPersonDiff", () => {
  const merge = diffPersons([anna, bo], named([both], { p_b: "p_a" }));

  it("leaves persons it does not touch the objects they were", () => {
    const other = person("p_0", "z", "y");
    expect(applyPersonDiff([anna, bo, other], merge)).toEqual([other, both]);
    expect(applyPersonDiff([anna, bo, other], merge)[0]).toBe(other);
  });

  it("leaves out what persons it touches were before, which no diff speaks of", () => {
    const former = [{ identifier: { type: "phone", value: "+8613912345678" }, epoch: 0, to: 9 }];
    const kept = { ...person("p_c", "c1"), former };
    expect(applyPersonDiff([{ ...anna, former }, bo, kept], merge)).toEqual([both, kept]);
  });

  it.each([
    ["one that ended is not there", [anna], "previous has no person p_b"],
    ["an identifier is not there", [anna, person("p_b", "b2")], 'previous has no "device:b1" in p_b'],
    ["an identifier is there already", [both, bo], 'previous has "device:b1" in p_a already'],
    ["one that ended has more", [anna, person("p_b", "b1", "b2")], "identifiers of p_b that the diff leaves behind"],
  ])("throws when %s", (_, previous, message) => {
    expect(() => applyPersonDiff(previous, merge)).toThrow(message);
  });

  it("throws when one that begins is there already, or one that gains is not", () => {
    const split = diffPersons([both], named([anna, bo]));
    expect(() => applyPersonDiff([both, bo], split)).toThrow("previous has a person p_b already");
    const gain = diffPersons([bo], named([person("p_b", "b1", "b2")]));
    expect(() => applyPersonDiff([], gain)).toThrow("previous has no person p_b");
    const degraded = diffPersons([bo], named([{ ...bo, degraded: "max-component" }]));
    expect(() => applyPersonDiff([], degraded)).toThrow("previous has no person p_b");
  });
});

describe("describeDiff", () => {
  it("tells a person renamed by a better leader as a merge of one", () => {
    const diff = diffPersons([anna], named([person("p_new", "n1", "a1", "a2")], { p_a: "p_new" }));
    expect(describeDiff(diff)).toEqual({ merges: [{ into: "p_new", from: ["p_a"] }], splits: [], transfers: [] });
  });

  it("tells a split whose leading part joined somebody else", () => {
    const parts = named([person("p_b", "b1", "a1"), person("p_c", "a2")], { p_a: "p_b" });
    expect(describeDiff(diffPersons([anna, bo], parts))).toEqual({
      merges: [{ into: "p_b", from: ["p_a"] }],
      splits: [{ from: "p_a", into: ["p_c"] }],
      transfers: [],
    });
  });

  it("tells a split into several, and of a person whose leader left", () => {
    const parts = named([person("p_d", "b1"), person("p_c", "a2")]);
    expect(describeDiff(diffPersons([both], parts)).splits).toEqual([{ from: "p_a", into: ["p_c", "p_d"] }]);
  });
});

describe("redirects", () => {
  it("moves rows that stand after their identifier, and drops those of OneIDs that live again", () => {
    const standing = [
      { from: "p_b", to: "p_a" },
      { from: "p_x", to: "p_a" },
      { from: "p_y" },
      { from: "p_z", to: "p_a" },
    ];
    const next = named([anna, bo, person("p_y", "y1")], { p_x: "p_b", p_z: "p_none" });
    expect(redirects([both], next, { standing })).toEqual([
      { code: "revive", from: "p_b" },
      { code: "redirect", from: "p_x", to: "p_b" },
      { code: "revive", from: "p_y" },
      { code: "retire", from: "p_z" },
    ]);
  });

  it("says nothing of rows that stay right", () => {
    expect(redirects([both], named([both], { p_b: "p_a" }), { standing: [{ from: "p_b", to: "p_a" }] })).toEqual([]);
  });

  it("throws on two rows for one OneID", () => {
    const standing = [{ from: "p_b" }, { from: "p_b", to: "p_a" }];
    expect(() => redirects([], named([]), { standing })).toThrow('standing has two rows for the OneID "p_b"');
  });
});
