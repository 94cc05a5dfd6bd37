import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faceRoomsOf, namesOf } from "../scripts/face.mjs";
import { exportsOf, folderOf, manifestOf, packages, roomsOf } from "../scripts/rooms.mjs";

describe("faces", () => {
  it.each(["core", "rules"])("of %s give every name of its rooms (npm run exports writes them)", (name) => {
    const names = (room: string): readonly string[] =>
      namesOf(join(folderOf(name), "src", room, "index.ts")).map((each) => `${each.type ? "type " : ""}${each.name}`);
    const rooms = faceRoomsOf(name).flatMap(names);
    expect(new Set(rooms).size, "a name is given by two rooms").toBe(rooms.length);
    expect([...names(".")].sort()).toEqual([...rooms].sort());
  });
});

describe("exports", () => {
  it("finds the rooms of every package", () => {
    for (const name of packages) expect(roomsOf(name).length, name).toBeGreaterThan(0);
  });

  it.each(packages)("of %s are its rooms by name (npm run exports writes them)", (name) => {
    expect(JSON.stringify(manifestOf(name).exports, null, 2)).toBe(JSON.stringify(exportsOf(name), null, 2));
  });

  it.each(packages)("of %s name no tests", (name) => expect(Object.keys(exportsOf(name)).join()).not.toMatch(/test\./));
});
