import { describe, expect, it } from "vitest";
import type { Identifier } from "../model";
import { definePolicy } from "./define-policy";
import type { Observation } from "./evidence";
import { createIdentityGraph, type IdentityGraph } from "./identity-graph";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 20,
  maxComponent: 100,
  consent: "optOut",
  types: [
    { type: "crmId", normalise: "text", tier: 0 },
    { type: "face", normalise: "text", tier: 0, merge: false },
    { type: "device", normalise: "text", tier: 2, hub: 2 },
  ],
});
const [anna, ben, face, device]: Identifier[] = [
  { type: "crmId", value: "anna-01" },
  { type: "crmId", value: "ben-0002" },
  { type: "face", value: "f-1" },
  { type: "device", value: "d-1" },
];
const seen = (obsId: string, ...ids: readonly (Identifier | undefined)[]): Observation => ({
  obsId,
  ids: ids as readonly Identifier[],
  at: 1,
  source: "app",
  strength: "bound",
  purpose: "service",
});
const sizes = (graph: IdentityGraph): readonly number[] =>
  [...graph.persons()].map(({ ids }) => ids.length).sort((x, y) => x - y);

describe("createIdentityGraph", () => {
  it("joins again by a device that is no hub any more once somebody seen with it withholds consent", () => {
    const graph = createIdentityGraph(policy);
    graph.add([seen("o1", anna, device), seen("o2", ben, device), seen("o3", face, device)]);
    expect(sizes(graph)).toEqual([1, 1]); // the device is seen with three anchors
    const withdrawal = { id: "c1", subject: face as Identifier, purpose: "service", granted: false, at: 2 };
    graph.decide({ consents: [withdrawal] });
    expect(sizes(graph)).toEqual([3]);
    graph.decide({ consents: [{ ...withdrawal, granted: true, at: 3 }] });
    expect(sizes(graph)).toEqual([1, 1]);
  });

  it("lets the lesser of two observations under one id stand, whichever comes last", () => {
    const [less, more] = [seen("o1", anna, device), seen("o1", ben, device)];
    for (const order of [
      [less, more],
      [more, less],
    ]) {
      const graph = createIdentityGraph(policy);
      for (const one of order) graph.add([one]);
      expect([...graph.persons()].map(({ ids }) => ids)).toEqual([[anna, device]]);
    }
  });
});
