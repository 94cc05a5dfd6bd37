import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { folderOf, roomsOf } from "./rooms.mjs";

/** Rooms that are only a door of their own: they need a package most hosts do not have, or serve tools, not requests. */
const OWN_DOOR = new Set(["testing", "json-rules-engine", "sql", "json-schema"]);

/** The rooms whose names a package's face gives. */
export const faceRoomsOf = (name) => roomsOf(name).filter((room) => !OWN_DOOR.has(room));

/** The names an index gives, each with whether it is only a type; it must list them one by one. */
export function namesOf(index) {
  const source = ts.createSourceFile(index, readFileSync(index, "utf8"), ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      (exportClause?.elements ?? []).map((each) => ({ name: each.name.text, type: isTypeOnly || each.isTypeOnly })),
    );
}

/** The face of a package: every name of its rooms, under the comment it already has. */
export function faceOf(name) {
  const path = join(folderOf(name), "src", "index.ts");
  const comment = existsSync(path) ? readFileSync(path, "utf8").match(/^\/\*\*.*?\*\/\n/s)?.[0] : undefined;
  const lines = faceRoomsOf(name).map((room) => {
    const names = namesOf(join(folderOf(name), "src", room, "index.ts"));
    return `export { ${names.map((each) => (each.type ? `type ${each.name}` : each.name)).join(", ")} } from "./${room}/index";\n`;
  });
  return `${comment ?? `/** Tributary ${name}. */\n`}${lines.join("")}`;
}
