import ts from "typescript";
import { expect } from "vitest";

/** A piece of documentation that is code. */
export interface Example {
  readonly file: string;
  /** The line of `file` on which `code` starts, from 1. */
  readonly line: number;
  readonly code: string;
}

/** What an example may use without importing it, and how it imports the rest. */
export interface Surroundings {
  readonly names: Readonly<Record<string, unknown>>;
  readonly load: (specifier: string) => Promise<unknown>;
}

type Check = (line: number, actual: () => unknown, expected: () => unknown) => Promise<void>;
type Program = (names: object, check: Check, load: Surroundings["load"]) => Promise<void>;

/**
 * Runs an example: every statement that ends in `// => X`, or has that on the line after it, must give what X gives.
 * A block that asserts nothing is a failure, as is a `// =>` that belongs to no statement.
 */
export async function runExample(example: Example, { names, load }: Surroundings): Promise<void> {
  const place = (line: number): string => `${example.file}:${example.line + line}`;
  const { program, assertions } = compile(example.code);
  const promised = example.code.match(/\/\/\s*=>/g)?.length ?? 0;
  if (promised === 0) throw new Error(`${place(0)}: the example asserts nothing; end a line in // => value`);
  if (promised !== assertions)
    throw new Error(`${place(0)}: ${promised - assertions} of its // => follow no statement`);

  const check: Check = async (line, actual, expected) => expect(await actual(), place(line)).toEqual(await expected());
  const identifiers = Object.keys(names).filter((name) => name !== "default");
  const AsyncFunction = (async () => {}).constructor as new (...source: string[]) => Program;
  const body = `"use strict"; const { ${identifiers.join(", ")} } = $names; { return (async () => {\n${program}\n})(); }`;
  try {
    await new AsyncFunction("$names", "$check", "$load", body)(names, check, load);
  } catch (error) {
    if (error instanceof Error && !error.message.includes(example.file))
      error.message = `${place(0)}: ${error.message}`;
    throw error;
  }
}

function compile(code: string): { readonly program: string; readonly assertions: number } {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  let assertions = 0;
  const lines = source.statements.map((statement, index) => {
    const next = source.statements[index + 1]?.getStart(source) ?? code.length;
    const promise = promiseIn(code.slice(statement.end, next));
    if (promise !== undefined) assertions++;
    return emit(source, statement, promise);
  });
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  return { program: ts.transpileModule(lines.join("\n"), { compilerOptions: options }).outputText, assertions };
}

function emit(source: ts.SourceFile, statement: ts.Statement, promise: string | undefined): string {
  const text = statement.getText(source);
  if (ts.isImportDeclaration(statement)) return emitImport(statement);
  if (promise === undefined) return text.replace(/^export /, "");
  const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
  const check = (actual: string): string => `await $check(${line}, async () => (${actual}), () => (${promise}));`;
  if (ts.isExpressionStatement(statement)) return check(statement.expression.getText(source));
  if (ts.isVariableStatement(statement)) {
    return `${text.replace(/^export /, "")}\n${check(statement.declarationList.declarations[0]!.name.getText(source))}`;
  }
  throw new Error(`a // => value cannot follow: ${text}`);
}

function emitImport({ moduleSpecifier, importClause }: ts.ImportDeclaration): string {
  const load = `await $load(${moduleSpecifier.getText()})`;
  const bindings = importClause?.namedBindings;
  if (importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return "";
  if (bindings === undefined) return `${load};`;
  if (ts.isNamespaceImport(bindings)) return `const ${bindings.name.text} = ${load};`;
  const names = bindings.elements.filter(({ isTypeOnly }) => !isTypeOnly);
  const pairs = names.map(({ propertyName, name }) =>
    propertyName ? `${propertyName.text}: ${name.text}` : name.text,
  );
  return `const { ${pairs.join(", ")} } = ${load};`;
}

/** The value promised in the comments after a statement; it may go on over the comment lines that follow. */
function promiseIn(gap: string): string | undefined {
  const comments = gap.split("\n").map((line) => line.match(/^\s*\/\/(.*)$/)?.[1]);
  const start = comments.findIndex((comment) => comment !== undefined && /^\s*=>/.test(comment));
  if (start < 0) return undefined;
  let value = comments[start]!.replace(/^\s*=>/, "");
  for (const comment of comments.slice(start + 1)) {
    if (comment === undefined || isExpression(value)) break;
    value += `\n${comment}`;
  }
  return value.trim();
}

const isExpression = (text: string): boolean =>
  ts.transpileModule(`(${text});`, { reportDiagnostics: true }).diagnostics?.length === 0;
