import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { folderOf, root } from "./rooms.mjs";

/** Properties that answer differently by moment, chance or the machine's language and zone. */
const MEMBERS = new Set([
  "Date.now",
  "Date.parse",
  "Math.random",
  ...[
    "localeCompare",
    "toLocaleString",
    "toLocaleDateString",
    "toLocaleTimeString",
    "toLocaleUpperCase",
    "toLocaleLowerCase",
    "toDateString",
    "toTimeString",
    "getTimezoneOffset",
    "getYear",
    "setYear",
    "getDay",
    ...["FullYear", "Month", "Date", "Hours", "Minutes", "Seconds", "Milliseconds"].flatMap((part) => [
      `get${part}`,
      `set${part}`,
    ]),
  ].map((name) => `*.${name}`),
]);

/** Names whose members are looked at one by one, so they must not be passed on under another name. */
const NAMESPACES = new Set(["Date", "Math", "Intl"]);

/** What may be imported from date-fns: all else reads the clock or the machine's zone, or could come to. */
const FROM_DATE_FNS = new Set(["tz", "TZDate", "tzOffset"]);

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
  if (ts.isImportDeclaration(node)) return importImpurity(node, node.importClause);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return importImpurity(node, node.exportClause);
  if (ts.isBindingElement(node)) return memberImpurity(undefined, (node.propertyName ?? node.name).text);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return callImpurity(node);
  if (ts.isPropertyAccessExpression(node)) return memberImpurity(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return memberImpurity(node.expression, node.argumentExpression.text);
  if (!ts.isIdentifier(node) || !NAMESPACES.has(node.text) || !isReference(node) || isUsedByMember(node))
    return undefined;
  return `${node.text} under another name`;
}

function importImpurity({ moduleSpecifier, isTypeOnly }, clause) {
  const from = moduleSpecifier.text;
  if (from.startsWith("node:") || /^zod\/.*locales/.test(from)) return `import from "${from}"`;
  if (!/^(@date-fns|date-fns)\b/.test(from) || isTypeOnly || clause?.isTypeOnly) return undefined;
  const named = clause?.namedBindings ?? clause;
  const names =
    named && (ts.isNamedImports(named) || ts.isNamedExports(named))
      ? named.elements.filter((each) => !each.isTypeOnly).map((each) => (each.propertyName ?? each.name).text)
      : ["*"];
  const other = clause?.name ? "default" : names.find((name) => !FROM_DATE_FNS.has(name));
  return other ? `import { ${other} } from "${from}"` : undefined;
}

function callImpurity(node) {
  const callee = node.expression;
  const count = node.arguments?.length ?? 0;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return "import()";
  if (ts.isIdentifier(callee) && DATE_ARGUMENTS[callee.text]) {
    if (ts.isCallExpression(node)) return `${callee.text}()`;
    if (!DATE_ARGUMENTS[callee.text](count)) return `new ${callee.text} with ${count} arguments`;
    return callee.text === "Date" ? dateImpurity(node) : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text === "toString" && count === 0) return "toString(), which of a date shows the machine's zone";
  if (!ts.isIdentifier(callee.expression)) return undefined;
  const name = `${callee.expression.text}.${callee.name.text}`;
  if (name === "TZDate.tz" && count < 2) return "TZDate.tz without a moment";
  const locale = node.arguments?.[0];
  if (callee.expression.text === "Intl" && !(locale && ts.isStringLiteral(locale))) return `${name} without a language`;
  return undefined;
}

/**
 * A date is made of a number, for a text may have no zone; and it is used where it stands: under a name or inside a text
 * nobody sees that it is a date, and as text it shows the machine's zone.
 */
function dateImpurity(node) {
  if (isText(node.arguments[0])) return "new Date of a text";
  const { parent } = node;
  const isReceiver = ts.isPropertyAccessExpression(parent) && parent.expression === node;
  const isArgument = ts.isCallExpression(parent) && parent.expression.getText() === "tzOffset";
  return isReceiver || isArgument ? undefined : "a Date that is not read at once";
}

/** Whether an expression is seen to be a text: written as one, put together from one, or a name declared as one. */
function isText(node) {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  if (!ts.isIdentifier(node)) return false;
  let declared = false;
  const visit = (each) => {
    const declares = (ts.isParameter(each) || ts.isVariableDeclaration(each)) && each.name.getText() === node.text;
    if (declares && each.type?.kind === ts.SyntaxKind.StringKeyword) declared = true;
    if (declares && !each.type && each.initializer && !ts.isIdentifier(each.initializer))
      declared ||= isText(each.initializer);
    if (!declared) ts.forEachChild(each, visit);
  };
  visit(node.getSourceFile());
  return declared;
}

function memberImpurity(object, member) {
  const owner = object && ts.isIdentifier(object) ? object.text : "";
  if (object && isZoned(object)) return undefined;
  const name = [`${owner}.${member}`, `*.${member}`].find((each) => MEMBERS.has(each));
  return name === undefined ? undefined : name.replace("*", owner || "…");
}

/** Whether an expression is a date with a zone of its own, made on the spot. */
const isZoned = (node) =>
  (ts.isNewExpression(node) && node.expression.getText() === "TZDate") ||
  (ts.isCallExpression(node) && node.expression.getText() === "TZDate.tz");

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

/** The sources that must be pure: `core` and `rules`, without their tests and what only these use. */
export const pureSources = () =>
  ["core", "rules"].flatMap((name) =>
    readdirSync(join(folderOf(name), "src"), { recursive: true })
      .filter((file) => file.endsWith(".ts") && !/(\.(test|bench)|-for-tests)\.ts$/.test(file))
      .map((file) => join(folderOf(name), "src", file)),
  );

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const lines = pureSources().flatMap((path) =>
    impurities(path, readFileSync(path, "utf8")).map(({ line, what }) => `${relative(root, path)}:${line} ${what}`),
  );
  for (const line of lines) console.error(line);
  process.exit(lines.length === 0 ? 0 : 1);
}
