import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { drawLift } from "./draw-lift";
import { type LeadFileDescription, readLeadFile } from "./lead-file";
import { type MadeList, makeList } from "./make-list";
import { shippedLeads } from "./shipped-leads";
import { HONEST, HONEST_ZH, tellList } from "./tell-list";

const options = { now: 0, seed: "example" };
const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const education = new URL("../../../shared/data/scoring/leads_xeducation.csv", import.meta.url);
const there = existsSync(education);
if (!there) {
  if (process.env.CI === "true") throw new Error(`missing: ${education.pathname}`);
  console.info("skipped: scoring/leads_xeducation.csv is not beside the repository");
}

describe("the call list of the shipped leads", () => {
  let made: MadeList;
  beforeAll(() => {
    made = makeList(shippedLeads(), options);
  });

  it("is told as the README says", () => {
    const [, printed = ""] = textOf("./README.md").match(/```text\n(.*?)\n```/s) ?? [];
    expect(tellList(made).join("\n")).toBe(printed);
  });

  it("is drawn as the README shows", () => {
    expect(drawLift(made)).toBe(textOf("./lift.svg"));
  });

  it("learns only from campaigns that had ended, and knows nothing of later days", () => {
    const { leads } = made.file;
    const today = Math.min(...leads.filter(({ known }) => !known).map(({ row }) => Number(row.at)));
    expect(today).toBe(Date.UTC(2017, 9, 30));
    expect(leads.filter(({ known, row }) => known && Number(row.at) >= today)).toEqual([]);
    expect(leads.filter(({ known }) => known)).toHaveLength(1_812);
  });

  it("calls a tenth, a twentieth of them by lot, and tells of everybody", () => {
    const { called, notCalled } = made.list;
    expect([called.length, notCalled.length]).toEqual([50, 453]);
    expect(called.filter(({ because }) => because === "learning")).toHaveLength(3);
  });

  it("says what lift does not prove", () => {
    expect(tellList(made)).toEqual(expect.arrayContaining([...HONEST, ...HONEST_ZH]));
  });
});

describe.skipIf(!there)("the call list of X Education", () => {
  const description = JSON.parse(textOf("./xeducation.json")) as LeadFileDescription;
  let made: MadeList;
  beforeAll(() => {
    made = makeList(readLeadFile(readFileSync(education, "utf8"), description), options);
  });

  it("ranks leads no worse than the yardstick, below its ceiling", () => {
    const { evaluation, model } = made;
    expect(model.fallback).toBeUndefined();
    expect(evaluation.auc).toBeGreaterThan(0.844);
    expect(evaluation.lift["0.1"]).toBeGreaterThan(2.2);
    expect(evaluation.lift["0.1"]).toBeLessThan(evaluation.ceiling["0.1"] as number);
  });

  it("calls nobody who asked not to be called", () => {
    expect(made.list.notCalled.filter(({ reason }) => reason === "notContactable")).toEqual([
      { lead: expect.any(String), reason: "notContactable", detail: "asked not to be called" },
    ]);
  });

  it("reads nothing that is written after contact", () => {
    const fields = description.fields.map(({ field }) => field);
    for (const name of ["Tags", "Lead Quality", "Lead Profile", "Last Notable Activity", "Last Activity"]) {
      expect(fields).not.toContain(name);
    }
  });
});
