import { describe, expect, it } from "vitest";
import type { Observation } from "./evidence";
import { sumUp } from "./sum-up";

const phone = { type: "phone", value: "+8613912345678" };
const device = { type: "device", value: "d1" };
const seen = (obsId: string, at: number, more: Partial<Observation> = {}): Observation => ({
  obsId,
  at,
  ids: [phone, device],
  source: "app",
  strength: "bound",
  purpose: "service",
  ...more,
});

describe("sumUp", () => {
  it("sums up by signature, source, strength and purpose", () => {
    const sightings = sumUp(
      [
        seen("o1", 7),
        seen("o2", 3, { ids: [device, phone, phone] }),
        seen("o3", 5, { strength: "form" }),
        seen("o4", 5, { source: "crm" }),
        seen("o5", 5, { purpose: "marketing" }),
        seen("o6", 5, { ids: [phone] }),
      ],
      { asOf: 10 },
    );
    expect(sightings).toHaveLength(5);
    expect(sightings.find(({ count }) => count === 2)).toEqual({
      keys: ["device:d1", "phone:+8613912345678"],
      source: "app",
      strength: "bound",
      purpose: "service",
      count: 2,
      firstAt: 3,
      lastAt: 7,
    });
  });

  it("counts each observation once, and neither retracted nor later ones", () => {
    const observations = [seen("o1", 1), seen("o1", 1), seen("o2", 2), seen("o3", 11)];
    expect(sumUp(observations, { asOf: 10, retracted: ["o2"] })).toMatchObject([{ count: 1, firstAt: 1, lastAt: 1 }]);
    expect(sumUp(observations, { asOf: 11 })).toMatchObject([{ count: 3, lastAt: 11 }]);
  });

  it("lets the lesser of two observations under one id stand, whichever came first", () => {
    const [early, late] = [seen("o1", 1), seen("o1", 2)];
    expect(sumUp([late, early], { asOf: 10 })).toEqual(sumUp([early, late], { asOf: 10 }));
    expect(sumUp([late, early], { asOf: 10 })).toMatchObject([{ firstAt: 1, count: 1 }]);
  });

  it.each([
    [seen("o1", 1.5), /o1: at must be an instant/],
    [seen("o2", Number.NaN), /o2: at must be an instant/],
    [{ ...seen("o3", 1), strength: "sure" } as unknown as Observation, /o3: unknown strength sure/],
  ])("throws on %j", (observation, message) => {
    expect(() => sumUp([observation], { asOf: 10 })).toThrow(message);
  });
});
