import { DEFAULT_VEHICLE_POLICY, type Issue } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { checkBlueprint } from "../blueprint/index";
import { automotive, automotiveDefinition } from "../presets/automotive/index";
import { checkVehicles } from "./check-vehicles";
import { defineVehicles } from "./define-vehicles";

const { identity } = automotive();
const definition = automotiveDefinition();
const policy = DEFAULT_VEHICLE_POLICY;
const told = ({ code, pointer, hint }: Issue): string => `${code} ${pointer}${hint ? ` ${hint}` : ""}`;

describe("checkVehicles", () => {
  const issues = (input: unknown): readonly string[] => {
    const checked = checkVehicles(input);
    return checked.ok ? [] : checked.error.map(told);
  };
  const reading = (one: unknown): readonly string[] => issues({ policy, statements: { x: one } });

  it("accepts the preset's, read back from JSON", () => {
    expect(issues(JSON.parse(JSON.stringify(definition.vehicles)))).toEqual([]);
  });

  it.each([undefined, null, 1, "x", []])("refuses %j without throwing", (input) => {
    expect(checkVehicles(input).ok).toBe(false);
  });

  it("locates every mistake at once, with the nearest name", () => {
    expect(
      issues({
        policy: { ...policy, coOwners: "pick", fleet: { minCars: 1 } },
        statements: {
          a: { kind: "claim", role: "ovner" },
          b: [{ kind: "plate" }, { kind: "trasfer" }],
          c: { kind: "intention", serie: "series" },
          d: { kind: "transfer", to: "until" },
        },
      }),
    ).toEqual([
      "invalid-value /policy/coOwners",
      "too-small /policy/fleet/minCars",
      "unknown-role /statements/a/role did you mean owner?",
      "unknown-kind /statements/b/1/kind did you mean transfer?",
      "unknown-member /statements/c/serie did you mean series?",
      "unknown-member /statements/d/to",
    ]);
    expect(issues({ statements: {} })[0]).toContain("/policy");
    expect(issues({ policy, statements: {}, plates: {} })).toEqual(["unknown-member /plates"]);
  });

  it("refuses a reading that cannot be read", () => {
    expect(reading({ kind: "claim", role: "intendsToBuy" })).toEqual(["unknown-role /statements/x/role"]);
    expect(reading({ kind: "claim", role: "driver", for: "1 day" })).toEqual(["bad-value /statements/x/for"]);
    expect(reading({ kind: "claim", role: "driver", for: "1d", to: "until" })).toEqual(["two-ends /statements/x/for"]);
    expect(reading({ kind: "intention" })).toEqual(["no-target /statements/x/series"]);
    expect(reading([])).toEqual(["too-small /statements/x"]);
    expect(reading("owner")).toEqual(["bad-value /statements/x"]);
    expect(reading([7])).toEqual(["bad-value /statements/x/0"]);
  });
});

describe("defineVehicles", () => {
  it("throws every issue at once", () => {
    const statements = { x: { kind: "claim", role: "ovner" } } as never;
    expect(() => defineVehicles({ policy, statements }, { identity })).toThrow("/statements/x/role");
  });
});

describe("checkBlueprint", () => {
  const statements = (more: object): readonly string[] => {
    const vehicles = { policy, statements: more };
    const checked = checkBlueprint({ ...definition, vehicles });
    return checked.ok ? [] : checked.error.map(told);
  };

  it("refuses statements of events that nobody sends, and of properties they do not carry", () => {
    expect(
      statements({
        vehicleDeliverd: { kind: "transfer" },
        serviceCompleted: [
          { kind: "claim", role: "driver", to: "milage" },
          { kind: "plate", vin: "vinn" },
        ],
        orderPlaced: { kind: "claim", role: "buyer", vin: "amountMinor", to: "series" },
        vehicleViewed: { kind: "intention", series: "serie" },
      }),
    ).toEqual([
      "unknown-event /vehicles/statements/vehicleDeliverd did you mean vehicleDelivered?",
      "unknown-property /vehicles/statements/serviceCompleted/0/to",
      "unknown-property /vehicles/statements/serviceCompleted/1/vin did you mean vin?",
      "wrong-property /vehicles/statements/orderPlaced/vin",
      "wrong-property /vehicles/statements/orderPlaced/to",
      "unknown-property /vehicles/statements/vehicleViewed/series did you mean series?",
    ]);
  });

  it("says what is wrong with cars beside what is wrong with everything else", () => {
    const checked = checkBlueprint({
      ...definition,
      zone: "Asia/Shanghai",
      facts: { ...definition.facts, x: { kind: "count", events: "storeVisted" } },
      vehicles: { policy: { ...policy, intentionFor: "soon" }, statements: { vehicleViewd: { kind: "transfer" } } },
    });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual([
      "/vehicles/policy/intentionFor",
      "/vehicles/statements/vehicleViewd",
      "/facts/x/events",
    ]);
  });

  it("takes a blueprint without vehicles, and one whose events say nothing of what they carry", () => {
    const { vehicles: _, ...without } = definition;
    expect(checkBlueprint(without).ok).toBe(true);
    const [first] = definition.events;
    const events = [{ ...first, type: "told", properties: {} }];
    const vehicles = { policy, statements: { told: { kind: "claim", role: "driver", to: "anything" } } };
    expect(checkBlueprint({ ...definition, events: [...definition.events, ...events], vehicles }).ok).toBe(true);
  });
});

describe("automotive", () => {
  it("reads of an event that carries less only what it still carries", () => {
    const viewed = definition.events.find(({ type }) => type === "vehicleViewed") ?? fail();
    const statementsWith = (properties: (typeof viewed)["properties"]) =>
      automotiveDefinition({ events: [{ ...viewed, properties }] }).vehicles?.statements.vehicleViewed;
    expect(statementsWith({ series: "string" })).toMatchObject([{ kind: "intention", series: "series" }]);
    expect(statementsWith({ series: "string" })).not.toHaveProperty([0, "model"]);
    expect(statementsWith({ page: "string" })).toBeUndefined();
    expect(statementsWith({})).toMatchObject([{ series: "series", model: "model" }]);
    expect(() => automotive({ events: [{ ...viewed, properties: { page: "string" } }] })).not.toThrow();
  });
});

function fail(): never {
  throw new Error("the preset has no vehicleViewed");
}
