import { DAY_MS, type Event } from "@tributary/core";
import { definePolicy } from "@tributary/core/identity";
import { describe, expect, it } from "vitest";
import { daysOf, measureChurn } from "./churn";
import { connectedComponents } from "./connected-components";
import type { Matcher } from "./matcher";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 9,
  maxComponent: 100,
  consent: "off",
  types: [{ type: "key", normalise: "text", tier: 0 }],
});
const event = (id: string, at: number, ...values: readonly string[]): Event => ({
  id,
  type: "seen",
  at,
  source: "test",
  properties: {},
  ids: values.map((value) => ({ type: "key", value })),
});

describe("daysOf", () => {
  it("lets a late event arrive on the day of the newest before it", () => {
    const events = [event("a", 5), event("b", 2 * DAY_MS + 1), event("late", 7), event("c", 3 * DAY_MS)];
    expect(daysOf(events, 0).map((day) => day.events.map(({ id }) => id))).toEqual([["a"], [], ["b", "late"], ["c"]]);
  });
});

describe("measureChurn", () => {
  it("counts who is called otherwise than the evening before, among those who had a name then", () => {
    const days = [
      { events: [event("e1", 0, "ann"), event("e2", 0, "tablet")] },
      { events: [event("e3", 0, "ann", "tablet"), event("e4", 0, "ben")] }, // of 2, the tablet goes to Ann
      { events: [event("e5", 0, "cat")] }, // of 3, nobody
      { events: [event("e6", 0, "ben", "cat", "tablet")] }, // of 4, Ben and Cat go to Ann
    ];
    expect(measureChurn(connectedComponents(policy), days, policy)).toBe((1 + 0 + 2) / (2 + 3 + 4));
  });

  it("counts a lost name once, and a name found again not at all", () => {
    let evening = 0;
    const flickering: Matcher = { take: () => evening++, nameOf: () => (evening === 2 ? undefined : "somebody") };
    const days = [{ events: [event("e1", 0, "ann")] }, { events: [] }, { events: [] }, { events: [] }];
    expect(measureChurn(flickering, days, policy)).toBe(1 / 2);
  });

  it("is 0 where nothing happens", () => {
    expect(measureChurn(connectedComponents(policy), [], policy)).toBe(0);
  });
});
