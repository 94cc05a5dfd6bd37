import { describe, expect, it } from "vitest";
import { definePolicy, resolve } from "../identity/index";
import type { Identifier } from "../model";
import { relateVehicles } from "./relate-vehicles";
import type { IntentionClaim, PlateClaim, VehicleClaim, VehicleEvidence, VehicleTransfer } from "./vehicle-evidence";
import type { VehicleGraph, VehicleInterval } from "./vehicle-graph";
import { DEFAULT_VEHICLE_POLICY, type VehiclePolicy } from "./vehicle-policy";

const CAR = "LSVAA4187E2184847";
const OTHER = "LSVAA4187E2184848";
const name = (value: string): Identifier => ({ type: "name", value });
const crm = { knownAt: 0, source: "crm" };

const claim = (
  id: string,
  person: string,
  from: number,
  more: Partial<Omit<VehicleClaim, "person">> = {},
): VehicleClaim => ({ id, vin: CAR, role: "owner", person: name(person), from, ...crm, ...more });
const sale = (id: string, newOwner: string, at: number, seller?: string): VehicleTransfer => ({
  id,
  vin: CAR,
  newOwner: name(newOwner),
  at,
  ...crm,
  ...(seller === undefined ? {} : { seller: name(seller) }),
});
const relate = (evidence: VehicleEvidence, policy: Partial<VehiclePolicy> = {}): VehicleGraph =>
  relateVehicles(evidence, { ...DEFAULT_VEHICLE_POLICY, ...policy }, { personOf: ({ value }) => value });
const brief = ({ person, role, from, to, contested }: VehicleInterval): string =>
  `${person} ${role} [${from}, ${to ?? ""})${contested ? " contested" : ""}`;
const owners = (graph: VehicleGraph, knownAt?: number): string[] =>
  graph.ownersHistory(CAR, knownAt === undefined ? {} : { knownAt }).map(brief);
const persons = (graph: VehicleGraph, validAt: number): string[] =>
  graph.personsOf(CAR, { validAt }).map(({ person, role }) => `${person} ${role}`);

describe("relateVehicles", () => {
  it("ends an ownership at a transfer to somebody else, at that very instant", () => {
    const graph = relate({ claims: [claim("c1", "ann", 10)], transfers: [sale("t1", "ben", 50, "ann")] });
    expect(owners(graph)).toEqual(["ann owner [10, 50)", "ben owner [50, )"]);
    expect(persons(graph, 49)).toEqual(["ann owner"]);
    expect(persons(graph, 50)).toEqual(["ben owner"]);
    expect(graph.carsOf("ann", { validAt: 50 })).toEqual([]);
    expect(graph.ownersHistory(CAR)[0]?.endedBy.map(({ id }) => id)).toEqual(["t1"]);
  });

  it("cuts anew when an earlier transfer arrives late, and still knows what was known before", () => {
    const late = { ...sale("t0", "cat", 30, "ann"), knownAt: 99 };
    const graph = relate({ claims: [claim("c1", "ann", 10)], transfers: [sale("t1", "ben", 50, "cat"), late] });
    expect(owners(graph)).toEqual(["ann owner [10, 30)", "cat owner [30, 50)", "ben owner [50, )"]);
    expect(graph.conflicts()).toEqual([]);
    expect(owners(graph, 98)).toEqual(["ann owner [10, 50)", "ben owner [50, )"]);
    expect(graph.conflicts({ knownAt: 98 })).toMatchObject([
      { code: "seller", seller: "cat", owners: ["ann"], at: 50 },
    ]);
  });

  it("gives a car that is passed on at once to the last in the row", () => {
    const graph = relate({
      claims: [claim("c1", "ann", 10)],
      transfers: [sale("t2", "ben", 50, "dealer"), sale("t1", "dealer", 50, "ann")],
    });
    expect(owners(graph)).toEqual(["ann owner [10, 50)", "ben owner [50, )"]);
    expect(graph.conflicts()).toEqual([]);
  });

  it("picks nobody when a car is passed on in a circle", () => {
    const graph = relate({ claims: [], transfers: [sale("t1", "ann", 50, "ben"), sale("t2", "ben", 50, "ann")] });
    expect(owners(graph)).toEqual(["ann owner [50, ) contested", "ben owner [50, ) contested"]);
  });

  describe("with two owners and no transfer", () => {
    const claims = [claim("c1", "ann", 10), claim("c2", "ben", 50)];

    it("reports the conflict, and lists both as contested", () => {
      const graph = relate({ claims });
      expect(owners(graph)).toEqual(["ann owner [10, 50)", "ann owner [50, ) contested", "ben owner [50, ) contested"]);
      expect(graph.conflicts()).toMatchObject([{ code: "owners", vin: CAR, persons: ["ann", "ben"], from: 50 }]);
    });

    it("has co-owners where they are allowed", () => {
      const graph = relate({ claims }, { coOwners: "allow" });
      expect(owners(graph)).toEqual(["ann owner [10, )", "ben owner [50, )"]);
      expect(graph.conflicts()).toEqual([]);
    });

    it("ends the first where a claim is taken for a transfer", () => {
      const graph = relate({ claims }, { implicitTransfer: true });
      expect(owners(graph)).toEqual(["ann owner [10, 50)", "ben owner [50, )"]);
    });

    it("does not take a driver's claim for a transfer", () => {
      const driven = [claim("c1", "ann", 10, { role: "driver" }), claim("c2", "ben", 50, { role: "driver" })];
      expect(persons(relate({ claims: driven }, { implicitTransfer: true }), 60)).toEqual(["ann driver", "ben driver"]);
    });
  });

  it("lets the family of the seller go with the car's old owner, not of the new one", () => {
    const claims = [
      claim("c1", "ann", 10),
      claim("c2", "al", 10, { role: "familyMember" }),
      claim("c3", "ben", 40, { role: "driver" }),
    ];
    const graph = relate({ claims, transfers: [sale("t1", "ben", 50, "ann")] });
    expect(persons(graph, 49)).toEqual(["ann owner", "ben driver", "al familyMember"]);
    expect(persons(graph, 50)).toEqual(["ben owner", "ben driver"]);
    expect(persons(relate({ claims }), 50)).toEqual(["ann owner", "ben driver", "al familyMember"]);
  });

  it("ends an open claim by another that knows the end of the same time", () => {
    const graph = relate({
      claims: [claim("c1", "ann", 10), claim("c2", "ann", 10, { to: 40 }), claim("c3", "ann", 60)],
    });
    expect(owners(graph)).toEqual(["ann owner [10, 40)", "ann owner [60, )"]);
  });

  it("names for every stretch of an ownership only what speaks for it then", () => {
    const claims = [claim("a1", "ann", 10, { to: 40 }), claim("a2", "ann", 20), claim("b1", "ben", 20, { to: 30 })];
    const graph = relate({ claims }, { implicitTransfer: true });
    const found = graph.ownersHistory(CAR).map((one) => `${brief(one)} by ${one.because.map(({ id }) => id).join()}`);
    expect(found).toEqual([
      "ann owner [10, 20) by a1",
      "ann owner [20, 30) contested by a2",
      "ben owner [20, 30) contested by b1",
      "ann owner [30, ) by a2",
    ]);
    expect(graph.conflicts()).toMatchObject([{ from: 20, to: 30, because: [{ id: "a2" }, { id: "b1" }] }]);
  });

  it("follows merges and splits of the resolution it is asked with", () => {
    const policy = definePolicy({
      version: "1",
      prefer: "first",
      maxPerson: 9,
      maxComponent: 99,
      consent: "off",
      types: [
        { type: "phone", normalise: "phoneCn", tier: 0 },
        { type: "openid", normalise: "text", tier: 1 },
      ],
    });
    const phone = { type: "phone", value: "+8613912345678" };
    const openid = { type: "openid", value: "oA" };
    const seen = { at: 1, source: "app", strength: "bound", purpose: "service" } as const;
    const apart = [
      { obsId: "o1", ids: [phone], ...seen },
      { obsId: "o2", ids: [openid], ...seen },
    ];
    const evidence: VehicleEvidence = {
      claims: [claim("c1", "", 10), claim("c2", "", 50)].map((one, i) => ({
        ...one,
        person: i === 0 ? phone : openid,
      })),
    };
    const ownersBy = (observations: typeof apart): number => {
      const who = resolve({ observations }, policy, { asOf: 99 });
      const graph = relateVehicles(evidence, DEFAULT_VEHICLE_POLICY, {
        personOf: (id, at) => who.personOf(id, at)?.oneId,
      });
      return graph.personsOf(CAR, { validAt: 60 }).length;
    };
    expect(ownersBy(apart)).toBe(2);
    expect(ownersBy([...apart, { obsId: "o3", ids: [phone, openid], ...seen }])).toBe(1);
    expect(ownersBy(apart)).toBe(2);
  });

  it("names whoever held the identifier when the relation began", () => {
    const graph = relateVehicles({ claims: [claim("c1", "phone", 10)] }, DEFAULT_VEHICLE_POLICY, {
      personOf: (_, at) => (at < 30 ? "ann" : "ben"),
    });
    expect(persons(graph, 60)).toEqual(["ann owner"]);
    expect(graph.carsOf(name("phone"), { validAt: 60 })).toEqual([]);
    expect(graph.carsOf(name("phone"), { validAt: 20 }).map(brief)).toEqual(["ann owner [10, )"]);
  });

  it("calls somebody whom the resolution does not know by the identifier", () => {
    const graph = relateVehicles({ claims: [claim("c1", "x", 10)] }, DEFAULT_VEHICLE_POLICY, {
      personOf: () => undefined,
    });
    expect(persons(graph, 10)).toEqual(["name:x owner"]);
    expect(graph.carsOf(name("x"), { validAt: 10 })).toHaveLength(1);
  });

  it("refuses what cannot be used, with its place, and warns of a check digit", () => {
    const graph = relate({
      claims: [
        claim("c1", "ann", 10, { vin: "LSVAA4187E218484O" }),
        claim("c2", "ann", 10, { vin: " 1m8gdm9axkp042788" }),
        claim("c3", "ann", 10, { vin: "1M8GDM9A1KP042788" }),
        claim("c4", "ann", 10, { to: 10 }),
        claim("c5", "ann", 0.5, { role: "ownr" as "owner" }),
      ],
      plates: [{ id: "p1", vin: CAR, plate: "B1", from: 0, ...crm }],
      intentions: [{ id: "i1", role: "intendsToBuy", person: name(""), from: 0, ...crm }],
      retractions: [{ id: "c3", knownAt: Number.NaN }],
    });
    expect(graph.refused.map(({ id, code, pointer }) => `${id}${pointer} ${code}`)).toEqual([
      "c1/vin bad-vin",
      "c3/knownAt bad-time",
      "c4/to empty-interval",
      "c5/from bad-time",
      "c5/role unknown-role",
      "i1/person empty-value",
      "i1/series no-target",
      "p1/plate bad-plate",
    ]);
    expect(graph.refused.find(({ code }) => code === "unknown-role")?.hint).toBe("did you mean owner?");
    expect(graph.warnings.map(({ id, code }) => `${id} ${code}`)).toEqual(["c3 check-digit"]);
    expect(graph.personsOf("1M8GDM9AXKP042788", { validAt: 10 })).toHaveLength(1);
    expect(graph.personsOf("1M8GDM9A1KP042788", { validAt: 10 })).toHaveLength(1);
  });

  it("keeps neither statement of two under one id from being told of", () => {
    const graph = relate({ claims: [claim("c1", "ann", 10), claim("c1", "ben", 10)] });
    expect(owners(graph)).toHaveLength(1);
    expect(graph.conflicts()).toEqual([{ code: "statement", id: "c1" }]);
  });

  it("lists persons by code units, in which capitals come first, and not as a dictionary would", () => {
    const drivers = ["ann", "Zoe", "bob", "Émile"].map((who) => claim(who, who, 10, { role: "driver" }));
    expect(persons(relate({ claims: drivers }), 10)).toEqual([
      "Zoe driver",
      "ann driver",
      "bob driver",
      "Émile driver",
    ]);
  });

  it("throws at what is no instant, no id or no duration", () => {
    const graph = relate({ claims: [] });
    expect(() => graph.carsOf("ann", { validAt: Number.NaN })).toThrow("validAt must be an integer");
    expect(() => graph.ownersHistory(CAR, { knownAt: 0.5 })).toThrow("knownAt must be an integer");
    expect(() => relate({ claims: [claim("", "ann", 1)] })).toThrow("id must be a text");
    expect(() => relate({ claims: [] }, { intentionFor: "soon" })).toThrow('intentionFor: not a duration: "soon"');
  });
});

describe("a graph's plates", () => {
  const plate = (id: string, vin: string, text: string, from: number, more: Partial<PlateClaim> = {}): PlateClaim => ({
    id,
    vin,
    plate: text,
    from,
    ...crm,
    ...more,
  });
  const at = (validAt: number): { validAt: number } => ({ validAt });

  it("move with the last car they were put on", () => {
    const graph = relate({
      claims: [],
      plates: [plate("p1", CAR, "粤b·10001", 10), plate("p2", OTHER, "粤B10001", 50), plate("p3", CAR, "粤B10002", 60)],
    });
    expect([9, 10, 49, 50, 99].map((validAt) => graph.vinOf("粤B 10001", { validAt }))).toEqual([
      undefined,
      CAR,
      CAR,
      OTHER,
      OTHER,
    ]);
    expect([10, 55, 60].map((validAt) => graph.platesOf(CAR, { validAt }).map((one) => one.plate))).toEqual([
      ["粤B10001"],
      [],
      ["粤B10002"],
    ]);
  });

  it("are nobody's while two cars are said to carry them", () => {
    const graph = relate({
      claims: [],
      plates: [plate("p1", CAR, "粤B10001", 10), plate("p2", OTHER, "粤B10001", 10)],
    });
    expect(graph.vinOf("粤B10001", at(10))).toBeUndefined();
    expect(graph.platesOf(CAR, at(10))).toMatchObject([{ plate: "粤B10001", contested: true }]);
    expect(graph.conflicts()).toMatchObject([{ code: "plates", plates: ["粤B10001"], vins: [CAR, OTHER], from: 10 }]);
  });
});

describe("a graph's intentions", () => {
  const DAY = 86_400_000;
  const intention = (id: string, from: number, more: Partial<IntentionClaim> = {}): IntentionClaim => ({
    id,
    role: "intendsToBuy",
    person: name("ann"),
    series: "Brook",
    from,
    ...crm,
    ...more,
  });

  it("lapse when nobody renews them", () => {
    const graph = relate({ claims: [], intentions: [intention("i1", 0), intention("i2", 60 * DAY)] });
    const found = graph.intentionsOf("ann", { validAt: 60 * DAY });
    expect(found).toMatchObject([{ person: "ann", series: "Brook", from: 0, to: 150 * DAY, endedBy: [] }]);
    expect(graph.intentionsOf("ann", { validAt: 150 * DAY })).toEqual([]);
    expect(graph.nextChange("ann", { validAt: 60 * DAY })).toBe(150 * DAY);
  });

  it("are found by series, by model and by both", () => {
    const graph = relate({
      claims: [],
      intentions: [intention("i1", 0), intention("i2", 0, { person: name("ben"), model: "Brook L" })],
    });
    const who = (target: object): string[] => graph.intendersOf(target, { validAt: 0 }).map(({ person }) => person);
    expect(who({ series: "Brook" })).toEqual(["ann", "ben"]);
    expect(who({ model: "Brook L" })).toEqual(["ben"]);
    expect(who({ series: "Delta" })).toEqual([]);
  });
});

describe("a graph's groups", () => {
  const vinOf = (i: number): string => `LSVAA4187E218484${i}`;
  const household = { ...DEFAULT_VEHICLE_POLICY.household, maxPersonsPerCar: 3, within: "100ms" };

  it("are households of those who share cars, even by way of others", () => {
    const graph = relate({
      claims: [
        claim("c1", "ann", 0),
        claim("c2", "al", 0, { role: "familyMember" }),
        claim("c3", "al", 0, { vin: OTHER }),
        claim("c4", "amy", 0, { vin: OTHER, role: "driver" }),
        claim("c5", "garage", 0, { vin: OTHER, role: "repairSender" }),
      ],
    });
    const { households, refused } = graph.households({ validAt: 1 });
    expect(households.map(({ persons, vins }) => [persons, vins])).toEqual([
      [
        ["al", "amy", "ann"],
        [CAR, OTHER],
      ],
    ]);
    expect(refused).toEqual([]);
  });

  it("are not made by a demo car that one after the other drives", () => {
    const drives = ["a", "b", "c"].map((who, i) => claim(who, who, i * 10, { role: "driver", to: i * 10 + 10 }));
    const graph = relate({ claims: [claim("c0", "dealer", 0), ...drives] }, { household });
    expect(graph.households({ validAt: 15 }).households).toHaveLength(1);
    expect(graph.households({ validAt: 25 })).toEqual({
      households: [],
      refused: [{ code: "max-persons-per-car", vin: CAR, persons: 4, limit: 3 }],
    });
  });

  it("are not made by a fleet's car, whose owner is a fleet", () => {
    const owned = [1, 2, 3].map((i) => claim(`c${i}`, "taxi company", 0, { vin: vinOf(i) }));
    const driver = claim("d1", "ann", 0, { vin: vinOf(1), role: "driver" });
    const graph = relate({ claims: [...owned, driver] }, { fleet: { minCars: 3 } });
    const vins = [1, 2, 3].map(vinOf);
    expect(graph.fleets({ validAt: 1 })).toEqual([{ person: "taxi company", vins, contested: [] }]);
    expect(graph.households({ validAt: 1 })).toEqual({
      households: [],
      refused: [{ code: "fleet-car", vin: vinOf(1), fleets: ["taxi company"] }],
    });
    expect(relate({ claims: [...owned, driver] }).households({ validAt: 1 }).households).toHaveLength(1);
  });

  it("are not tied by somebody who has to do with many cars", () => {
    const families = [1, 2].map((i) => claim(`c${i}`, `owner ${i}`, 0, { vin: vinOf(i) }));
    const valet = [1, 2].map((i) => claim(`v${i}`, "valet", 0, { vin: vinOf(i), role: "driver" }));
    const policy = { household: { ...household, maxCarsPerPerson: 1 } };
    expect(relate({ claims: [...families, ...valet] }, policy).households({ validAt: 1 })).toEqual({
      households: [],
      refused: [{ code: "max-cars-per-person", person: "valet", vins: [vinOf(1), vinOf(2)], limit: 1 }],
    });
  });

  it("that grow too large are none", () => {
    const drivers = ["a", "b", "c"].map((who) => claim(who, who, 0, { role: "driver" }));
    const policy = { household: { ...household, maxPersons: 2 } };
    expect(relate({ claims: drivers }, policy).households({ validAt: 1 })).toEqual({
      households: [],
      refused: [{ code: "max-persons", vins: [CAR], persons: ["a", "b", "c"], limit: 2 }],
    });
  });
});
