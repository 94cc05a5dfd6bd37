import { describe, expect, it } from "vitest";
import * as z from "zod";
import { boundedList, parseDefinition } from "./parse-definition";

const schema = z.strictObject({ from: z.number(), label: z.strictObject({ zh: z.string().min(1) }) });
const check = (input: unknown): unknown => {
  const result = parseDefinition(schema, input, ["from", "label", "zh"]);
  return result.ok ? result.value : result.error.map(({ code, pointer, hint }) => [code, pointer, hint ?? ""]);
};

describe("parseDefinition", () => {
  it("gives back what it was given", () => {
    expect(check({ from: 1, label: { zh: "无" } })).toEqual({ from: 1, label: { zh: "无" } });
  });

  it("says every mistake at once, each in its place, with the nearest member", () => {
    expect(check({ form: 1, label: { zh: "", en: "" } })).toEqual([
      ["invalid-type", "/from", ""],
      ["too-small", "/label/zh", ""],
      ["unknown-member", "/label/en", ""],
      ["unknown-member", "/form", "did you mean from?"],
    ]);
  });

  it("refuses what is no safe JSON before looking at its shape", () => {
    const cycle: { from: number; label?: unknown } = { from: 1 };
    cycle.label = cycle;
    expect(check(cycle)).toContainEqual(["too-deep", expect.stringContaining("/label/label"), ""]);
    expect(check(JSON.parse('{"from":1,"label":{"__proto__":1}}'))).toEqual([["hostile-key", "/label/__proto__", ""]]);
    expect(check({ from: Number.NaN })).toEqual([["not-json", "/from", ""]]);
  });
});

describe("boundedList", () => {
  const list = z.strictObject({ names: boundedList(z.string(), 1, 3) });
  const said = (names: unknown): unknown => {
    const result = parseDefinition(list, { names });
    return result.ok ? result.value.names : result.error.map(({ code, pointer }) => `${code} ${pointer}`);
  };

  it("looks at entries only where their number is bearable", () => {
    expect(said(["a", "b", "c"])).toEqual(["a", "b", "c"]);
    expect(said([])).toEqual(["too-small /names"]);
    expect(said([1, 2, 3, 4])).toEqual(["too-big /names"]);
    expect(said(["a", 2])).toEqual(["invalid-type /names/1"]);
  });
});

describe("parseDefinition of a document full of mistakes", () => {
  it("tells 100 of them", () => {
    const input = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    const result = parseDefinition(z.strictObject({}), input);
    expect(result.ok ? 0 : result.error.length).toBe(100);
    const list = parseDefinition(z.array(z.string()), new Array(500).fill(1));
    expect(list.ok ? 0 : list.error.length).toBe(100);
  });
});
