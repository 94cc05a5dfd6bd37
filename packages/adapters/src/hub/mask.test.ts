import fc from "fast-check";
import { expect, it } from "vitest";
import { mask } from "./mask";

it("mask shows the ends of a phone, an e-mail and an id", () => {
  expect(["+8613912345678", "lin@example.com", "oA1b2C3d4", "oA1", ""].map(mask)).toEqual([
    "139****5678",
    "l***@example.com",
    "oA****d4",
    "****",
    "****",
  ]);
});

it("mask never gives back the value", () => {
  fc.assert(fc.property(fc.string({ minLength: 1 }), (value) => mask(value) !== value || /^\*+$/.test(value)));
});
