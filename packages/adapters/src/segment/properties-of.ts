import type { Json, JsonObject } from "@tributary/core";
import { isObject } from "./check-message";
import type { SegmentOptions } from "./options";

/** The properties of a message: those of what happened, the traits of an identify, and the context the host keeps. */
export function propertiesOf(message: JsonObject, context: JsonObject, options: SegmentOptions): JsonObject {
  const { type, name, category, groupId } = message;
  const properties = isObject(message.properties) ? message.properties : {};
  const traits = isObject(message.traits) ? message.traits : {};
  const kept = keptContext(context, options);
  switch (type) {
    case "identify":
      return { ...traits, ...kept };
    case "group":
      return { ...present({ groupId }), traits, ...kept };
    case "page":
    case "screen":
      return { ...present({ name, category }), ...properties, ...kept };
    default:
      return { ...properties, ...kept };
  }
}

const present = (members: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  ) as JsonObject;

function keptContext(context: JsonObject, { context: names = [] }: SegmentOptions): JsonObject {
  const kept = names.filter((name) => Object.hasOwn(context, name)).map((name) => [name, context[name]]);
  return kept.length > 0 ? { context: Object.fromEntries(kept) } : {};
}
