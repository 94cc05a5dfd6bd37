import { hash } from "node:crypto";
import { canonicalJson, type Event, type Json } from "@tributary/core/model";

/** SHA-256 of an event as it came, whatever the order of its keys: equal hash, equal event. */
export const bodyHash = (event: Event): string =>
  hash("sha256", canonicalJson(event as unknown as Json), "base64").slice(0, 43);
