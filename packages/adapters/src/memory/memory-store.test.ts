import { arrivalOf, rememberIds, storeContract } from "@tributary/core/testing";
import { describe, expect, it } from "vitest";
import { memoryStore } from "./memory-store";

describe("memoryStore", () => {
  it.each(storeContract)("$name", async ({ run, gives }) => {
    expect(await run(memoryStore())).toEqual(gives);
  });

  it("takes seeds from the host", async () => {
    const store = memoryStore({ seed: (key) => `seed of ${key}` });
    await store.append([arrivalOf({ id: "a" })], rememberIds);
    expect(await store.names("all")).toEqual(new Map([["crmId:c1", { seed: "seed of crmId:c1", seq: 1 }]]));
  });
});
