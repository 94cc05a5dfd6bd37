import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { impurities, pureSources } from "../scripts/purity.mjs";
import { root } from "../scripts/rooms.mjs";
import { tool } from "../scripts/steps.mjs";

const seenBySyntax = [
  "Date.now()",
  'Date["now"]()',
  "new Date()",
  "new Date(2024, 1, 1)",
  "Date()",
  "const D = Date",
  "const { now } = Date",
  "[1].map(Date)",
  "new TZDate()",
  'TZDate.tz("Asia/Shanghai")',
  "Math.random()",
  "const { random } = Math",
  '"a".localeCompare("b")',
  "(1).toLocaleString()",
  '"I".toLocaleLowerCase("tr")',
  "new Date(0).toLocaleDateString()",
  "new Date(0).getTimezoneOffset()",
  "new Date(0).getHours()",
  "when.getHours()",
  "when.getFullYear()",
  'when["getDay"]()',
  "when?.getMinutes()",
  "const { getMonth } = when",
  "const { getMonth: month } = when",
  "when.setHours(0, 0, 0, 0)",
  "when.setDate(1)",
  "Date.prototype.getDate.call(when)",
  "when.toString()",
  "when.toDateString()",
  "new Date(0).toTimeString()",
  "new Date(0).toString()",
  "String(new Date(0))",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source to look at
  "`${new Date(0)}`",
  '"" + new Date(0)',
  "const when: Date = new Date(at)",
  "list.push(new Date(at))",
  'new Date("2026-01-01 00:00")',
  'new Date("2026-01-01T00:00:00Z").getTime()',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source to look at
  "new Date(`${date}T00:00:00Z`).getTime()",
  'new Date(date + "T00:00").getTime()',
  "const of = (text: string) => new Date(text).getTime()",
  'const text = "2026"; new Date(text).getTime()',
  'Date.parse("2026-01-01")',
  'import { startOfDay } from "date-fns"',
  'import { addDays } from "date-fns"',
  'import { addDays } from "date-fns/addDays"',
  'import * as dates from "date-fns"',
  'import dates from "date-fns"',
  'export { startOfDay } from "date-fns"',
  'import { tzScan } from "@date-fns/tz"',
  "new Intl.DateTimeFormat()",
  "new Intl.Collator(undefined)",
  "Intl.NumberFormat(language)",
  'const late = await import("zod")',
  'import { readFileSync } from "node:fs"',
  'import { isToday } from "date-fns"',
  'import { startOfToday as start } from "date-fns"',
  'import "zod/locales"',
];

const allowed = [
  "new Date(0).toISOString()",
  "Date.UTC(2024, 0, 1)",
  'new TZDate(0, "Asia/Shanghai").getHours()',
  'TZDate.tz("Asia/Shanghai", 0)',
  "Math.max(1, 2)",
  "value instanceof Date",
  "new Date(at).getTime()",
  "new Date(at).getUTCHours()",
  "tzOffset(zone, new Date(at))",
  "const of = (at: number) => new Date(at).toISOString()",
  "const isDate = (value: unknown): value is Date => value instanceof Date",
  "hash.toString(16)",
  "String(1)",
  'import { tzOffset } from "@date-fns/tz"',
  'import type { Day } from "date-fns"',
  'new Intl.DateTimeFormat("en-US", { timeZone: "UTC" })',
  "({ Date: 1, now: 2 }).now",
  "options.random()",
];

const seenByBiome = [
  "console.log(1)",
  "process.env",
  "performance.now()",
  "crypto.randomUUID()",
  'fetch("")',
  "setTimeout(f)",
  "setInterval(f)",
  "setImmediate(f)",
  "queueMicrotask(f)",
  'require("zod")',
  "Buffer.from([])",
  "globalThis.Date",
  'eval("1")',
  'new Function("return 1")',
  'import { z } from "zod"; z.string()',
  'import z from "zod"; z.string()',
];

describe("impurities", () => {
  it.each(seenBySyntax)("refuses %s", (line) => {
    expect(impurities("x.ts", `// first line\n${line};`)).toMatchObject([{ line: 2 }]);
  });

  it.each(allowed)("allows %s", (line) => expect(impurities("x.ts", `${line};`)).toEqual([]));

  it("finds none in core and rules", () => {
    const sources = pureSources();
    expect(sources.length).toBeGreaterThan(10);
    const found = sources.flatMap((path) =>
      impurities(path, readFileSync(path, "utf8")).map(({ line, what }) => `${relative(root, path)}:${line} ${what}`),
    );
    expect(found).toEqual([]);
  });
});

describe("biome", () => {
  const folder = mkdtempSync(join(tmpdir(), "biome-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The rules broken by each line, when it is a source of its own in a package. */
  const broken = (name: string, lines: readonly string[]): readonly string[][] => {
    cpSync(join(root, "biome.json"), join(folder, "biome.json"));
    const sources = join(folder, "packages", name, "src");
    mkdirSync(sources, { recursive: true });
    for (const [index, line] of lines.entries()) writeFileSync(join(sources, `line-${index}.ts`), `${line};\n`);
    const args = [tool("@biomejs/biome", "biome"), "lint", "--reporter=json", "--max-diagnostics=none", "packages"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as Report;
    return lines.map((_, index) =>
      diagnostics
        .filter(({ location }) => location.path === `packages/${name}/src/line-${index}.ts`)
        .map(({ category }) => category),
    );
  };

  it.each(["core", "rules"])("refuses each banned name in %s", (name) => {
    const rules = broken(name, seenByBiome);
    const missed = seenByBiome.filter((_, index) => !rules[index]?.some((rule) => /noRestricted/.test(rule)));
    expect(missed).toEqual([]);
  });

  it("allows zod as a namespace", () => {
    expect(broken("core", ['import * as z from "zod"; export const schema = z.string()'])).toEqual([[]]);
  });
});

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
}
