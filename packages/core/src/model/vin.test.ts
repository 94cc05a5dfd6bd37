import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseVin } from "./vin";

const vinText = fc
  .array(fc.constantFrom(..."ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), { minLength: 17, maxLength: 17 })
  .map((chars) => chars.join(""));

describe("normaliseVin", () => {
  // the worked example of the US rule 49 CFR 565.15, and the all-ones VIN used to test decoders
  it.each(["1M8GDM9AXKP042788", "11111111111111111"])("agrees with the published check digit of %s", (vin) => {
    expect(normaliseVin(vin)).toEqual({ vin, checkDigitValid: true });
  });

  it("keeps a car whose check digit is wrong, and says so", () => {
    expect(normaliseVin("LSVAA4187E2184847")?.vin).toBe("LSVAA4187E2184847");
    expect(normaliseVin("1M8GDM9A0KP042788")?.checkDigitValid).toBe(false);
  });

  it.each(["1M8GDM9AXKP04278", "1M8GDM9AXKP0427888", "IM8GDM9AXKP042788", "1M8GDM9AXKO042788", ""])(
    "refuses %j",
    (text) => {
      expect(normaliseVin(text)).toBeUndefined();
    },
  );

  it("accepts exactly one check digit for any other sixteen characters", () => {
    fc.assert(
      fc.property(vinText, (vin) => {
        const valid = [..."0123456789X"].filter(
          (digit) => normaliseVin(vin.slice(0, 8) + digit + vin.slice(9))?.checkDigitValid,
        );
        expect(valid).toHaveLength(1);
      }),
    );
  });
});
