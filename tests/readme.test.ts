import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, packages, root } from "../scripts/rooms.mjs";
import { markdownExamples } from "./doc-examples";
import { load } from "./load-room";
import { runExample } from "./run-example";
import { typeErrors } from "./type-check";

const readmes = [
  ...["README.md", "README.zh-CN.md", "CONTRIBUTING.md"].map((name) => join(root, name)),
  ...packages.map((name) => join(folderOf(name), "README.md")),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, "docs", name)),
];
const examples = readmes.filter(existsSync).flatMap((path) => markdownExamples(path));

describe("READMEs", () => {
  it.each(readmes)("%s has an example", (path) => expect(markdownExamples(path).length).toBeGreaterThan(0));

  it.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
    "%s is true",
    async (_, example) => runExample(example, { names: {}, load }),
  );

  it("agree with the types", () => expect(typeErrors(examples)).toEqual([]));

  it("would not agree with wrong types", () => {
    const code = 'import { parseDuration } from "@tributary/core";\n\nparseDuration(3);\n';
    expect(typeErrors([{ file: "wrong.md", line: 7, code }])).toEqual([expect.stringMatching(/^wrong\.md:9 /)]);
  });
});
