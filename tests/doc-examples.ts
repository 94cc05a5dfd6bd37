import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { folderOf, root } from "../scripts/rooms.mjs";
import type { Example } from "./run-example";

/** The sources of a package, without its tests. */
export const sourcesOf = (name: string): readonly string[] =>
  (readdirSync(join(folderOf(name), "src"), { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts") && !/\.(test|bench)\.ts$/.test(file))
    .map((file) => join(folderOf(name), "src", file))
    .sort();

/** Every `@example` in the docstrings of a source. */
export function docExamples(path: string, text: string = readFileSync(path, "utf8")): readonly Example[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const tags = new Map<number, ts.JSDocTag>();
  const visit = (node: ts.Node): void => {
    for (const doc of ts.getJSDocCommentsAndTags(node)) {
      if (!ts.isJSDoc(doc)) continue;
      for (const tag of doc.tags ?? []) if (tag.tagName.text === "example") tags.set(tag.pos, tag);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...tags.values()].map((tag) => {
    const { line } = source.getLineAndCharacterOfPosition(tag.tagName.end);
    return { file: relative(root, path), line: line + 1, code: codeOf(text.slice(tag.tagName.end, tag.end)) };
  });
}

/** The code in the text of a tag, line for line: without the comment's stars and without fences. */
const codeOf = (text: string): string =>
  text
    .split("\n")
    .map((line, index) => (index === 0 ? line : line.replace(/^\s*\*( |\/?$)/, "")))
    .map((line) => (/^\s*(```|\*\/)/.test(line) ? "" : line))
    .join("\n")
    .trimEnd();

/** Every block of a Markdown text that is marked `ts`. */
export const markdownExamples = (path: string, text: string = readFileSync(path, "utf8")): readonly Example[] =>
  [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    file: relative(root, path),
    line: text.slice(0, match.index).split("\n").length + 1,
    code: match[1]!,
  }));

/** The functions a room's index exports by name whose docstring has no `@example`. */
export function functionsWithoutExample(index: string): readonly string[] {
  const source = parse(index);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) return [];
    const file = sourceOf(index, (moduleSpecifier as ts.StringLiteral).text);
    return exportClause.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .filter(({ propertyName, name }) => lacksExample(file, (propertyName ?? name).text))
      .map(({ name }) => `${relative(root, file)} ${name.text}`);
  });
}

/** The `export *` of a source: what must be listed by name instead. */
export const exportStars = (path: string): readonly string[] =>
  parse(path)
    .statements.filter((statement) => ts.isExportDeclaration(statement) && !statement.exportClause)
    .map((statement) => `${relative(root, path)}: ${statement.getText()}`);

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);

function sourceOf(from: string, specifier: string): string {
  const path = join(dirname(from), specifier);
  return existsSync(`${path}.ts`) ? `${path}.ts` : join(path, "index.ts");
}

function lacksExample(file: string, name: string): boolean {
  const declarations = parse(file).statements.filter((statement) => declaresFunction(statement, name));
  return declarations.length > 0 && !declarations.some((node) => tagsOf(node).includes("example"));
}

const tagsOf = (node: ts.Node): readonly string[] => ts.getJSDocTags(node).map(({ tagName }) => tagName.text);

function declaresFunction(statement: ts.Statement, name: string): boolean {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text === name;
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some(
    ({ name: declared, initializer }) =>
      declared.getText() === name &&
      initializer !== undefined &&
      (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
  );
}
