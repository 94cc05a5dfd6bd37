import { describe, expect, it } from "vitest";
import { joinLeads, type LeadTouch, leadId, type TouchKind } from "./join-leads";

const touch = (id: string, kind: TouchKind, at: number, more: Partial<LeadTouch> = {}): LeadTouch => ({
  id,
  person: "p1",
  brand: "Nova",
  kind,
  at,
  source: "hotline",
  ...more,
});
const effects = (...touches: LeadTouch[]): unknown => {
  const { leads } = joinLeads(touches);
  return leads.map(({ state, openedAt, since, touches }) => [
    state,
    openedAt,
    since,
    touches.map(({ effect }) => effect),
  ]);
};

describe("joinLeads", () => {
  it("makes one lead of one person's touches for a brand and keeps every source", () => {
    const touches = [
      touch("1", "enquired", 5, { source: "mini-program" }),
      touch("2", "enquired", 6, { source: "fair" }),
      touch("3", "enquired", 7, { source: "fair" }),
      touch("4", "enquired", 8, { brand: "Terra" }),
      touch("5", "enquired", 9, { person: "p2" }),
    ];
    const { leads, refused } = joinLeads(touches);
    expect(refused).toEqual([]);
    expect(leads).toHaveLength(3);
    expect(leads.find(({ id }) => id === leadId("p1", "Nova"))).toMatchObject({
      state: "open",
      sources: ["fair", "mini-program"],
      touches: [
        { id: "1", effect: "opened" },
        { id: "2", effect: "kept" },
        { id: "3", effect: "kept" },
      ],
    });
  });

  it("reopens with history what was lost, ordered or cancelled", () => {
    expect(effects(touch("1", "enquired", 1), touch("2", "lost", 2), touch("3", "enquired", 3))).toEqual([
      ["open", 3, 3, ["opened", "lost", "reopened"]],
    ]);
    expect(effects(touch("1", "enquired", 1), touch("2", "ordered", 2), touch("3", "cancelled", 3))).toEqual([
      ["open", 3, 3, ["opened", "ordered", "reopened"]],
    ]);
    expect(effects(touch("1", "lost", 1), touch("2", "revived", 2))).toEqual([["open", 2, 2, ["lost", "reopened"]]]);
  });

  it("takes a lost lead that is ordered after all as ordered", () => {
    expect(effects(touch("1", "enquired", 1), touch("2", "lost", 2), touch("3", "ordered", 3))).toEqual([
      ["ordered", 1, 3, ["opened", "lost", "ordered"]],
    ]);
  });

  it("changes nothing by losing, cancelling or reviving what is not open, ordered or lost", () => {
    expect(effects(touch("1", "ordered", 1), touch("2", "lost", 2), touch("3", "revived", 3))).toEqual([
      ["ordered", 1, 1, ["ordered", "kept", "kept"]],
    ]);
    expect(effects(touch("1", "enquired", 1), touch("2", "cancelled", 2))).toEqual([
      ["open", 1, 1, ["opened", "kept"]],
    ]);
  });

  it("reads an enquiry before the order, and a loss last, of one instant", () => {
    expect(effects(touch("1", "lost", 5), touch("2", "ordered", 5), touch("3", "enquired", 5))).toEqual([
      ["ordered", 5, 5, ["opened", "ordered", "kept"]],
    ]);
  });

  it("names what it cannot use", () => {
    const bad = [
      touch("1", "enquired", 0.5),
      touch("2", "bought" as TouchKind, 1),
      touch("3", "enquired", 1, { person: "" }),
    ];
    const taken = [touch("4", "enquired", 9), touch("4", "enquired", 3), touch("4", "enquired", 3)];
    const { leads, refused } = joinLeads([...bad, ...taken]);
    expect(leads.map(({ openedAt }) => openedAt)).toEqual([3]);
    expect(refused.map(({ touch, reason }) => [touch.id, touch.at, reason])).toEqual([
      ["1", 0.5, "unreadable"],
      ["2", 1, "unreadable"],
      ["3", 1, "unreadable"],
      ["4", 9, "idTaken"],
    ]);
  });
});
