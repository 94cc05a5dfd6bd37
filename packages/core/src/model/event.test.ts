import { describe, expect, it } from "vitest";
import { MAX_IDS_PER_EVENT, parseEvent } from "./event";

const good = {
  id: "e1",
  type: "storeVisited",
  at: 1_760_000_000_000,
  ids: [{ type: "phone", value: "13912345678" }],
  properties: {},
  source: "crm",
};

const wrong = (change: object): string[] => {
  const result = parseEvent({ ...good, ...change });
  return result.ok ? [] : result.error.map(({ pointer }) => pointer);
};

describe("parseEvent", () => {
  it("accepts a whole event and changes nothing", () => {
    expect(parseEvent(good)).toEqual({ ok: true, value: good });
  });

  it.each([
    ["an id that is no text", { id: 7 }, ["/id"]],
    ["an empty id", { id: "" }, ["/id"]],
    ["a time as text", { at: "2026-01-01" }, ["/at"]],
    ["a time with a fraction", { at: 1.5 }, ["/at"]],
    ["a time no date can name", { at: 9e15 }, ["/at"]],
    ["no identifiers", { ids: [] }, ["/ids"]],
    ["too many identifiers", { ids: new Array(MAX_IDS_PER_EVENT + 1).fill(good.ids[0]) }, ["/ids"]],
    ["an empty identifier value", { ids: [{ type: "phone", value: "" }] }, ["/ids/0/value"]],
    ["properties that are a list", { properties: [] }, ["/properties"]],
    ["an unknown member", { extra: 1 }, [""]],
    ["U+0000 in a property", { properties: { note: "\u0000" } }, ["/properties/note"]],
    ["every mistake at once", { id: "", at: null, source: 3 }, ["/id", "/at", "/source"]],
  ])("refuses %s", (_, change, pointers) => {
    expect(wrong(change)).toEqual(pointers);
  });

  it.each([undefined, null, 7, "event", []])("refuses %j", (input) => {
    expect(parseEvent(input).ok).toBe(false);
  });
});
