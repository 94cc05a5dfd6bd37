import type { Event, Identifier } from "@tributary/core";
import { definePolicy } from "@tributary/core/identity";
import { describe, expect, it } from "vitest";
import { connectedComponents } from "./connected-components";
import { sequentialMatcher } from "./sequential-matcher";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 4,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crm", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "text", tier: 0, limit: 2, blocked: ["none-at-all"] },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "vin", of: "vehicle", normalise: "text", tier: 0 },
  ],
});
/** `crm:1 phone:a`: an event of two identifiers. */
const event = (id: string, text: string): Event => ({
  id,
  type: "seen",
  at: 0,
  source: "test",
  properties: {},
  ids: text.split(" ").map((each): Identifier => {
    const [kind = "", value = ""] = each.split(":");
    const [type = "", scope] = kind.split("@");
    return scope === undefined ? { type, value } : { type, scope, value };
  }),
});
const after = (...texts: readonly string[]) => {
  const matcher = sequentialMatcher(policy);
  matcher.take(texts.map((text, i) => event(`e${i}`, text)));
  return (keys: string): readonly (string | undefined)[] => keys.split(" ").map((key) => matcher.nameOf(key));
};

describe("sequentialMatcher", () => {
  it("makes a profile, adds to it, and merges two into the eldest, which keeps its name", () => {
    expect(after("phone:a", "crm:1")("phone:a crm:1")).toEqual(["profile-0", "profile-1"]);
    expect(after("phone:a", "crm:1", "crm:1 phone:b")("crm:1 phone:b")).toEqual(["profile-1", "profile-1"]);
    const merged = after("phone:a", "crm:1", "crm:1 phone:a", "openid@x:o phone:a");
    expect(merged("phone:a crm:1 openid@x:o")).toEqual(["profile-0", "profile-0", "profile-0"]);
  });

  it("drops the identifier of the lowest priority while a limit would break, and leaves it where it was", () => {
    const names = after("crm:1 phone:a", "phone:a crm:2");
    expect(names("crm:1 phone:a crm:2")).toEqual(["profile-0", "profile-0", "profile-1"]);
    // three phones and a new openid: the openid goes first, then the third phone, and neither is anywhere
    const crowded = after("phone:a phone:b", "phone:a phone:c openid@x:o");
    expect(crowded("phone:a phone:b phone:c openid@x:o")).toEqual(["profile-0", "profile-0", undefined, undefined]);
  });

  it("counts limits per scope, and everything against the size of a person", () => {
    expect(after("crm:1 openid@x:o", "crm:1 openid@y:o")("openid@x:o openid@y:o")).toEqual(["profile-0", "profile-0"]);
    const full = after("crm:1 phone:a phone:b openid@x:o", "crm:1 openid@y:o");
    expect(full("openid@x:o openid@y:o")).toEqual(["profile-0", undefined]);
  });

  it("depends on the order of arrival", () => {
    const [one, two] = ["crm:1 phone:a", "crm:2 phone:a"];
    expect(after(one, two)("crm:1 phone:a crm:2")).toEqual(["profile-0", "profile-0", "profile-1"]);
    expect(after(two, one)("crm:1 phone:a crm:2")).toEqual(["profile-1", "profile-0", "profile-0"]);
  });

  it("takes an event once, and neither cars nor blocked values", () => {
    const matcher = sequentialMatcher(policy);
    matcher.take([event("e", "phone:a"), event("f", "crm:1"), event("e", "phone:a crm:1")]);
    expect([matcher.nameOf("phone:a"), matcher.nameOf("crm:1")]).toEqual(["profile-0", "profile-1"]);
    const names = after("phone:a vin:v", "phone:b vin:v", "phone:a phone:none-at-all", "phone:b phone:none-at-all");
    expect(names("phone:a phone:b vin:v phone:none-at-all")).toEqual(["profile-0", "profile-1", undefined, undefined]);
  });
});

describe("connectedComponents", () => {
  it("joins all that was seen together, under the name of what came first, whatever the limits", () => {
    const matcher = connectedComponents(policy);
    matcher.take([event("e", "crm:1"), event("f", "crm:2 phone:a"), event("g", "phone:b vin:v")]);
    const names = (): readonly (string | undefined)[] =>
      ["crm:1", "crm:2", "phone:a", "phone:b", "vin:v"].map((key) => matcher.nameOf(key));
    expect(names()).toEqual(["component-0", "component-1", "component-1", "component-3", undefined]);
    matcher.take([event("f", "crm:2 phone:b"), event("h", "crm:1 phone:a"), event("i", "crm:1 vin:v")]);
    expect(names()).toEqual(["component-0", "component-0", "component-0", "component-3", undefined]);
  });
});
