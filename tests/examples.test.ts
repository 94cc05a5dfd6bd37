import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, hasFace, packages, roomsOf } from "../scripts/rooms.mjs";
import { docExamples, exportStars, functionsWithoutExample, sourcesOf } from "./doc-examples";
import { surroundingsOf } from "./load-room";
import { runExample } from "./run-example";

const sources = packages.flatMap((name) => sourcesOf(name));
const examples = sources.flatMap((path) => docExamples(path).map((example) => ({ path, example })));
const indexes = packages.flatMap((name) => [
  ...(hasFace(name) ? [join(folderOf(name), "src", "index.ts")] : []),
  ...roomsOf(name).map((room) => join(folderOf(name), "src", room, "index.ts")),
]);

describe("docstrings", () => {
  it("have examples", () => expect(examples.length).toBeGreaterThan(0));

  it.each(indexes.map((path) => [path.slice(folderOf("").length), path]))(
    "of every function of %s have one",
    (_, path) => expect(functionsWithoutExample(path)).toEqual([]),
  );

  it.each(examples.map(({ path, example }) => [`${example.file}:${example.line}`, path, example] as const))(
    "%s is true",
    async (_, path, example) => runExample(example, await surroundingsOf(path)),
  );
});

describe("indexes", () => {
  it.each(indexes.map((path) => [path.slice(folderOf("").length), path]))("%s lists its exports by name", (_, path) => {
    expect(exportStars(path)).toEqual([]);
  });
});
