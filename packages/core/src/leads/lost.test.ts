import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { claimLost, decideLost, LOST_REASONS, type LostClaim, type LostReason, type LostStatement } from "./claim-lost";
import { type RecallSituation, recallList } from "./recall-list";
import { recontactSample } from "./recontact-sample";
import { reviveLost } from "./revive-lost";

const statement = (reason: LostReason, more: Partial<LostStatement> = {}): LostStatement => ({
  lead: "a",
  dealer: "d1",
  claimant: "wang",
  at: 10,
  reason,
  ...more,
});
const approved = (reason: LostReason, more: Partial<LostClaim> = {}): LostClaim => ({
  ...statement(reason),
  state: "approved",
  decidedBy: "li",
  decidedAt: 12,
  ...more,
});

describe("claimLost", () => {
  it.each([
    [statement("boughtCompetitor"), "competitorMissing"],
    [statement("boughtCompetitor", { competitor: "" }), "competitorMissing"],
    [statement("postponed", { askAgainAt: 10 }), "askAgainMissing"],
    [statement("noReply", { attempts: 0 }), "attemptsMissing"],
    [statement("gone" as LostReason), "unknownReason"],
  ])("refuses %j: %s", (one, error) => {
    expect(claimLost({ state: "open" }, one)).toEqual({ ok: false, error });
  });

  it("takes only open leads", () => {
    for (const state of ["ordered", "lost"] as const) {
      expect(claimLost({ state }, statement("price"))).toEqual({ ok: false, error: "notOpen" });
    }
    expect(claimLost({ state: "open" }, statement("price"))).toMatchObject({ ok: true, value: { state: "claimed" } });
  });
});

describe("decideLost", () => {
  const claim: LostClaim = { ...statement("price"), state: "claimed" };

  it("approves or refuses once, by somebody else, not before the claim", () => {
    expect(decideLost(claim, { by: "li", at: 10 })).toMatchObject({
      ok: true,
      value: { state: "approved", decidedBy: "li", decidedAt: 10 },
    });
    expect(decideLost(claim, { by: "li", at: 11, refusal: "noProof" })).toMatchObject({
      ok: true,
      value: { state: "refused", refusal: "noProof" },
    });
    expect(decideLost(claim, { by: "wang", at: 11 })).toEqual({ ok: false, error: "ownClaim" });
    expect(decideLost(claim, { by: "wang", at: 11, refusal: "noProof" })).toEqual({ ok: false, error: "ownClaim" });
    expect(decideLost(claim, { by: "li", at: 9 })).toEqual({ ok: false, error: "beforeClaim" });
    expect(decideLost(approved("price"), { by: "li", at: 20 })).toEqual({ ok: false, error: "alreadyDecided" });
  });
});

describe("recontactSample", () => {
  it("draws about its share", () => {
    const claims = Array.from({ length: 2_000 }, (_, i) => approved("price", { lead: `L${i}` }));
    const drawn = recontactSample(claims, { share: 0.1, seed: 4 });
    expect(Math.abs(drawn.length - 200)).toBeLessThan(4 * Math.sqrt(180)); // four standard errors
    expect(recontactSample(claims, { share: 0.1, seed: 5 })).not.toEqual(drawn);
    expect(() => recontactSample([], { share: 1.1, seed: 1 })).toThrow(RangeError);
  });
});

describe("reviveLost", () => {
  const read = (...bands: readonly (readonly [number, string])[]) =>
    bands.map(([at, band]) => ({ lead: "a", at, band }));
  const revived = (readings: ReturnType<typeof read>, claim = approved("price")) =>
    reviveLost([claim], readings, { upper: ["high"], now: 100 }).map(({ at }) => at);

  it("revives at the first return into an upper band after the loss", () => {
    expect(revived(read([5, "low"], [20, "high"], [30, "low"], [40, "high"]))).toEqual([20]);
    expect(revived(read([20, "high"], [5, "low"]).reverse())).toEqual([20]);
  });

  it("does not revive a lead that was lost in an upper band until it left and came back", () => {
    expect(revived(read([5, "low"], [8, "high"], [20, "high"]))).toEqual([]);
    expect(revived(read([8, "high"], [20, "low"], [30, "high"]))).toEqual([30]);
  });

  it("leaves alone what is not approved, not lost yet or not due", () => {
    const back = read([5, "low"], [20, "high"]);
    expect(revived(back, { ...statement("price"), state: "claimed" })).toEqual([]);
    expect(revived(back, approved("price", { decidedAt: 20 }))).toEqual([]);
    expect(reviveLost([approved("price")], back, { upper: ["high"], now: 19 })).toEqual([]);
  });
});

describe("recallList", () => {
  const now = 10 * 365 * DAY_MS;
  const nothing: RecallSituation = { now };
  const all: RecallSituation = {
    now,
    offers: new Map([["a", "spring"]]),
    available: new Set(["a"]),
    credit: new Set(["a"]),
    contacts: new Set(["a"]),
    interested: new Set(["a"]),
  };
  const answer = (claim: LostClaim, situation: RecallSituation): unknown => {
    const { recall, out } = recallList([claim], situation);
    return recall[0]?.because ?? out[0]?.reason;
  };

  it("knows for every reason what would make another call work, and what would not", () => {
    const recent = now - DAY_MS;
    expect(
      LOST_REASONS.map((reason) => [
        reason,
        answer(approved(reason, { at: recent, askAgainAt: now + 1 }), nothing),
        answer(approved(reason, { askAgainAt: now }), all),
      ]),
    ).toEqual([
      ["price", "noOffer", "offerNow"],
      ["boughtCompetitor", "boughtCompetitor", "replacementDue"],
      ["noReply", "justTried", "quietLongEnough"],
      ["postponed", "askAgainLater", "timeHasCome"],
      ["unavailable", "stillUnavailable", "availableNow"],
      ["creditRefused", "stillNoCredit", "creditNow"],
      ["notInterested", "noInterest", "interestBack"],
      ["wrongContact", "noContact", "newContact"],
    ]);
  });

  it("recalls only what was approved", () => {
    expect(answer({ ...statement("price"), state: "claimed" }, all)).toBe("notApproved");
    expect(answer(approved("price", { state: "refused" }), all)).toBe("notApproved");
  });
});
