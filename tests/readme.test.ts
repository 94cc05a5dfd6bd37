import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, packages, root } from "../scripts/rooms.mjs";
import { markdownExamples } from "./doc-examples";
import { load } from "./load-room";
import { runExample } from "./run-example";

const readmes = [
  ...["README.md", "README.zh-CN.md"].map((name) => join(root, name)),
  ...packages.map((name) => join(folderOf(name), "README.md")),
];
const examples = readmes.filter(existsSync).flatMap((path) => markdownExamples(path));

describe("READMEs", () => {
  it.each(readmes)("%s has an example", (path) => expect(markdownExamples(path).length).toBeGreaterThan(0));

  it.each(examples.map((example) => [`${example.file}:${example.line}`, example] as const))(
    "%s is true",
    async (_, example) => runExample(example, { names: {}, load }),
  );
});
