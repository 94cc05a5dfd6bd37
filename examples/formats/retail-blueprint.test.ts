import { fileURLToPath } from "node:url";
import { RESERVED_EVENT_TYPES } from "@tributary/core";
import { generateWorld } from "@tributary/core/testing";
import { type BlueprintDefinition, defineBlueprint } from "@tributary/rules/blueprint";
import { automotiveDefinition } from "@tributary/rules/presets/automotive";
import { describe, expect, it } from "vitest";
import { cdnow } from "./cdnow";
import { completeJourney } from "./complete-journey";
import { formats } from "./formats";
import { rees46 } from "./rees46";
import { retailBlueprint } from "./retail-blueprint";
import { taobao } from "./taobao";

/** What a catalogue does not know of an event: its type, its identifier types, its properties. */
function unknown(
  { events, identifiers }: BlueprintDefinition,
  event: { readonly type: string; readonly ids: readonly { readonly type: string }[]; readonly properties: object },
): readonly string[] {
  const reserved = (RESERVED_EVENT_TYPES as readonly string[]).includes(event.type);
  const known = events.find(({ type }) => type === event.type);
  if (!reserved && !known) return [event.type];
  const properties = reserved
    ? []
    : Object.keys(event.properties).filter((name) => !Object.hasOwn(known?.properties ?? {}, name));
  const ids = event.ids.filter((id) => !identifiers.types.some(({ type }) => type === id.type));
  return [...properties.map((name) => `${event.type}.${name}`), ...ids.map(({ type }) => type)];
}

describe("retailBlueprint", () => {
  const retail = retailBlueprint("UTC");

  it("is a blueprint in every zone a format names", () => {
    for (const { zone } of Object.values(formats)) expect(defineBlueprint(retailBlueprint(zone)).zone).toBe(zone);
  });

  it("knows everything the CSV data sets say", () => {
    const said = [rees46, taobao, cdnow].flatMap(({ type, ids, properties = {} }) =>
      (typeof type === "string" ? [type] : Object.values(type.values)).map((each) => ({ type: each, ids, properties })),
    );
    expect(said.flatMap((event) => unknown(retail, event))).toEqual([]);
  });

  it("knows everything Complete Journey says", async () => {
    const found = new Set<string>();
    const shipped = fileURLToPath(new URL("../data/completejourney", import.meta.url));
    for await (const { result } of completeJourney(shipped)) {
      if (result.ok) for (const each of unknown(retail, result.value)) found.add(each);
    }
    expect([...found]).toEqual([]);
  });
});

describe("the synthetic world", () => {
  it("says only what the automotive blueprint knows", () => {
    const { events } = generateWorld({ seed: 1, persons: 100 });
    expect([...new Set(events.flatMap((event) => unknown(automotiveDefinition(), event)))]).toEqual([]);
  });
});
