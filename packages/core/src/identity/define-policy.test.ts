import { describe, expect, it } from "vitest";
import { DefinitionError } from "../model";
import { checkPolicy, definePolicy } from "./define-policy";
import type { IdentityPolicy } from "./policy";

const policy: IdentityPolicy = {
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }],
};

const codes = (input: unknown): string[] => {
  const checked = checkPolicy(input);
  return checked.ok ? [] : checked.error.map(({ code, pointer }) => `${pointer} ${code}`);
};

describe("checkPolicy", () => {
  it("gives back a whole policy unchanged", () => {
    const full: IdentityPolicy = {
      ...policy,
      types: [
        {
          type: "phone",
          label: { zh: "手机号", en: "Phone" },
          of: "person",
          normalise: "phoneCn",
          scoped: false,
          tier: 0,
          anchor: true,
          limit: 3,
          windowLimit: { limit: 1, within: "30d" },
          hub: 5,
          merge: true,
          transient: false,
          blocked: ["13900000000"],
          minLength: 6,
          minDistinct: 3,
        },
      ],
    };
    expect(checkPolicy(full)).toEqual({ ok: true, value: full });
  });

  it("says everything that is wrong at once, with its place", () => {
    const [phone] = policy.types;
    const types = [
      { ...phone, limit: 0, hub: 1.5 },
      { ...phone, type: "9x", normalise: "phone", tier: 3 },
      { ...phone, windowLimit: { limit: 1, within: "1 month" }, limmit: 2 },
    ];
    expect(codes({ ...policy, version: "", prefer: "last", maxPerson: 0, types, maxCompnent: 7 }).sort()).toEqual([
      "/maxCompnent unknown-member",
      "/maxPerson too-small",
      "/prefer invalid-value",
      "/types/0/hub invalid-type",
      "/types/0/limit too-small",
      "/types/1/normalise invalid-value",
      "/types/1/tier invalid-value",
      "/types/1/type invalid-format",
      "/types/2/limmit unknown-member",
      "/types/2/type duplicate-type",
      "/types/2/windowLimit/within bad-value",
      "/version too-small",
    ]);
  });

  it("names the member that was meant", () => {
    const checked = checkPolicy({ ...policy, maxPersn: 5 });
    expect(checked.ok ? [] : checked.error.map(({ hint }) => hint)).toEqual(["did you mean maxPerson?"]);
  });

  it.each([undefined, null, 7, "policy", [], { types: 7 }, { types: [null, 7] }])("refuses %j", (input) => {
    expect(checkPolicy(input).ok).toBe(false);
  });
});

describe("definePolicy", () => {
  it("throws with every issue", () => {
    const broken = (): unknown => definePolicy({ ...policy, maxPerson: 0, maxComponent: -1 });
    expect(broken).toThrow(DefinitionError);
    expect(broken).toThrow(/maxPerson[\s\S]*maxComponent/);
  });
});
