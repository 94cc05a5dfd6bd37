import { type Issue, ok, RESERVED_EVENT_TYPES, type Result, refuse } from "@tributary/core";
import { locate } from "./locate";

/**
 * Our event type for a tracked event's name: the host's, else the name itself.
 *
 * A name that means something of its own here, such as `idsLinked`, is refused unless the host maps it: a sender must not
 * link persons or speak of consent by choosing a name.
 *
 * @param name the `event` member of the record
 * @param events the host's types by name
 * @example
 * trackedType("LeadSubmit", { LeadSubmit: "leadSubmitted" }); // => { ok: true, value: "leadSubmitted" }
 * trackedType("idsLinked").ok; // => false
 */
export function trackedType(name: unknown, events: Readonly<Record<string, string>> = {}): Result<string, Issue> {
  if (typeof name !== "string" || name === "") {
    return refuse(locate("bad-value", ["event"], "a track record needs the name of its event"));
  }
  if (Object.hasOwn(events, name)) return ok(events[name] as string);
  if (!(RESERVED_EVENT_TYPES as readonly string[]).includes(name)) return ok(name);
  return refuse(locate("reserved-type", ["event"], `${name} has a meaning of its own and cannot be tracked`));
}
