import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name";

describe("nearestName", () => {
  const known = ["equal", "notEqual", "lessThan", "greaterThan"];
  it.each([
    ["eqaul", "equal"],
    ["EQUAL", "equal"],
    ["notequals", "notEqual"],
    ["greaterThen", "greaterThan"],
    ["zzz", undefined],
    ["", undefined],
  ])("finds the neighbour of %j", (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });
});
