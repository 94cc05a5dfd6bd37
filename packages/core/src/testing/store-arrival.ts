import { byCodeUnit, canonicalJson, type Event, hashHex, type Identifier, identifierKey, type Json } from "../model";
import type { Arrival, FoldLeaf } from "../ports/index";

/** What a test says about an arrival; the rest is filled in. */
export interface ArrivalSketch {
  readonly id: string;
  readonly ids?: readonly Identifier[];
  readonly type?: string;
  readonly at?: number;
  readonly source?: string;
  readonly purpose?: string;
  readonly properties?: Event["properties"];
}

/**
 * Builds an arrival for store tests; its leaf carries all its identifiers.
 *
 * @example
 * arrivalOf({ id: "e1", ids: [{ type: "phone", value: "+8613912345678" }] }).leaf; // => "phone:+8613912345678"
 */
export function arrivalOf({ id, ids = [{ type: "crmId", value: "c1" }], ...rest }: ArrivalSketch): Arrival {
  const { type = "vehicleViewed", at = 1_760_000_000_000, source = "app", purpose = "service", properties = {} } = rest;
  const event: Event = { id, type, at, ids, properties, source };
  const keys = [...new Set(ids.map(identifierKey))].sort(byCodeUnit);
  return {
    event,
    bodyHash: hashHex(canonicalJson(event as unknown as Json)),
    keys,
    leaf: keys.join("\u001f"),
    strength: "form",
    purpose,
    receivedAt: 1_760_000_000_500,
  };
}

/**
 * A fold that remembers which events it saw, for store tests: a store that folds an event twice or never is found out.
 *
 * @example
 * rememberIds("crmId:c1", undefined, [arrivalOf({ id: "e1" }).event]).state; // => ["e1"]
 */
export const rememberIds: FoldLeaf = (leaf, before, events) => ({
  leaf,
  version: "v1",
  state: [...((before?.state ?? []) as readonly string[]), ...events.map(({ id }) => id)].sort(byCodeUnit),
});
