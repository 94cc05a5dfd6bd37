import { hash } from "node:crypto";
import { canonicalJson, type Event, identifierKey } from "@tributary/core/model";

/**
 * SHA-256 of all an event says beside its id, as it came: identifiers in any order, keys in any order.
 *
 * Identifiers count as they were written, so that a policy that later spells them otherwise makes no conflicts.
 */
export function bodyHash({ type, at, ids, properties, source }: Event): string {
  const head = JSON.stringify([type, at, source, ...ids.map(identifierKey).sort()]);
  return hash("sha256", head + canonicalJson(properties), "base64");
}
