import { describe, expect, it } from "vitest";
import { compileWhere, propertyReader, type Where } from "./where";

const properties = { series: "星愿", amountMinor: 100, car: { price: 98_800, tags: ["a"] }, note: null };

describe("compileWhere", () => {
  it.each<[Where | undefined, boolean]>([
    [undefined, true],
    [{}, true],
    [{ series: "星愿" }, true],
    [{ series: "星瑞" }, false],
    [{ amountMinor: "100" }, false],
    [{ amountMinor: { gte: 100, lte: 100 } }, true],
    [{ amountMinor: { gt: 100 } }, false],
    [{ amountMinor: { lt: 100 } }, false],
    [{ series: { gt: 0 } }, false],
    [{ series: { in: ["星瑞", "星愿"] } }, true],
    [{ series: { ne: "星瑞" } }, true],
    [{ series: { ne: "星愿" } }, false],
    [{ missing: { ne: "x" } }, false],
    [{ missing: { exists: false } }, true],
    [{ note: { exists: true } }, true],
    [{ note: null }, true],
    [{ "car.price": { gte: 1 }, series: "星愿" }, true],
    [{ "car.price": { gte: 1 }, series: "星瑞" }, false],
    [{ "series.length": { exists: true } }, false],
    [{ "car.toString": { exists: true } }, false],
    [{ toString: { exists: true } }, false],
  ])("reads %j as %s", (where, expected) => {
    expect(compileWhere(where)(properties)).toBe(expected);
  });
});

describe("propertyReader", () => {
  it("reads own properties only, at any depth", () => {
    expect(propertyReader("car.tags.0")(properties)).toBe("a");
    expect(propertyReader("constructor.name")(properties)).toBeUndefined();
    expect(propertyReader("__proto__.constructor")(properties)).toBeUndefined();
    expect(propertyReader("note.x")(properties)).toBeUndefined();
  });
});
