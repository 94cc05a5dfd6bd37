import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { recycledPhone } from "./recycled-phone";
import { showroomTablet } from "./showroom-tablet";
import { tellAll } from "./tell-all";
import { usedCar } from "./used-car";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const readme = readFileSync(pathOf("./README.md"), "utf8");

describe("the stories", () => {
  it("are told by one command as the README tells them", async () => {
    const env = { ...process.env, TSX_TSCONFIG_PATH: pathOf("../../tsconfig.json") };
    const child = spawn(process.execPath, ["--import", "tsx", pathOf("./main.ts")], { env });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        out += chunk.toString("utf8");
      });
    }
    expect(await new Promise((done) => child.on("close", done))).toBe(0);
    expect(out).toBe(`${tellAll()}\n`);
    expect(readme.slice(readme.indexOf("## A showroom tablet"))).toBe(out);
  });

  it("part what the tablet joined, and leave Li her OneID", () => {
    const told = showroomTablet().join("\n");
    expect(told).toContain("before: Li p_1, Wang p_1\nafter:  Li p_1, Wang p_4");
    expect(told.match(/^bridge: .*tablet|^bridge: device …et-7/gm)).toHaveLength(2);
    expect(told).toContain("kept apart by decision");
    expect(told).toContain("seen with 3 anchors, 2 at most");
  });

  it("part a number by silence, and by decision", () => {
    const told = recycledPhone().join("\n");
    expect(told).toContain("whose on 2025-01-01: p_1\nwhose on 2026-02-01: p_2.1");
    expect(told).toContain("since 2026-03-01<br/>by decision<br/>owner before p_1");
    expect(told).toContain("without it: 1 refused");
  });

  it("give a car to its next owner from the day of the sale, and join nobody by it", () => {
    const told = usedCar().join("\n");
    expect(told).toContain("why Li and Zhao are two: vehicle");
    expect(told).toContain("as known on that day: Li p_1 owner, Zhao p_4 repairSender");
    expect(told).toContain("as known now:         Zhao p_4 owner, Zhao p_4 repairSender");
  });

  it("show no whole phone number or customer number in a picture", () => {
    const pictures = tellAll().match(/```mermaid\n[^`]*```/g) ?? [];
    expect(pictures.length).toBe(8);
    for (const picture of pictures) expect(picture).not.toMatch(/\d{5,}|C-\d/);
  });
});
