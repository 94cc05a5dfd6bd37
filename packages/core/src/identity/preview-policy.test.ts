import { describe, expect, it } from "vitest";
import type { Identifier } from "../model";
import { definePolicy } from "./define-policy";
import type { Evidence, Observation } from "./evidence";
import type { IdentifierType, IdentityPolicy } from "./policy";
import { type PolicyPreview, previewPolicy } from "./preview-policy";

const crmType: IdentifierType = { type: "crmId", normalise: "text", tier: 0, limit: 1 };
const deviceType: IdentifierType = { type: "device", normalise: "text", tier: 2 };
const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 20,
  maxComponent: 100,
  consent: "off",
  types: [crmType, deviceType],
});
const crm = (n: number): Identifier => ({ type: "crmId", value: `C-${n}` });
const tablet: Identifier = { type: "device", value: "tablet" };

let observed = 0;
const seen = (...ids: readonly Identifier[]): Observation => ({
  obsId: `o${++observed}`,
  ids,
  at: observed,
  source: "app",
  strength: "bound",
  purpose: "service",
});
const evidence: Evidence = { observations: [1, 2, 3].map((n) => seen(crm(n), tablet)) };
const names = new Map(
  ["crmId:C-1", "crmId:C-2", "crmId:C-3", "device:tablet"].map((key, seq) => [key, { seed: `s${seq}`, seq }]),
);
const preview = (before: Partial<IdentityPolicy>, after: Partial<IdentityPolicy>, explained?: number): PolicyPreview =>
  previewPolicy(
    evidence,
    { ...policy, ...before },
    { ...policy, ...after },
    { asOf: 100, names, ...(explained !== undefined && { explained }) },
  );
const unlimited = { types: [{ type: "crmId", normalise: "text", tier: 0 }, deviceType] } as const;

describe("previewPolicy", () => {
  it("shows whom a limit would split, with the path that joins them now and the witness that would not", () => {
    const { counts, splits, merges, diff } = preview(unlimited, {});
    expect(counts).toEqual({
      persons: { before: 1, after: 3 },
      degraded: { before: 0, after: 0 },
      hubs: { before: 0, after: 0 },
      blocked: { before: 0, after: 0 },
      refused: { before: 0, after: 2 },
      moved: 2,
    });
    expect([diff.created, merges]).toEqual([["p_s1", "p_s2"], []]);
    expect(splits).toMatchObject([
      {
        from: "p_s0",
        into: ["p_s1", "p_s2"],
        because: {
          a: "crmId:C-2",
          b: "crmId:C-1",
          together: [{ a: "crmId:C-2" }, { a: "crmId:C-1" }],
          apart: { code: "refused", witness: { code: "limit", limit: 1 } },
        },
      },
    ]);
  });

  it("shows whom a lifted limit would merge", () => {
    const { merges, counts } = preview({}, unlimited);
    expect(counts.persons).toEqual({ before: 3, after: 1 });
    expect(merges).toMatchObject([
      {
        into: "p_s0",
        from: ["p_s1", "p_s2"],
        because: { a: "crmId:C-2", b: "crmId:C-1", together: [{}, {}], apart: { code: "refused" } },
      },
    ]);
  });

  it("names hubs that a policy would make or unmake, and the identifiers that would belong to nobody", () => {
    const { hubs, counts, diff } = preview({}, { types: [crmType, { ...deviceType, hub: 2 }] });
    expect(hubs).toEqual({ gained: ["device:tablet"], lost: [] });
    expect([counts.hubs, counts.refused]).toEqual([
      { before: 0, after: 1 },
      { before: 2, after: 0 },
    ]);
    expect(diff.moved).toEqual([{ key: "device:tablet", from: "p_s0" }]);
    expect(preview({ types: [crmType, { ...deviceType, hub: 2 }] }, {}).hubs.lost).toEqual(["device:tablet"]);
  });

  it("counts persons that a cap would leave less certain, and values that would be blocked", () => {
    expect(preview({}, { maxComponent: 2 }).counts.degraded).toEqual({ before: 0, after: 4 });
    const blocked = { types: [crmType, { ...deviceType, blocked: ["tablet"] }] };
    expect(preview({}, blocked).counts.blocked).toEqual({ before: 0, after: 1 });
  });

  it("tells a person who only gets another leader as renamed, without a reason", () => {
    const phones = {
      types: [
        { ...crmType, tier: 2 },
        { ...deviceType, tier: 0 },
      ],
    } as const;
    const { merges, splits } = preview({}, phones);
    expect([merges, splits]).toEqual([[{ into: "p_s3", from: ["p_s0"] }], []]);
  });

  it("explains as many as asked", () => {
    expect(preview(unlimited, {}, 0).splits).toEqual([{ from: "p_s0", into: ["p_s1", "p_s2"] }]);
    expect(() => preview(unlimited, {}, Number.NaN)).toThrow("explained must be 0 or more, got NaN");
  });

  it("reads names from the first observations where there is no ledger", () => {
    const { counts } = previewPolicy(evidence, policy, { ...policy, ...unlimited }, { asOf: 100 });
    expect([counts.persons.after, counts.moved]).toEqual([1, 2]);
  });

  it("says what the policies say differently", () => {
    expect(preview({}, { ...unlimited, version: "2" }).policy).toEqual([
      { pointer: "/version", from: "1", to: "2" },
      { pointer: "/types/0/limit", type: "crmId", from: 1 },
    ]);
  });
});
