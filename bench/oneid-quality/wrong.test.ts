import { DAY_MS, type Event, type Identifier, identifierKey } from "@tributary/core";
import { definePolicy, type Resolution, resolve } from "@tributary/core/identity";
import { generateWorld, type Ownership, scorePartition, type World } from "@tributary/core/testing";
import { automotive } from "@tributary/rules/presets/automotive";
import { describe, expect, it } from "vitest";
import { trueLinks, truePath } from "./true-links";
import { NEVER_SHOWN, wronglyApart } from "./wrongly-apart";
import { wronglyTogether } from "./wrongly-together";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 9,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "text", tier: 0, silence: "10d" },
    { type: "email", normalise: "text", tier: 1, hub: 2 },
    { type: "deviceId", normalise: "text", tier: 2 },
  ],
});
const id = (text: string): Identifier => {
  const [type = "", value = ""] = text.split(":");
  return { type, value };
};
const world = (
  truth: readonly Ownership[],
  seen: readonly (readonly [at: number, ids: string])[],
  shared: readonly string[] = [],
): World => ({
  label: "synthetic",
  seed: 0,
  from: 0,
  to: 100 * DAY_MS,
  truth,
  shared: shared.map(id),
  events: seen.map(
    ([at, ids], i): Event => ({
      id: `e${i}`,
      type: "seen",
      at,
      source: "w",
      properties: {},
      ids: ids.split(" ").map(id),
    }),
  ),
});
const has = (person: string, ...ids: readonly string[]): readonly Ownership[] =>
  ids.map((text) => ({ identifier: id(text), person, from: 0 }));
const read = ({ events, to }: World): Resolution =>
  resolve(
    {
      observations: events.map(({ id: obsId, ids, at, source }) => ({
        obsId,
        ids,
        at,
        source,
        strength: "bound",
        purpose: "p",
      })),
    },
    policy,
    { asOf: to },
  );
const together = (of: World) =>
  [...wronglyTogether(of, read(of))].map(([reason, { by, ...sums }]) => [reason, sums, [...by]]);
const apart = (of: World) =>
  [...wronglyApart(of, read(of), trueLinks(of, policy))].map(([reason, { persons, pairs }]) => [
    reason,
    persons,
    pairs,
  ]);

describe("trueLinks", () => {
  const { truth, ...rest } = world(
    [
      { identifier: id("phone:1"), person: "ann", from: 0, to: 50 },
      ...has("ann", "crmId:a", "email:a"),
      { identifier: id("phone:1"), person: "ben", from: 50 },
      ...has("ben", "crmId:b"),
    ],
    [
      [10, "phone:1 crmId:a deviceId:t"],
      [20, "crmId:a crmId:b"], // two persons on one event: no true link
      [60, "phone:1 crmId:b"],
      [70, "phone:1 email:a"], // it is Ben's by now
    ],
  );
  const links = trueLinks({ truth, ...rest }, policy);

  it("links what was seen together as one person's at that time", () => {
    expect(links.componentOf).toEqual([0, 0, 2, 3, 3]);
    expect(links.entryAt("phone:1", 49)).toBe(0);
    expect(links.entryAt("phone:1", 50)).toBe(3);
    expect(links.entryAt("deviceId:t", 10)).toBeUndefined();
  });

  it("finds a shortest way along true links", () => {
    expect(truePath(links, 0, 1)).toEqual([0, 1]);
    expect(truePath(links, 0, 0)).toEqual([0]);
    expect(truePath(links, 0, 2)).toBeUndefined();
  });

  it("joins nothing wrongly and not everything in a whole world", () => {
    const of = generateWorld({ seed: 3, persons: 40 });
    const { componentOf, entryAt } = trueLinks(of, automotive().identity);
    const { pairwise } = scorePartition(
      of.truth,
      (each, at) => `${componentOf[entryAt(identifierKey(each), at) as number]}`,
    );
    expect(pairwise.precision).toBe(1);
    expect(pairwise.recall).toBeGreaterThan(0.9);
    expect(pairwise.recall).toBeLessThan(1);
  });
});

describe("wronglyTogether", () => {
  it("names a shared device, by the edge that brought it in", () => {
    const tablet = world(
      [...has("ann", "phone:1", "crmId:a"), ...has("ben", "phone:2")],
      [
        [1, "phone:1 crmId:a"],
        [2, "phone:1 deviceId:t"],
        [3, "phone:2 deviceId:t"],
      ],
      ["deviceId:t"],
    );
    expect(together(tablet)).toEqual([["a shared device", { persons: 1, pairs: 2 }, [["phone–deviceId", 1]]]]);
  });

  it("names a colleague's phone, and an edge between two persons", () => {
    const typed = world(
      [...has("ann", "email:a"), ...has("ben", "email:b"), ...has("cat", "email:c"), ...has("dan", "email:d")],
      [
        [1, "phone:9 email:a"],
        [2, "phone:9 email:b"],
        [3, "email:c email:d"],
      ],
      ["phone:9"],
    );
    expect(together(typed)).toEqual([
      ["a colleague's phone", { persons: 1, pairs: 1 }, [["email–phone", 1]]],
      ["an identifier of somebody else's", { persons: 1, pairs: 1 }, [["email–email", 1]]],
    ]);
  });

  it("names a phone that changed hands unless it was cut", () => {
    const handed = (last: number, next: number): World =>
      world(
        [
          { identifier: id("phone:1"), person: "ann", from: 0, to: 30 * DAY_MS },
          ...has("ann", "email:a"),
          { identifier: id("phone:1"), person: "ben", from: 30 * DAY_MS },
          ...has("ben", "email:b"),
          ...has("ann", "crmId:a"),
          ...has("ben", "crmId:b"),
        ],
        [
          [last, "phone:1 email:a"],
          [last, "crmId:a phone:1"],
          [next, "phone:1 email:b"],
          [next, "crmId:b phone:1"],
        ],
      );
    expect(together(handed(25 * DAY_MS, 40 * DAY_MS))).toEqual([]);
    expect(together(handed(28 * DAY_MS, 31 * DAY_MS)).map(([reason]) => reason)).toEqual([
      "a phone that changed hands",
    ]);
  });
});

describe("wronglyApart", () => {
  it("says when no event shows that two belong together", () => {
    const lone = world(has("ann", "phone:1", "crmId:a", "email:a"), [[1, "phone:1 crmId:a"]]);
    expect(apart(lone)).toEqual([[NEVER_SHOWN, 1, 2]]);
  });

  it("says which limit refused the first true link that was not taken", () => {
    // Ben's CRM id came in first with Ann's e-mail, so Ann's own is refused.
    const stolen = world(
      [...has("ann", "email:a", "crmId:a", "phone:1"), ...has("ben", "crmId:b")],
      [
        [1, "email:a crmId:b"],
        [2, "email:a crmId:a"],
        [3, "crmId:a phone:1"],
      ],
    );
    expect(apart(stolen)).toEqual([["refused by the limit of crmId", 1, 2]]);
  });

  it("says what was taken for another owner's after a silence", () => {
    const cut = world(has("ann", "phone:1", "crmId:a", "crmId:b"), [
      [1, "phone:1 crmId:a"],
      [20 * DAY_MS, "phone:1 crmId:b"],
    ]);
    expect(apart(cut)).toEqual([["phone taken for another owner's after a silence", 1, 2]]);
  });

  it("says what was taken for a hub", () => {
    const hub = world(
      [...has("ann", "email:a", "phone:1"), ...has("ben", "phone:2"), ...has("cat", "phone:3")],
      [
        [1, "email:a phone:1"],
        [2, "email:a phone:2"],
        [3, "email:a phone:3"],
      ],
    );
    expect(apart(hub)).toEqual([["email taken for a hub", 1, 1]]);
  });
});
