import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { folderOf, root } from "./rooms.mjs";

/** Properties that answer differently by moment, chance or the machine's language and zone. */
const MEMBERS = new Set([
  "Date.now",
  "Math.random",
  ...[
    "localeCompare",
    "toLocaleString",
    "toLocaleDateString",
    "toLocaleTimeString",
    "toLocaleUpperCase",
    "toLocaleLowerCase",
    "getTimezoneOffset",
  ].map((name) => `*.${name}`),
]);

/** Names whose members are looked at one by one, so they must not be passed on under another name. */
const NAMESPACES = new Set(["Date", "Math", "Intl"]);

/** Functions of date-fns that read the clock. */
const CLOCK_FUNCTIONS =
  /^(is(Today|Tomorrow|Yesterday|Past|Future|This[A-Z]\w*)|(start|end)Of(Today|Tomorrow|Yesterday)|formatDistanceToNow\w*|constructNow)$/;

/** How many arguments make a date without asking for the moment or the machine's zone. */
const DATE_ARGUMENTS = { Date: (count) => count === 1, TZDate: (count) => count >= 2 };

/**
 * Finds what a pure source must not have and Biome cannot see: clock, dice, the machine's zone and language, and code that
 * is loaded later. Names such as `console` and zod's import that keeps every locale are refused in `biome.json`.
 */
export function impurities(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found = [];
  const visit = (node) => {
    const what = impurityOf(node);
    if (what !== undefined)
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, what });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function impurityOf(node) {
  if (ts.isImportDeclaration(node)) return importImpurity(node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callImpurity(node);
  if (ts.isPropertyAccessExpression(node)) return memberImpurity(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return memberImpurity(node.expression, node.argumentExpression.text);
  if (!ts.isIdentifier(node) || !NAMESPACES.has(node.text) || !isReference(node) || isUsedByMember(node))
    return undefined;
  return `${node.text} under another name`;
}

function importImpurity({ moduleSpecifier, importClause }) {
  const from = moduleSpecifier.text;
  if (from.startsWith("node:")) return `import from "${from}"`;
  const bindings = importClause?.namedBindings;
  const names =
    bindings && ts.isNamedImports(bindings)
      ? bindings.elements.map((each) => (each.propertyName ?? each.name).text)
      : [];
  if (/^zod\/.*locales/.test(from)) return `import from "${from}"`;
  const clock = from.startsWith("date-fns") && names.find((name) => CLOCK_FUNCTIONS.test(name));
  return clock ? `import { ${clock} } from "${from}"` : undefined;
}

function callImpurity(node) {
  const callee = node.expression;
  const count = node.arguments?.length ?? 0;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  if (ts.isIdentifier(callee) && DATE_ARGUMENTS[callee.text]) {
    if (ts.isCallExpression(node)) return `${callee.text}()`;
    return DATE_ARGUMENTS[callee.text](count) ? undefined : `new ${callee.text} with ${count} arguments`;
  }
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  const name = `${callee.expression.text}.${callee.name.text}`;
  if (name === "TZDate.tz" && count < 2) return "TZDate.tz without a moment";
  const locale = node.arguments?.[0];
  if (callee.expression.text === "Intl" && !(locale && ts.isStringLiteral(locale))) return `${name} without a language`;
  return undefined;
}

function memberImpurity(object, member) {
  const owner = ts.isIdentifier(object) ? object.text : "";
  const name = [`${owner}.${member}`, `*.${member}`].find((each) => MEMBERS.has(each));
  return name === undefined ? undefined : name.replace("*", owner || "…");
}

/** Whether an identifier stands for a value, rather than naming a property, a type's member or a declaration. */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
    return parent.expression === node || parent.left === node;
  if (ts.isTypeReferenceNode(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  return parent.name !== node;
}

const isUsedByMember = (node, { parent } = node) =>
  ts.isPropertyAccessExpression(parent) ||
  ts.isElementAccessExpression(parent) ||
  ts.isQualifiedName(parent) ||
  ((ts.isNewExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node) ||
  (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword);

/** The sources that must be pure: `core` and `rules`, without their tests. */
export const pureSources = () =>
  ["core", "rules"].flatMap((name) =>
    readdirSync(join(folderOf(name), "src"), { recursive: true })
      .filter((file) => file.endsWith(".ts") && !/\.(test|bench)\.ts$/.test(file))
      .map((file) => join(folderOf(name), "src", file)),
  );

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lines = pureSources().flatMap((path) =>
    impurities(path, readFileSync(path, "utf8")).map(({ line, what }) => `${relative(root, path)}:${line} ${what}`),
  );
  for (const line of lines) console.error(line);
  process.exit(lines.length === 0 ? 0 : 1);
}
