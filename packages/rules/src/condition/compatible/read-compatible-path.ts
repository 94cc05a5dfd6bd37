import { EVERY, type PathSegment } from "../path";

/**
 * Reads a place inside a value as json-rules-engine's path reader does: own properties only, those of a text (`length`)
 * among them. `[*]` gives a list even for one hit, and nothing for none.
 *
 * @param value an object or a list; json-rules-engine does not look into anything else
 */
export function readCompatiblePath(value: object, path: readonly PathSegment[]): unknown {
  let found: readonly unknown[] = [value];
  for (const segment of path) found = found.flatMap((each) => step(each, segment));
  if (found.length === 0) return undefined;
  return path.includes(EVERY) ? found : found[0];
}

function step(value: unknown, segment: PathSegment): readonly unknown[] {
  if (segment === EVERY) return typeof value === "object" && value !== null ? Object.values(value) : [];
  if (!value || !Object.hasOwn(value as object, segment.key)) return [];
  return [(value as Record<string, unknown>)[segment.key]];
}
