import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../model";
import { definePolicy } from "./define-policy";
import { diffPolicies, type PolicyChange } from "./diff-policies";
import type { IdentifierType, IdentityPolicy } from "./policy";

const phone: IdentifierType = { type: "phone", normalise: "phoneCn", tier: 0, limit: 2 };
const email: IdentifierType = { type: "email", normalise: "email", tier: 1, windowLimit: { limit: 1, within: "30d" } };
const device: IdentifierType = { type: "device", normalise: "text", tier: 2, blocked: ["demo"] };
const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [phone, email, device],
});

describe("diffPolicies", () => {
  it("says nothing of policies that say the same, however they are written", () => {
    expect(diffPolicies(policy, JSON.parse(JSON.stringify(policy)))).toEqual([]);
    const { version, ...rest } = policy;
    expect(diffPolicies(policy, { ...rest, version, types: [{ limit: 2, ...phone }, email, device] })).toEqual([]);
  });

  it("tells members that differ, also those within a member, and lists whole", () => {
    const window = { ...email, windowLimit: { limit: 1, within: "7d" } };
    const after = { ...policy, version: "2", types: [phone, window, { ...device, blocked: ["demo", "test"] }] };
    expect(diffPolicies(policy, after)).toEqual([
      { pointer: "/version", from: "1", to: "2" },
      { pointer: "/types/1/windowLimit/within", type: "email", from: "30d", to: "7d" },
      { pointer: "/types/2/blocked", type: "device", from: ["demo"], to: ["demo", "test"] },
    ]);
  });

  it("leaves out what was not said before, or is not said any more", () => {
    const { limit: _, ...unlimited } = phone;
    expect(diffPolicies(policy, { ...policy, types: [unlimited, { ...email, hub: 3 }, device] })).toEqual([
      { pointer: "/types/0/limit", type: "phone", from: 2 },
      { pointer: "/types/1/hub", type: "email", to: 3 },
    ]);
  });

  it("compares a type by its name where it stands in another place, and tells those that came and went", () => {
    const openid: IdentifierType = { type: "openid", normalise: "text", tier: 1 };
    expect(diffPolicies(policy, { ...policy, types: [openid, phone, { ...device, hub: 9 }] })).toEqual([
      { pointer: "/types/1", type: "email", from: email },
      { pointer: "/types/0", type: "openid", to: openid },
      { pointer: "/types/2/hub", type: "device", to: 9 },
    ]);
  });

  it("tells another order, which is the priority", () => {
    expect(diffPolicies(policy, { ...policy, types: [email, phone, device] })).toEqual([
      { pointer: "/types", from: ["phone", "email", "device"], to: ["email", "phone", "device"] },
    ]);
  });

  it("tells enough to make the one policy of the other", () => {
    fc.assert(
      fc.property(policies(), policies(), (before, after) => {
        expect(applied(before, diffPolicies(before, after), after)).toEqual(after);
      }),
    );
  });
});

function policies(): fc.Arbitrary<IdentityPolicy> {
  const type = (name: string): fc.Arbitrary<IdentifierType> =>
    fc.record(
      {
        type: fc.constant(name),
        normalise: fc.constantFrom("text", "lower"),
        tier: fc.constantFrom(0, 1, 2),
        limit: fc.integer({ min: 1, max: 3 }),
        merge: fc.boolean(),
        windowLimit: fc.record({ limit: fc.integer({ min: 1, max: 2 }), within: fc.constantFrom("7d", "30d") }),
        blocked: fc.subarray(["demo", "test"]),
      },
      { requiredKeys: ["type", "normalise", "tier"] },
    );
  return fc.record({
    version: fc.constantFrom("1", "2"),
    prefer: fc.constantFrom("first", "recent"),
    maxPerson: fc.integer({ min: 1, max: 2 }),
    maxComponent: fc.constant(9),
    consent: fc.constantFrom("off", "optIn"),
    types: fc
      .shuffledSubarray(["phone", "email", "device", "openid"], { minLength: 1 })
      .chain((names) => fc.tuple(...names.map(type))),
  });
}

type Loose = { [member: string]: unknown };

/** Makes a policy of another by what is told alone; `after` says only where its types stand. */
function applied(before: IdentityPolicy, changes: readonly PolicyChange[], after: IdentityPolicy): unknown {
  const policyOf: Loose = structuredClone({ ...before });
  const types = new Map(before.types.map((type) => [type.type, structuredClone(type) as unknown as Loose]));
  for (const { pointer, type, from, to } of changes) {
    const [first, at, ...path] = pointer.slice(1).split("/") as [string, string?, ...string[]];
    if (type === undefined) {
      if (first !== "types") set(policyOf, [first], to);
    } else if (path.length > 0) set(types.get(type) as Loose, path, to);
    else if (to === undefined) expect(before.types[Number(at)]).toEqual(from);
    else types.set(type, structuredClone(to) as Loose);
    if (type !== undefined && path.length === 0 && to === undefined) types.delete(type);
  }
  expect([...types.keys()].sort()).toEqual(after.types.map(({ type }) => type).sort());
  return { ...policyOf, types: after.types.map(({ type }) => types.get(type)) };
}

function set(target: Loose, path: readonly string[], value: Json | undefined): void {
  const [member, ...rest] = path as [string, ...string[]];
  if (rest.length > 0) set(target[member] as Loose, rest, value);
  else if (value === undefined) delete target[member];
  else target[member] = value as JsonObject;
}
