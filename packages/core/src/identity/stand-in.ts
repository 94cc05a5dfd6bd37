import type { Identifier } from "../model";

/**
 * What stands for an identifier that cannot be normalised. With a colon or an at sign where none may be, its key would
 * read as another identifier's; U+001A, which no normalised identifier carries, takes their place.
 */
export function standInFor({ type, scope, value }: Identifier): Identifier {
  const plain = { type: type.replace(/[:@]/g, "\u001a"), value };
  return scope === undefined ? plain : { ...plain, scope: scope.replaceAll(":", "\u001a") };
}
