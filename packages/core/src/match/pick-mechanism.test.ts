import { describe, expect, it } from "vitest";
import { checkMechanisms, defineMechanisms, type Mechanism } from "./mechanisms";
import { pickMechanism } from "./pick-mechanism";

const label = { zh: "机制", en: "Mechanism" };
const mechanisms: readonly Mechanism[] = [
  { mechanism: "discount", label, priority: 2, allOf: ["price-sensitive"], noneOf: ["complaining"] },
  { mechanism: "referral", label, priority: 3, anyOf: ["ripple", "owner"], noneOf: ["complaining"] },
  { mechanism: "financing", label, priority: 2, allOf: ["price-sensitive", "young"] },
  { mechanism: "test-drive", label, priority: 1 },
];

describe("pickMechanism", () => {
  it("gives the price-sensitive a discount and those who spread the word a referral", () => {
    expect(pickMechanism(["price-sensitive"], mechanisms).picked).toBe("discount");
    expect(pickMechanism(["ripple", "price-sensitive"], mechanisms).picked).toBe("referral");
    expect(pickMechanism([], mechanisms).picked).toBe("test-drive");
  });

  it("says of every mechanism what spoke for it and what it lacked", () => {
    expect(pickMechanism(["price-sensitive", "complaining"], mechanisms).considered).toEqual([
      {
        mechanism: "test-drive",
        priority: 1,
        fits: true,
        because: [],
        missing: [],
        missingAnyOf: [],
        forbidden: [],
      },
      {
        mechanism: "referral",
        priority: 3,
        fits: false,
        because: [],
        missing: [],
        missingAnyOf: ["ripple", "owner"],
        forbidden: ["complaining"],
      },
      {
        mechanism: "discount",
        priority: 2,
        fits: false,
        because: ["price-sensitive"],
        missing: [],
        missingAnyOf: [],
        forbidden: ["complaining"],
      },
      {
        mechanism: "financing",
        priority: 2,
        fits: false,
        because: ["price-sensitive"],
        missing: ["young"],
        missingAnyOf: [],
        forbidden: [],
      },
    ]);
  });

  it("names equals, and picks the first by name whichever way they are listed", () => {
    const tags = ["young", "price-sensitive"];
    expect(pickMechanism(tags, mechanisms).equals).toEqual(["discount", "financing"]);
    expect(pickMechanism([...tags].reverse(), [...mechanisms].reverse())).toEqual(pickMechanism(tags, mechanisms));
  });

  it("picks none where none fits", () => {
    const found = pickMechanism([], mechanisms.slice(0, 1));
    expect([found.picked, found.equals]).toEqual([undefined, []]);
  });
});

describe("checkMechanisms", () => {
  it("says everything that is wrong at once", () => {
    const wrong = [
      { mechanism: "a", label, priority: 1, allOf: ["x"], noneOf: ["y", "x"] },
      { mechanism: "a", label, priority: 1, anyOf: ["x"], noneOf: ["x"] },
      { mechanism: "b", label, priority: 1, anyOf: ["x", "y"], noneOf: ["x"] },
    ];
    const checked = checkMechanisms(wrong);
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "never-fits /0/noneOf/1",
      "duplicate-name /1/mechanism",
      "never-fits /1/noneOf/0",
    ]);
    expect(() => defineMechanisms([{ mechanism: "", label, priority: 1, allOf: [] }])).toThrow("/0/allOf");
  });

  it("says that nobody fits where every one of anyOf is forbidden", () => {
    const never = [{ mechanism: "a", label, priority: 1, anyOf: ["x", "y"], noneOf: ["y", "x"] }];
    const checked = checkMechanisms(never);
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/0/noneOf/0", "/0/noneOf/1"]);
  });
});
