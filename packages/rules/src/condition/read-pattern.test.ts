import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCondition, type Outcome } from "./index";
import { MAX_MATCHED_LENGTH, readPattern } from "./read-pattern";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };

const matches = (text: unknown, pattern: string): Outcome =>
  compileCondition({ fact: "f", operator: "matches", value: pattern }).explain({ f: text }, { now: 0 }).result;

describe("matches", () => {
  it.each<[unknown, string, Outcome]>([
    ["沪A12345", "^[京沪粤][A-Z]\\d{5}$", true],
    ["沪A1234", "^[京沪粤][A-Z]\\d{5}$", false],
    ["say Model-Y now", "model-y|Model-Y", true],
    ["粤B", "^(京|沪|粤)[AB]$", true],
    ["a.b", "^a\\.b$", true],
    ["axb", "^a\\.b$", false],
    ["𠮷", "^.$", true],
    ["x".repeat(MAX_MATCHED_LENGTH), "x", true],
    ["x".repeat(MAX_MATCHED_LENGTH + 1), "x", "unknown"],
    [5, "5", "unknown"],
    [undefined, "5", "unknown"],
  ])("%j by %s is %s", (text, pattern, expected) => expect(matches(text, pattern)).toBe(expected));
});

describe("readPattern", () => {
  it.each<[string, number]>([
    ["", 0],
    ["(a+)+", 4],
    ["(a|b)*", 5],
    ["a(?=b)", 1],
    ["(?<n>a)", 0],
    ["(a)\\1", 3],
    ["\\bword", 0],
    ["*a", 0],
    ["a**", 2],
    ["a+?", 2],
    ["a{2000}", 1],
    ["a{3,2}", 1],
    ["[", 0],
    ["[]", 0],
    ["[z-a]", 0],
    ["a)", 1],
    ["(a", 2],
    ["^*", 1],
    ["a*b*c*", 4],
    ["a?".repeat(11), 20],
    ["(a|a)".repeat(11), 54],
    ["(((((((((a)))))))))", 7],
    ["a".repeat(257), 256],
  ])("refuses %s at %i", (text, position) => {
    const read = readPattern(text);
    expect(read.ok ? "read" : read.error.position).toBe(position);
  });

  it.each([
    "^京[A-Z]\\d{5,6}$",
    "a*b*",
    "(?:a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t)x",
    "[\\w-]+@\\S+",
    "a{0,3}",
    "a?".repeat(10),
  ])("reads %s", (text) => expect(readPattern(text).ok).toBe(true));

  it("never throws, and gives what RegExp would for what it reads", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      ".",
      "\\d",
      "[ab]",
      "*",
      "+",
      "?",
      "{2}",
      "{1,3}",
      "(",
      ")",
      "|",
      "^",
      "$",
      "\\",
      "[",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 10 }),
        fc.string({ unit: fc.constantFrom("a", "b", "1", "x") }),
        (parts, text) => {
          const source = parts.join("");
          const read = readPattern(source);
          if (read.ok) expect(read.value.test(text)).toBe(new RegExp(source, "u").test(text));
          else expect(read.error.position).toBeLessThanOrEqual(source.length);
        },
      ),
      runs,
    );
  });
});
