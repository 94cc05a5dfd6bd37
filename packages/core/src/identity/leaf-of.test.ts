import { describe, expect, it } from "vitest";
import { definePolicy } from "./define-policy";
import { LEAF_SEPARATOR, leafKey, leafOf } from "./leaf-of";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [
    { type: "phone", normalise: "phoneCn", tier: 0 },
    { type: "Device", normalise: "text", tier: 2 },
    { type: "session", normalise: "text", tier: 2, transient: true },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
  ],
});
const phone = { type: "phone", value: "+8613912345678" };
const device = { type: "Device", value: "d1" };
const [s1, s2] = [
  { type: "session", value: "s1" },
  { type: "session", value: "s2" },
];
const vin = { type: "vin", value: "LSVAA4187E2184847" };

describe("leafOf", () => {
  it("sorts by code units, keeps each identifier once and leaves cars out", () => {
    expect(leafOf([s1, phone, vin, device, phone], policy)).toEqual({
      keys: ["Device:d1", "phone:+8613912345678", "session:s1"],
      leaf: ["Device:d1", "phone:+8613912345678"],
    });
  });

  it("files an event under its transient identifiers when nothing lasts", () => {
    expect(leafOf([s2, s1, vin], policy).leaf).toEqual(["session:s1", "session:s2"]);
  });

  it("gives no leaf to an event of a car alone", () => {
    expect(leafOf([vin], policy)).toEqual({ keys: [], leaf: [] });
  });

  it("throws for a type the policy does not know", () => {
    expect(() => leafOf([{ type: "fax", value: "1" }], policy)).toThrow(/"fax"/);
  });
});

describe("leafKey", () => {
  it("joins by a character no normalised identifier contains", () => {
    expect(leafKey(leafOf([s2, s1], policy).leaf)).toBe(`session:s1${LEAF_SEPARATOR}session:s2`);
    expect(LEAF_SEPARATOR).toBe("\u001f");
  });
});
