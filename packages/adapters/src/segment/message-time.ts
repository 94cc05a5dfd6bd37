import { type EpochMs, type Issue, isEpochMs, type JsonObject } from "@tributary/core";
import { locate, readInstant } from "../decode/index";

/** When a message happened, and what was wrong or odd about its times. */
export interface MessageTime {
  readonly at: EpochMs | undefined;
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/**
 * Corrects the sender's clock: `receivedAt − (sentAt − originalTimestamp)`.
 *
 * Without `sentAt` or without a known receipt the sender's time stands; without any time of the sender the receipt does,
 * with a warning.
 *
 * @see Segment documentation, Spec: Common Fields, Timestamps
 */
export function messageTime(message: JsonObject, receivedAt: EpochMs | undefined): MessageTime {
  const issues: Issue[] = [];
  const read = (name: string): EpochMs | undefined => {
    const value = message[name];
    if (value === undefined || value === null) return undefined;
    const instant = typeof value === "string" ? readInstant(value, { format: "iso" }) : undefined;
    if (instant?.ok) return instant.value.at;
    issues.push(locate("bad-time", [name], "must be an ISO 8601 instant with its zone"));
    return undefined;
  };
  const original = read("originalTimestamp") ?? read("timestamp");
  const sent = read("sentAt");
  const received = receivedAt ?? read("receivedAt");
  if (issues.length > 0) return { at: undefined, issues, warnings: [] };
  if (original === undefined && received === undefined) {
    issues.push(locate("missing", ["timestamp"], "the message says no time and its receipt is not known"));
    return { at: undefined, issues, warnings: [] };
  }
  if (original === undefined) {
    const message = "the message says no time; the time of its receipt stands for it";
    return { at: received, issues, warnings: [locate("no-timestamp", ["timestamp"], message)] };
  }
  const at = sent === undefined || received === undefined ? original : received - (sent - original);
  return { at: isEpochMs(at) ? at : original, issues, warnings: [] };
}
