import { describe, expect, it } from "vitest";
import { decodedEvent } from "./decoded-event";

const phone = (value: string): { readonly type: string; readonly value: string } => ({ type: "phone", value });
const draft = { id: "e", type: "t", at: 1, properties: {}, source: "s" };
const said = ({ result, warnings }: ReturnType<typeof decodedEvent>): unknown => [
  result.ok ? result.value.ids.map(({ value }) => value) : result.error.map(({ code, pointer }) => code + pointer),
  warnings.map(({ code, pointer }) => code + pointer),
];

describe("decodedEvent", () => {
  const ids = ["a\u0000", "b".repeat(1_025), "c", "d".repeat(2_000), "e"].map(phone);
  const places = ["a", "b", "c", "d", "e"].map((column, i) => [["ids", i], [column]] as const);

  it("leaves out every identifier no event can carry, and says where each stood", () => {
    const warnings = ["bad-text/a", "too-big/b", "too-big/d"];
    expect(said(decodedEvent({ ...draft, ids }, [], places))).toEqual([["c", "e"], warnings]);
  });

  it("refuses where nobody is left, where a link is left with one, and what is wrong beside", () => {
    const [a, b, c] = ids as [(typeof ids)[0], (typeof ids)[0], (typeof ids)[0]];
    expect(said(decodedEvent({ ...draft, ids: [b] }, [], [[["ids", 0], ["b"]]]))).toEqual([["too-big/b"], []]);
    expect(said(decodedEvent({ ...draft, ids: [a, b] }, [], places))).toEqual([["too-big/b"], ["bad-text/a"]]);
    expect(said(decodedEvent({ ...draft, type: "idsLinked", ids: [c, b] }))).toEqual([["too-big/ids/1/value"], []]);
    expect(said(decodedEvent({ ...draft, at: 0.5, ids: [c, b] }))).toEqual([
      ["bad-value/at", "too-big/ids/1/value"],
      [],
    ]);
  });
});
