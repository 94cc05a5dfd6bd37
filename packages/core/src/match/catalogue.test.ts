import { describe, expect, it } from "vitest";
import { DefinitionError } from "../model";
import { type Catalogue, checkCatalogue, defineCatalogue } from "./catalogue";

const label = { zh: "车", en: "Car" };
const car = {
  car: "a",
  series: "s",
  label,
  priceMinor: { from: 100, to: 200 },
  attributes: { body: ["suv"] },
  reputation: [{ tag: "space", sentiment: 0.5, count: 3 }],
};
const catalogue: Catalogue = { version: "1", attributes: [{ attribute: "body", label, weight: 1 }], cars: [car] };

const pointers = (input: unknown): string[] => {
  const checked = checkCatalogue(input);
  return checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`);
};

describe("checkCatalogue", () => {
  it("takes a catalogue as it is", () => {
    expect(checkCatalogue(catalogue)).toEqual({ ok: true, value: catalogue });
  });

  it("says everything that is wrong with the shape at once", () => {
    const cars = [
      { ...car, priceMinor: { from: 200, to: 100 } },
      { ...car, car: "b", priceMinor: { from: 0, to: 1.5 }, colour: "red" },
      { ...car, car: "c", reputation: [{ tag: "space", sentiment: 2, count: -1 }] },
    ];
    expect(pointers({ ...catalogue, cars })).toEqual(
      [
        "custom /cars/0/priceMinor/to",
        "too-small /cars/1/priceMinor/from",
        "invalid-type /cars/1/priceMinor/to",
        "unknown-member /cars/1/colour",
        "too-big /cars/2/reputation/0/sentiment",
        "too-small /cars/2/reputation/0/count",
      ].map((line) => line.replace("custom", "bad-value")),
    );
  });

  it("says every name taken twice and every attribute unknown at once", () => {
    const twice = { tag: "space", sentiment: 0, count: 1 };
    const cars = [
      car,
      { ...car, attributes: { body: ["suv", "mpv", "suv"], boddy: ["suv"] }, reputation: [twice, twice] },
    ];
    expect(pointers({ ...catalogue, cars, attributes: [...catalogue.attributes, ...catalogue.attributes] })).toEqual([
      "duplicate-name /attributes/1/attribute",
      "duplicate-name /cars/1/car",
      "duplicate-name /cars/1/reputation/1/tag",
      "duplicate-name /cars/1/attributes/body/2",
      "unknown-attribute /cars/1/attributes/boddy",
    ]);
  });

  it("hints at the nearest attribute", () => {
    const checked = checkCatalogue({ ...catalogue, cars: [{ ...car, attributes: { boddy: ["suv"] } }] });
    expect(checked.ok ? [] : checked.error.map(({ hint }) => hint)).toEqual(["did you mean body?"]);
  });
});

describe("defineCatalogue", () => {
  it("throws with every issue", () => {
    expect(() => defineCatalogue({ ...catalogue, cars: [car, car] })).toThrow(DefinitionError);
  });
});
