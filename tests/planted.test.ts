import { describe, expect, it } from "vitest";
import { plantedBugs, staleness } from "../scripts/planted-bugs.mjs";

const bugs: readonly PlantedBug[] = plantedBugs();

interface PlantedBug {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: { readonly file: string; readonly name: string };
}

describe("planted bugs (npm run planted plants them)", () => {
  it("have names of their own", () => {
    expect(bugs.length).toBeGreaterThan(10);
    expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  });

  it.each(bugs)("can still be planted: $name", (bug) => expect(staleness(bug)).toBeUndefined());

  it("are stale once their source has changed", () => {
    const bug = bugs[0] as PlantedBug;
    expect(staleness({ ...bug, from: `${bug.from}?` })).toContain("0 places");
    expect(staleness({ ...bug, from: "const" })).toMatch(/\d places/);
    expect(staleness({ ...bug, to: bug.from })).toBe("it changes nothing");
    expect(staleness({ ...bug, file: "no/such/file.ts" })).toBe("there is no no/such/file.ts");
  });
});
