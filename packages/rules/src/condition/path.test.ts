import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePath } from "./path";
import { compileReader, whyMissing } from "./reader";

const steps = (text: string): unknown => {
  const parsed = parsePath(text);
  return parsed.ok ? parsed.value.map((segment) => (segment === "*" ? "*" : segment.key)) : parsed.error.code;
};

describe("parsePath", () => {
  it.each([
    ["$", []],
    ["$.a.b", ["a", "b"]],
    ["a.b", ["a", "b"]],
    ["a", ["a"]],
    ['$["a b"]', ["a b"]],
    ["$['a.b'].c", ["a.b", "c"]],
    ['["k"].x', ["k", "x"]],
    ["[0].x", ["0", "x"]],
    ["$.l[0].x", ["l", "0", "x"]],
    ["$.l.0.x", ["l", "0", "x"]],
    ["$.l.length", ["l", "length"]],
    ["$.l[*].x", ["l", "*", "x"]],
    ["$.车系.级别", ["车系", "级别"]],
    ["$ref.x", ["$ref", "x"]],
    ["a-b", ["a-b"]],
    ["$[007]", ["7"]],
    ['$[""]', [""]],
  ])("reads %s", (text, expected) => {
    expect(steps(text)).toEqual(expected);
  });

  it.each([
    ["$..a", "unsupported-path", 1],
    ["$.a..b", "unsupported-path", 3],
    ["$.a[?(@.x>1)]", "unsupported-path", 3],
    ["$.a[(@.length-1)]", "unsupported-path", 3],
    ["$.a[0:2]", "unsupported-path", 3],
    ["$.a[:2]", "unsupported-path", 3],
    ["$.a[-1:]", "unsupported-path", 3],
    ["$.a[-1]", "unsupported-path", 3],
    ["$.a[0,1]", "unsupported-path", 3],
    ["$.a['x','y']", "unsupported-path", 3],
    ["$.*", "unsupported-path", 1],
    ["", "bad-path", 0],
    [".a", "bad-path", 0],
    ["$.", "bad-path", 1],
    ["$.a b", "bad-path", 3],
    ["$.a[", "bad-path", 3],
    ["$.a^", "bad-path", 3],
    ["$.a~", "bad-path", 3],
    ["$.__proto__", "hostile-path", 1],
    ['$["__proto__"].x', "hostile-path", 1],
    ["constructor.name", "hostile-path", 0],
    ["$.a.prototype", "hostile-path", 3],
    [`$.${"a".repeat(300)}`, "path-too-long", 256],
    [`$${".a".repeat(40)}`, "path-too-long", 256],
  ])("refuses %s as %s at %i", (text, code, position) => {
    const parsed = parsePath(text);
    expect(parsed.ok ? parsed.value : [parsed.error.code, parsed.error.position]).toEqual([code, position]);
  });

  it("never throws and never lets a hostile key through", () => {
    const piece = fc.constantFrom(
      "$",
      ".",
      "a",
      "[",
      "]",
      "0",
      "*",
      '"',
      "'",
      "__proto__",
      "constructor",
      "?",
      "(",
      ":",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const parsed = parsePath(text);
          const keys = parsed.ok ? parsed.value.map((segment) => (segment === "*" ? "*" : segment.key)) : [];
          expect(keys).not.toContain("__proto__");
          expect(keys).not.toContain("constructor");
          if (!parsed.ok) expect(parsed.error.position).toBeLessThanOrEqual(Math.max(text.length, 0));
        },
      ),
    );
  });
});

describe("compileReader", () => {
  const read = (path: string, facts: Record<string, unknown>): unknown => {
    const parsed = parsePath(path);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return compileReader("f", parsed.value)(facts, 0);
  };

  it.each<[string, unknown, unknown]>([
    ["$", 5, 5],
    ["$", null, null],
    ["a", { a: 0 }, 0],
    ["a", { a: null }, null],
    ["a", { b: 1 }, undefined],
    ["a", 5, undefined],
    ["a", null, undefined],
    ["a.b", { a: { b: false } }, false],
    ["a.b", { a: null }, undefined],
    ["a.b", { a: "text" }, undefined],
    ["l[1].x", { l: [{}, { x: 2 }] }, 2],
    ["l.length", { l: [1, 2] }, 2],
    ["length", "text", undefined],
    ["l[*]", { l: [1, 2] }, [1, 2]],
    ["l[*].x", { l: [{ x: 1 }, {}, { x: 3 }] }, [1, 3]],
    ["l[*].x", { l: [] }, []],
    ["l[*].x", {}, undefined],
    ["l[*].x[*]", { l: [{ x: [1] }, { x: [2, 3] }, {}] }, [1, 2, 3]],
    ["o[*]", { o: { a: 1, b: 2 } }, [1, 2]],
    ["toString", {}, undefined],
    ["l.map", { l: [] }, undefined],
  ])("reads %s in %j as %j", (path, fact, expected) => {
    expect(read(path, { f: fact })).toEqual(expected);
  });

  it("reads own properties only", () => {
    const inherited = Object.create({ f: 1 }) as Record<string, unknown>;
    expect(read("$", inherited)).toBeUndefined();
    expect(read("a", { f: Object.create({ a: 1 }) })).toBeUndefined();
    expect(read("a.b", { f: { a: Object.create({ b: 1 }) } })).toBeUndefined();
  });
});

describe("whyMissing", () => {
  it.each<[string, unknown, string]>([
    ["a", undefined, "missing"],
    ["a", {}, "missing"],
    ["a", null, "missing"],
    ["a", 5, "type"],
    ["a.b", { a: "text" }, "type"],
    ["a.b", { a: null }, "missing"],
    ["a[*]", { a: 1 }, "type"],
    ["a[*].b", {}, "missing"],
  ])("says of %s in %j: %s", (path, fact, expected) => {
    const parsed = parsePath(path);
    expect(parsed.ok && whyMissing({ f: fact }, "f", parsed.value)).toBe(expected);
  });
});
