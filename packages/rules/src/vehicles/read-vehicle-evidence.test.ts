import { DEFAULT_VEHICLE_POLICY, type Event, relateVehicles } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { automotive } from "../presets/automotive/index";
import { defineVehicles } from "./define-vehicles";
import type { VehiclesDefinition } from "./definition";
import { readVehicleEvidence } from "./read-vehicle-evidence";

const { identity, vehicles: preset } = automotive();
const [car, other] = ["LSVAA4187E2184847", "LSVAA4187E2180001"];
const phone = { type: "phone", value: "+8613912345678" };
const vin = (value: string) => ({ type: "vin", value });
const plate = (value: string) => ({ type: "plate", value });
const event = (more: Partial<Event>): Event => ({
  ...{ id: "e1", type: "told", at: 100, ids: [phone, vin(car)], properties: {}, source: "crm" },
  ...more,
});
const vehiclesOf = (told: VehiclesDefinition["statements"][string]) =>
  defineVehicles({ policy: DEFAULT_VEHICLE_POLICY, statements: { told } }, { identity });

describe("readVehicleEvidence", () => {
  const stated = { id: "e1", vin: car, knownAt: 100, source: "crm" };

  it("reads a claim from the event's time: open, to a property's instant, or for a time", () => {
    const read = (lasting: object, properties: Event["properties"] = {}) =>
      readVehicleEvidence(vehiclesOf({ kind: "claim", role: "driver", ...lasting }), [event({ properties })]).claims;
    const claim = { ...stated, role: "driver", person: phone, from: 100 };
    expect(read({})).toEqual([claim]);
    expect(read({ for: "1s" })).toEqual([{ ...claim, to: 1_100 }]);
    expect(read({ to: "until" }, { until: 500 })).toEqual([{ ...claim, to: 500 }]);
    expect(read({ to: "until" })).toEqual([claim]);
    expect(read({ to: "until" }, { until: null })).toEqual([claim]);
  });

  it("passes an instant that is none on, to be refused", () => {
    const vehicles = vehiclesOf({ kind: "claim", role: "driver", to: "until" });
    const evidence = readVehicleEvidence(vehicles, [event({ properties: { until: "May" } })]);
    const { refused } = relateVehicles(evidence, vehicles.policy, { personOf: () => undefined });
    expect(refused.map(({ id, code, pointer }) => [id, code, pointer])).toEqual([["e1", "bad-time", "/to"]]);
  });

  it("reads a transfer to the event's person at the event's time", () => {
    expect(readVehicleEvidence(vehiclesOf({ kind: "transfer" }), [event({})]).transfers).toEqual([
      { ...stated, newOwner: phone, at: 100 },
    ]);
  });

  it("reads a plate of one car, without a person, and none where it cannot be told which is on which", () => {
    const read = (ids: Event["ids"]) => readVehicleEvidence(vehiclesOf({ kind: "plate" }), [event({ ids })]).plates;
    expect(read([vin(car), plate("粤b·12345")])).toEqual([{ ...stated, plate: "粤B12345", from: 100 }]);
    expect(read([vin(car), plate("粤B12345"), plate("粤B54321")])).toEqual([]);
    expect(read([vin(car), vin(other), plate("粤B12345")])).toEqual([]);
    expect(read([vin(car)])).toEqual([]);
  });

  it("reads an intention from the properties that name its target, and none without a target", () => {
    const vehicles = vehiclesOf({ kind: "intention", series: "series", model: "model", for: "1s" });
    const read = (properties: Event["properties"]) =>
      readVehicleEvidence(vehicles, [event({ ids: [phone], properties })]).intentions;
    const intention = {
      id: "e1",
      role: "intendsToBuy",
      person: phone,
      from: 100,
      to: 1_100,
      knownAt: 100,
      source: "crm",
    };
    expect(read({ series: "河" })).toEqual([{ ...intention, series: "河" }]);
    expect(read({ series: "河", model: "L" })).toEqual([{ ...intention, series: "河", model: "L" }]);
    expect(read({ series: "", model: 7 })).toEqual([]);
  });

  it("names the strongest person identifier by the policy's order, past cars, blocked values and faces", () => {
    const read = (ids: Event["ids"]) =>
      readVehicleEvidence(vehiclesOf({ kind: "transfer" }), [event({ ids: [...ids, vin(car)] })]).transfers.map(
        ({ newOwner }) => newOwner,
      );
    const crm = { type: "crmId", value: "C1" };
    const login = { type: "loginId", value: "u1" };
    expect(read([login, phone, crm])).toEqual([crm]);
    expect(read([login, { ...phone, value: "139 1234 5678" }])).toEqual([phone]);
    expect(read([login, { type: "phone", value: "13800138000" }])).toEqual([login]);
    expect(read([{ type: "loginId", value: "u2" }, login])).toEqual([login]);
    expect(read([{ type: "faceId", value: "f1" }])).toEqual([]);
    expect(read([])).toEqual([]);
  });

  it("finds cars among the identifiers and in a property, each once, and no car in what is no VIN", () => {
    const read = (ids: Event["ids"], named: string) =>
      readVehicleEvidence(vehiclesOf({ kind: "transfer", vin: "vin" }), [
        event({ ids: [phone, ...ids], properties: { vin: named } }),
      ]).transfers.map((one) => [one.id, one.vin]);
    expect(read([], car.toLowerCase())).toEqual([["e1", car]]);
    expect(read([vin(car)], car)).toEqual([["e1", car]]);
    expect(read([vin(car)], "LSV")).toEqual([["e1", car]]);
    expect(read([vin("LSV")], "none")).toEqual([]);
    expect(read([vin(car)], other)).toEqual([
      [`e1#${car}`, car],
      [`e1#${other}`, other],
    ]);
  });

  it("gives every statement an id of its own, whatever the events are called", () => {
    const vehicles = vehiclesOf([
      { kind: "claim", role: "owner" },
      { kind: "claim", role: "driver" },
      { kind: "transfer" },
    ]);
    const alone = vehiclesOf({ kind: "claim", role: "owner" });
    const id = fc.array(fc.constantFrom("e", "#", car, other, "0", "1", "2"), { minLength: 1, maxLength: 4 });
    const cars = fc.subarray([car, other], { minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(id, cars), { selector: ([parts]) => parts.join("") }), (told) => {
        const events = told.map(([parts, vins]) => event({ id: parts.join(""), ids: [phone, ...vins.map(vin)] }));
        for (const read of [vehicles, alone]) {
          const { claims, transfers } = readVehicleEvidence(read, events);
          const ids = [...claims, ...transfers].map((one) => one.id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it("reads nothing without a blueprint's vehicles, and nothing in events of other types", () => {
    const nothing = { claims: [], transfers: [], plates: [], intentions: [] };
    expect(readVehicleEvidence(undefined, [event({})])).toEqual(nothing);
    expect(readVehicleEvidence(preset, [event({ type: "pageViewed" })])).toEqual(nothing);
  });

  it("reads the preset's events: an order, a delivery with its plate, a service and an interest", () => {
    const read = readVehicleEvidence(preset, [
      event({ id: "view", type: "vehicleViewed", ids: [phone], properties: { series: "河" } }),
      event({ id: "order", type: "orderPlaced", ids: [phone], properties: { vin: car } }),
      event({ id: "delivery", type: "vehicleDelivered", ids: [phone, plate("粤B12345")], properties: { vin: car } }),
      event({ id: "service", type: "serviceCompleted" }),
    ]);
    expect(read.claims.map(({ id, role }) => [id, role])).toEqual([
      ["order", "buyer"],
      ["service", "repairSender"],
    ]);
    expect(read.transfers.map(({ id }) => id)).toEqual(["delivery"]);
    expect(read.plates.map(({ id, plate }) => [id, plate])).toEqual([["delivery#1", "粤B12345"]]);
    expect(read.intentions.map(({ id, series }) => [id, series])).toEqual([["view", "河"]]);
  });
});
