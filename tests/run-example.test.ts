import { describe, expect, it } from "vitest";
import { docExamples, markdownExamples } from "./doc-examples";
import { load } from "./load-room";
import { runExample } from "./run-example";

const run = (code: string, names: Record<string, unknown> = {}): Promise<void> =>
  runExample({ file: "some/file.ts", line: 40, code }, { names, load });

describe("runExample", () => {
  const right = [
    ["1 + 1; // => 2"],
    ["1 + 1;\n// => 2"],
    ["const list = [1].concat(\n  [2],\n); // => [1, 2]"],
    ["const a: number = 3;\na * 2 // => 6"],
    ["({ a: [1, { b: undefined }] });\n// => { a: [\n//   1, { b: undefined }] }"],
    ["await Promise.resolve(3); // => 3"],
    ["Promise.resolve(3); // => 3"],
    ["twice(2); // => four"],
    ["const twice = 5;\ntwice; // => 5"],
    ['import { join as j } from "node:path";\nimport type { Some } from "nowhere";\nj("a", "b"); // => "a/b"'],
    [
      'import { ok, type Result } from "@tributary/core";\nok(1) satisfies Result<number, never>; // => { ok: true, value: 1 }',
    ],
    ["export const x = 1; // => 1"],
    ["1; // => 1\n// a remark\n2; // => 2"],
  ];
  it.each(right)("accepts %j", (code) => run(code, { twice: (n: number) => n * 2, four: 4 }));

  const wrong = [
    ["1 + 1; // => 3", "some/file.ts:40"],
    ["const a = 1;\n\na + 1; // => 3", "some/file.ts:42"],
    ["1; // => 1\n2; // => 3", "some/file.ts:41"],
    ["const a = { b: 1 }; // => { b: 2 }", "some/file.ts:40"],
    ["[1, 2]; // => [2, 1]", "some/file.ts:40"],
    ["1 + 1;", "asserts nothing"],
    ["// => 2", "follow no statement"],
    ["function f() {\n  return 1; // => 1\n}", "follow no statement"],
    ["missing(); // => 1", "some/file.ts:40: missing is not defined"],
    ['throw new Error("no"); // => 1', "cannot follow"],
    ["1; // => 1 as everyone knows", "some/file.ts:40"],
    ["Promise.reject(new Error('late')); // => 1", "some/file.ts:40: late"],
  ];
  it.each(wrong)("refuses %j", (code, message) => expect(run(code)).rejects.toThrow(message));
});

describe("docExamples", () => {
  it("finds the code and line of every example, without stars and fences", () => {
    const text = [
      "const a = 1;",
      "/**",
      " * Says it.",
      " *",
      " * @example",
      " * f(",
      " *   1, // at a@b.cn",
      " * ); // => 1",
      " * @example",
      " * ```ts",
      " * f(2); // => 2",
      " * ```",
      " * @see somewhere",
      " */",
      "export function f(n: number): number { return n; }",
    ].join("\n");
    const examples = docExamples("/x.ts", text);
    expect(examples.map(({ line }) => line)).toEqual([5, 9]);
    expect(examples.map(({ code }) => code.trim())).toEqual(["f(\n  1, // at a@b.cn\n); // => 1", "f(2); // => 2"]);
  });
});

describe("markdownExamples", () => {
  it("finds the blocks marked ts", () => {
    const text = "# T\n\n```ts\n1; // => 1\n```\n\n```sh\nls\n```\n\n```ts\n2;\n```\n";
    expect(markdownExamples("/x.md", text).map(({ line, code }) => [line, code])).toEqual([
      [4, "1; // => 1\n"],
      [12, "2;\n"],
    ]);
  });
});
