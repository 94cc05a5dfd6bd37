import type { ConsentEntry } from "@tributary/core/model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentState } from "./consent-state";

const entry = fc.record({
  id: fc.string({ minLength: 1, maxLength: 3 }),
  subject: fc.constant({ type: "phone", value: "+8613912345678" }),
  purpose: fc.constantFrom("marketing", "sales"),
  granted: fc.boolean(),
  at: fc.nat(5),
});

describe("consentState", () => {
  it("is the same whatever the order of the entries", () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(5), (entries, asOf) => {
        expect(consentState([...entries].reverse(), asOf)).toEqual(consentState(entries, asOf));
        const byTime = [...entries].sort((a, b) => a.at - b.at);
        expect(consentState(byTime, asOf)).toEqual(consentState(entries, asOf));
      }),
    );
  });

  it("lets nothing later than the moment count, and the withdrawal stand at one instant", () => {
    const at = (time: number, granted: boolean): ConsentEntry => ({
      id: `${time}${granted}`,
      subject: { type: "phone", value: "+8613912345678" },
      purpose: "sales",
      granted,
      at: time,
    });
    const entries = [at(1, true), at(2, false), at(2, true), at(3, true)];
    expect([0, 1, 2, 3].map((asOf) => consentState(entries, asOf).sales?.granted)).toEqual([
      undefined,
      true,
      false,
      true,
    ]);
  });
});
