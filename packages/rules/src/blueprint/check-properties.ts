import { type Issue, nearestName, pointerOf } from "@tributary/core";
import type { EventDefinition } from "./definition";

/** What reads properties of events: a fact, or an action of the matrix. */
export interface PropertyReader {
  /** Where it stands in the blueprint. */
  readonly path: readonly PropertyKey[];
  readonly definition: unknown;
  /** The member that names the property, where it is not `property`. */
  readonly as?: string;
}

/**
 * Finds properties that a fact or an action reads and none of its events carries: a mistyped one would read nothing for
 * ever. Only where every one of the events says what it carries; without a list an event may carry anything.
 */
export function checkProperties(
  events: readonly EventDefinition[],
  readers: readonly PropertyReader[],
): readonly Issue[] {
  const carried = new Map(events.map(({ type, properties }) => [type, Object.entries(properties)]));
  const found = readers.flatMap(({ path, definition, as }) => {
    if (!isObject(definition)) return [];
    const lists = typesOf(definition).map((type) => carried.get(type) ?? []);
    if (lists.length === 0 || lists.some((list) => list.length === 0)) return [];
    const known = lists.flat();
    return propertiesOf(definition, as)
      .filter(({ property }) => !known.some(([name, type]) => reaches(property, name, type)))
      .map(({ property, at }) => unknownProperty(property, [...path, ...at], new Set(known.map(([name]) => name))));
  });
  const first = new Set<string>();
  return found.filter(({ pointer }) => !first.has(pointer) && first.add(pointer));
}

function typesOf({ kind, events }: Definition): readonly string[] {
  if (kind === "trait") return ["traitsSet", "traitsSetOnce"];
  return [events].flat().filter((type) => typeof type === "string");
}

function propertiesOf(
  { property, where }: Definition,
  as = "property",
): readonly { readonly property: string; readonly at: readonly string[] }[] {
  const filtered = isObject(where) ? Object.keys(where).map((name) => ({ property: name, at: ["where", name] })) : [];
  return typeof property === "string" ? [{ property, at: [as] }, ...filtered] : filtered;
}

/** Whether a path is a declared property, or leads into one that has an inside; what is there nobody declares. */
const reaches = (path: string, name: string, type: string): boolean =>
  path === name || ((type === "object" || type === "list") && path.startsWith(`${name}.`));

/** Says that no event carries a property, and which one may be meant. */
export function unknownProperty(property: string, path: readonly PropertyKey[], known: ReadonlySet<string>): Issue {
  const near = nearestName(property, known);
  return {
    code: "unknown-property",
    pointer: pointerOf(path),
    message: `no event it reads carries ${JSON.stringify(property)}, as the catalogue says`,
    ...(near !== undefined && { hint: `did you mean ${near}?` }),
  };
}

type Definition = { readonly [member: string]: unknown };

const isObject = (value: unknown): value is Definition =>
  value !== null && typeof value === "object" && !Array.isArray(value);
