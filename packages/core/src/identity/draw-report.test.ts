import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, type Identifier } from "../model";
import { definePolicy } from "./define-policy";
import { drawReport } from "./draw-report";
import type { Evidence, Name, Observation } from "./evidence";
import type { PersonReport } from "./person-report";
import type { IdentityPolicy } from "./policy";
import { resolve } from "./resolve";

const policy: IdentityPolicy = definePolicy({
  version: "3",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, limit: 1, silence: "90d" },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "device", normalise: "text", tier: 2, hub: 2 },
  ],
});
const phone: Identifier = { type: "phone", value: "13912345678" };
const crm = (value: string): Identifier => ({ type: "crmId", value });
const device = (value: string): Identifier => ({ type: "device", value });
const openid = (value: string): Identifier => ({ type: "openid", scope: "wx1", value });
const seen = (obsId: string, day: number, ...ids: Identifier[]): Observation => ({
  obsId,
  ids,
  at: Date.UTC(2026, 0, 1) + day * DAY_MS,
  source: "app",
  strength: "bound",
  purpose: "service",
});
const names = { get: (key: string): Name => ({ seed: key.slice(key.lastIndexOf(":") + 1), seq: key.length }) };

function reportOn(evidence: Evidence, identifier: Identifier): PersonReport {
  const who = resolve(evidence, policy, { asOf: Date.UTC(2027, 0, 1), names });
  return who.report(who.personOf(identifier) ?? { oneId: "nobody" }) as PersonReport;
}

describe("drawReport", () => {
  it("draws what joined, what was refused, what is shared and what changed hands", () => {
    const observations = [
      seen("o1", 0, crm("c-li"), phone),
      seen("o2", 1, crm("c-li"), phone),
      seen("o3", 2, crm("c-li"), openid("oA-li")),
      seen("o4", 3, crm("c-wang"), openid("oA-li")),
      seen("o5", 4, crm("c-li"), device("tablet-7")),
      seen("o6", 5, crm("c-wang"), device("tablet-7")),
      seen("o7", 6, crm("c-zhao"), device("tablet-7")),
      seen("o8", 200, crm("c-zhao"), phone),
    ];
    expect(drawReport(reportOn({ observations }, crm("c-li")))).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph person["p_c-li<br/>policy 3"]
          m0["crmId …li"]
          m1["openid wx1 …li"]
          m2["phone …5678<br/>until 2026-07-20<br/>silent from 2026-01-02<br/>owner after p_c-zhao"]
        end
        m0 ---|"bound × 1"| m1
        m0 ---|"bound × 2"| m2
        o0["crmId …ang<br/>p_c-wang"]
        m1 x-.-x|"bound × 1<br/>1 crmId at most"| o0
        h0{{"device …et-7<br/>seen with 3 anchors, 2 at most<br/>× 1"}}
        m0 -.- h0
        classDef former stroke-dasharray:6 3
        class m2 former
        classDef other fill:none,stroke-dasharray:2 2
        class o0 other
        classDef shared fill:none,stroke-width:3px
        class h0 shared
      "
    `);
    expect(drawReport(reportOn({ observations }, crm("c-zhao")), { zone: "Asia/Shanghai" })).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph person["p_c-zhao<br/>policy 3"]
          m0["crmId …hao"]
          m1["phone …5678<br/>since 2026-07-20<br/>silent from 2026-01-02<br/>owner before p_c-li"]
        end
        m0 ---|"bound × 1"| m1
        h0{{"device …et-7<br/>seen with 3 anchors, 2 at most<br/>× 1"}}
        m0 -.- h0
        classDef shared fill:none,stroke-width:3px
        class h0 shared
      "
    `);
  });

  it("shows of an identifier what the mask gives, and by default no more than its end", () => {
    const report = reportOn({ observations: [seen("o1", 0, crm("x"), phone, openid("oA-li"))] }, phone);
    expect(labelsOf(drawReport(report)).slice(1, 4)).toEqual(["crmId …", "phone …5678", "openid wx1 …li"]);
    const hashed = drawReport(report, { mask: ({ value }) => `${value.length} characters` });
    expect(labelsOf(hashed).slice(1, 4)).toEqual([
      "crmId 1 characters",
      "phone 14 characters",
      "openid wx1 5 characters",
    ]);
  });

  it("says of a decision that it is one, and not what its author wrote", () => {
    const decided = { at: 0, author: "mei", reason: "called 13912345678, it is her husband's" };
    const overrides = [
      { link: "must" as const, a: crm("c-li"), b: openid("oA-li"), ...decided },
      { link: "cannot" as const, a: crm("c-li"), b: phone, ...decided },
    ];
    const observations = [seen("o1", 0, crm("c-li")), seen("o2", 0, openid("oA-li"), phone)];
    const drawing = drawReport(reportOn({ observations, overrides }, crm("c-li")));
    expect(drawing).toContain('|"decided"|');
    expect(drawing).toContain("kept apart by decision");
    expect(drawing).not.toMatch(/mei|husband|called/);
  });

  it("is one flowchart whatever identifiers, OneIDs and masks contain", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 90 }),
      fc.constantFrom(
        '"]; click m0 "javascript:1"',
        "a\nend\nb",
        "%%{init: {}}%%",
        "style x fill:#f00;",
        "`md`",
        "#quot;",
      ),
      fc.constantFrom("\u2028end", "\u202egnp.exe", "\ud800", "<script>", "1. one", "fa:fa-car", "__x__", "]]]", "}}"),
    );
    const oneIds = fc.tuple(nasty, nasty, nasty);
    fc.assert(
      fc.property(fc.uniqueArray(nasty, { minLength: 3, maxLength: 3 }), oneIds, nasty, (values, seeds, masked) => {
        const ids = values.map((value, i) => crm(`${i}${value}`));
        const observations = ids.map((id, i) => seen(`o${i}`, i, id, device("shared")));
        const two = ids.slice(0, 2).map((id, i) => seen(`p${i}`, i, id, openid("oA-li")));
        const named = { get: (key: string): Name => ({ seed: `${key}${seeds[key.length % 3]}`, seq: 1 }) };
        const evidence = { observations: [...observations, ...two] };
        const who = resolve(evidence, policy, { asOf: Date.UTC(2027, 0, 1), names: named });
        for (const person of who.persons) {
          const report = who.report(person) as PersonReport;
          expect(strayLines(drawReport(report))).toEqual([]);
          expect(strayLines(drawReport(report, { mask: () => masked }))).toEqual([]);
          expect(strayLines(drawReport(report, { mask: ({ value }) => value }))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("refuses a zone there is not", () => {
    const report = reportOn(
      { observations: [seen("o1", 0, crm("c-li"), phone), seen("o2", 200, crm("c-wang"), phone)] },
      phone,
    );
    expect(() => drawReport(report, { zone: "Mars/Olympus" })).toThrow(/Mars/);
  });
});

/** The labels of the boxes, decoded. */
const labelsOf = (text: string): readonly string[] =>
  [...text.matchAll(/[[{]"([^"]*)"[\]}]/g)].map(([, label]) =>
    (label as string).replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  );

/** The lines that are not of the strict part of Mermaid's grammar that drawings keep to. */
function strayLines(text: string): readonly string[] {
  const label = String.raw`"(?:[\p{L}\p{N} +/,.…×_-]|#\d+;|<br/>)*"`;
  const allowed = [
    "flowchart LR",
    ` {2}subgraph person\\[${label}\\]`,
    ` {4}m\\d+\\[${label}\\]`,
    " {2}end",
    ` {2}m\\d+ ---\\|${label}\\| m\\d+`,
    ` {2}o\\d+\\[${label}\\]`,
    ` {2}m\\d+ x-\\.-x\\|${label}\\| o\\d+`,
    ` {2}h\\d+\\{\\{${label}\\}\\}`,
    " {2}m\\d+ -\\.- h\\d+",
    " {2}classDef [a-z]+ [a-z0-9:, -]+",
    " {2}class [moh]\\d+(?:,[moh]\\d+)* [a-z]+",
  ];
  const line = new RegExp(`^(?:${allowed.join("|")})$`, "u");
  return text.split("\n").filter((each) => each !== "" && !line.test(each));
}
