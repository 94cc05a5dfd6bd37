import { describe, expect, it } from "vitest";
import { normalisePlate } from "./plate";

describe("normalisePlate", () => {
  it.each([
    ["粤B12345", "粤B12345"],
    [" 粤b·12345 ", "粤B12345"],
    ["沪A-D12345", "沪AD12345"],
    ["粤B1234学", "粤B1234学"],
    ["使014578", "使014578"],
  ])("reads %j", (text, plate) => expect(normalisePlate(text)).toBe(plate));

  it.each(["", "粤B", "B12345", "1234567", "粤B123456789", "粤B1234!"])("refuses %j", (text) => {
    expect(normalisePlate(text)).toBeUndefined();
  });

  it("gives its own results back unchanged", () => {
    expect(normalisePlate(normalisePlate("沪a d12345") as string)).toBe("沪AD12345");
  });
});
