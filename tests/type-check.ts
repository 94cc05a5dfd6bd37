import { join } from "node:path";
import ts from "typescript";
import { folderOf, root } from "../scripts/rooms.mjs";
import type { Example } from "./run-example";

/** What the compiler says about examples, each taken as a module of its own: `file:line message`. */
export function typeErrors(examples: readonly Example[]): readonly string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // beside the adapters, so that what a host installs there, such as a database, has its types
  const beside = folderOf("adapters");
  const sources = new Map(examples.map((example, index) => [join(beside, `example-${index}.ts`), example]));
  const loose = { noUnusedLocals: false, isolatedDeclarations: false, declaration: false };
  const host = ts.createCompilerHost({ ...options, ...loose });
  const { fileExists, readFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path)?.code ?? readFile(path);
  const program = ts.createProgram([...sources.keys()], { ...options, ...loose }, host);
  return [...sources].flatMap(([path, { file, line }]) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map((diagnostic) => {
      const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      return `${file}:${line + at} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")}`;
    }),
  );
}
