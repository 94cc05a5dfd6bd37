import type { EpochMs } from "@tributary/core";
import { BOUND_FACTS } from "./bound-facts";
import type { Values } from "./compile-test";
import type { Facts, RequiredFact } from "./condition";
import type { Slot } from "./plan";

/** Reads everything a call needs, each fact once. */
export function readValues(slots: readonly Slot[], facts: Facts, now: EpochMs): Values {
  if (typeof facts !== "object" || facts === null) throw new TypeError(`facts must be an object, got ${String(facts)}`);
  const values: unknown[] = new Array(slots.length);
  for (let i = 0; i < slots.length; i++) values[i] = (slots[i] as Slot).read(facts, now);
  return values;
}

/** What the host must have at hand, in the order it is first used; the list of what could not be read comes with it. */
export function requiredFactsOf(slots: readonly Slot[]): readonly RequiredFact[] {
  const required = new Map<string, RequiredFact>();
  for (const { fact, pathText, params, path } of slots) {
    const place = JSON.stringify([fact, path]);
    if (fact === BOUND_FACTS || required.has(place)) continue;
    required.set(place, { fact, ...(pathText !== undefined && { path: pathText }), ...(params && { params }) });
  }
  return [...required.values()];
}
