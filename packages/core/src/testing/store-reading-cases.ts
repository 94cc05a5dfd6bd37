import type { Splits } from "../identity/index";
import { byCodeUnit, canonicalJson, inKeyOrder, type Json } from "../model";
import type { Arrival, Store } from "../ports/index";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";

const crm = (value: string): { readonly type: string; readonly value: string } => ({ type: "crmId", value });
const openid = { type: "openid", scope: "wx1", value: "oA" };
const FOREVER = { asOf: 8.64e15 };

const sorted = (values: readonly unknown[]): readonly string[] =>
  values.map((value) => canonicalJson(value as Json)).sort(byCodeUnit);

async function appendAll(store: Store, batches: readonly (readonly Arrival[])[]): Promise<void> {
  for (const batch of batches) await store.append(batch, rememberIds);
}

/** Three sightings of two signatures, and one of another person. */
const SEEN: readonly Arrival[] = [
  arrivalOf({ id: "a", at: 300, ids: [crm("c1"), openid] }),
  arrivalOf({ id: "b", at: 100, ids: [openid, crm("c1")] }),
  arrivalOf({ id: "c", at: 200, ids: [openid] }),
  arrivalOf({ id: "d", at: 400, ids: [crm("c2")], source: "crm", purpose: "marketing" }),
];
const BOTH = { keys: ["crmId:c1", "openid@wx1:oA"], source: "app", strength: "form", purpose: "service" };
const ALONE = { ...BOTH, keys: ["openid@wx1:oA"] };

/** What is read back: sightings, names, events, leaves. */
export const storeReadingCases: readonly StoreCase[] = [
  {
    name: "sums sightings up by signature, source, strength and purpose",
    run: async (store) => {
      await store.append(SEEN, rememberIds);
      return sorted(await store.sightings("all", FOREVER));
    },
    gives: sorted([
      { ...BOTH, count: 2, firstAt: 100, lastAt: 300 },
      { ...ALONE, count: 1, firstAt: 200, lastAt: 200 },
      {
        keys: ["crmId:c2"],
        source: "crm",
        strength: "form",
        purpose: "marketing",
        count: 1,
        firstAt: 400,
        lastAt: 400,
      },
    ]),
  },
  {
    name: "keeps sightings apart that differ in source, strength or purpose alone",
    run: async (store) => {
      const bound = { ...arrivalOf({ id: "d", at: 4 }), strength: "bound" } as const;
      const others = [
        arrivalOf({ id: "b", at: 2, source: "crm" }),
        arrivalOf({ id: "c", at: 3, purpose: "marketing" }),
      ];
      await store.append([arrivalOf({ id: "a", at: 1 }), ...others, bound], rememberIds);
      const seen = await store.sightings("all", FOREVER);
      return sorted(
        seen.map(({ source, strength, purpose, count, firstAt }) => [source, strength, purpose, count, firstAt]),
      );
    },
    gives: sorted([
      ["app", "form", "service", 1, 1],
      ["crm", "form", "service", 1, 2],
      ["app", "form", "marketing", 1, 3],
      ["app", "bound", "service", 1, 4],
    ]),
  },
  {
    name: "splits sightings at gaps and at instants, and only there",
    run: async (store) => {
      const late = [150, 380, 401].map((at) => arrivalOf({ id: `late ${at}`, at, ids: [openid, crm("c1")] }));
      await appendAll(store, [SEEN, late]);
      const split = async (splits: Splits): Promise<readonly string[]> =>
        sorted(
          (await store.sightings(["crmId:c1"], { asOf: 400, ...splits })).map(({ count, firstAt, lastAt }) => [
            count,
            firstAt,
            lastAt,
          ]),
        );
      const none = { gapMs: 151, splitAt: [100, 401] };
      return [
        await split({ gapMs: 150 }),
        await split({ gapMs: 80 }),
        await split({ splitAt: [150, 151, 300] }),
        await split({ gapMs: 80, splitAt: [101] }),
        await split(none),
      ];
    },
    gives: [
      sorted([
        [2, 100, 150],
        [2, 300, 380],
      ]),
      sorted([
        [2, 100, 150],
        [1, 300, 300],
        [1, 380, 380],
      ]),
      sorted([
        [1, 100, 100],
        [1, 150, 150],
        [2, 300, 380],
      ]),
      sorted([
        [1, 100, 100],
        [1, 150, 150],
        [1, 300, 300],
        [1, 380, 380],
      ]),
      sorted([[4, 100, 380]]),
    ],
  },
  {
    name: "has the same sightings whatever the order, repetition and batches",
    run: async (store) => {
      const [a, b, c, d] = SEEN as readonly [Arrival, Arrival, Arrival, Arrival];
      await appendAll(store, [[d, b], [b], [c, a, d], [a]]);
      return sorted(await store.sightings("all", FOREVER));
    },
    gives: sorted([
      { ...BOTH, count: 2, firstAt: 100, lastAt: 300 },
      { ...ALONE, count: 1, firstAt: 200, lastAt: 200 },
      {
        keys: ["crmId:c2"],
        source: "crm",
        strength: "form",
        purpose: "marketing",
        count: 1,
        firstAt: 400,
        lastAt: 400,
      },
    ]),
  },
  {
    name: "reads sightings as of a moment, the moment included",
    run: async (store) => {
      await store.append(SEEN, rememberIds);
      const at = async (asOf: number): Promise<unknown> => sorted(await store.sightings("all", { asOf }));
      return [await at(99), await at(100), await at(200)];
    },
    gives: [
      [],
      sorted([{ ...BOTH, count: 1, firstAt: 100, lastAt: 100 }]),
      sorted([
        { ...BOTH, count: 1, firstAt: 100, lastAt: 100 },
        { ...ALONE, count: 1, firstAt: 200, lastAt: 200 },
      ]),
    ],
  },
  {
    name: "reads the sightings that carry any of the identifiers, each once",
    run: async (store) => {
      await store.append(SEEN, rememberIds);
      const keys = async (...wanted: readonly string[]): Promise<unknown> =>
        sorted((await store.sightings(wanted, FOREVER)).map((sighting) => sighting.keys));
      return [
        await keys("openid@wx1:oA", "crmId:c1", "crmId:c1"),
        await keys("crmId:c2"),
        await keys("x:1"),
        await keys(),
      ];
    },
    gives: [sorted([BOTH.keys, ALONE.keys]), sorted([["crmId:c2"]]), [], []],
  },
  {
    name: "names identifiers once, with seeds of their own, in the order they were first filed",
    run: async (store) => {
      await appendAll(store, [
        [arrivalOf({ id: "a", ids: [crm("z")] }), arrivalOf({ id: "b", ids: [crm("m")] })],
        [arrivalOf({ id: "c", ids: [crm("a"), crm("z")] })],
      ]);
      const before = await store.names("all");
      await store.append([arrivalOf({ id: "d", ids: [crm("z"), crm("m"), crm("a")] })], rememberIds);
      const after = await store.names("all");
      const inOrder = [...after].sort(([, a], [, b]) => a.seq - b.seq).map(([key]) => key);
      const some = await store.names(["crmId:m", "crmId:nobody", "crmId:m"]);
      return {
        stable: sorted([...before]).join() === sorted([...after]).join(),
        seeds: new Set([...after.values()].map(({ seed }) => seed)).size,
        opaque: [...after.values()].every(({ seed }) => seed.length >= 16),
        inOrder,
        some: [...some.keys()],
        same: some.get("crmId:m")?.seed === after.get("crmId:m")?.seed,
        back: await store.keyOf(after.get("crmId:m")?.seed ?? ""),
        nobody: await store.keyOf("no such seed"),
        none: (await store.names([])).size,
      };
    },
    gives: {
      stable: true,
      seeds: 3,
      opaque: true,
      inOrder: ["crmId:z", "crmId:m", "crmId:a"],
      some: ["crmId:m"],
      same: true,
      back: "crmId:m",
      nobody: undefined,
      none: 0,
    },
  },
  {
    name: "gives events whole, ordered by time and then by id in code units",
    run: async (store) => {
      const arrivals = ["b", "a", "B", "\u{1F600}", "\uFF21", "é"].map((id) => arrivalOf({ id, at: 7 }));
      const early = arrivalOf({
        id: "z",
        at: -5,
        ids: [openid, crm("c1")],
        properties: { series: "星愿" },
        type: "left",
      });
      await appendAll(store, [arrivals, [early]]);
      const events = await store.events("all");
      return [events.map(({ id }) => id), events[0]];
    },
    gives: [
      ["z", "B", "a", "b", "é", "\u{1F600}", "\uFF21"],
      { id: "z", type: "left", at: -5, ids: [openid, crm("c1")], properties: { series: "星愿" }, source: "app" },
    ],
  },
  {
    name: "gives properties back to the byte, in key order at every depth, and refolds from the same",
    run: async (store) => {
      const properties = { A: "1", aa: 1, ab: [{ bb: 1, c: 0.1 }], b: { "10": 1, "9": 2, aa: null, b: 5e-324 } };
      const filed = inKeyOrder(properties);
      await store.append([arrivalOf({ id: "a", properties: filed as typeof properties })], rememberIds);
      let refolded = "";
      await store.refold(["crmId:c1"], (leaf, _, events) => {
        refolded = JSON.stringify(events[0]?.properties);
        return { leaf, version: "v2", state: [] };
      });
      const [event] = await store.events("all");
      return [JSON.stringify(event?.properties) === JSON.stringify(filed), refolded === JSON.stringify(filed)];
    },
    gives: [true, true],
  },
  {
    name: "keeps event times at both ends of the calendar",
    run: async (store) => {
      await store.append(
        [arrivalOf({ id: "first", at: -8.64e15 }), arrivalOf({ id: "last", at: 8.64e15 })],
        rememberIds,
      );
      return (await store.events("all")).map(({ at }) => at);
    },
    gives: [-8.64e15, 8.64e15],
  },
  {
    name: "gives the events of some leaves, of some types",
    run: async (store) => {
      await store.append(
        [
          arrivalOf({ id: "a", ids: [crm("c1")], type: "left" }),
          arrivalOf({ id: "b", ids: [crm("c1")], type: "came" }),
          arrivalOf({ id: "c", ids: [crm("c2")], type: "came" }),
        ],
        rememberIds,
      );
      const ids = async (...args: Parameters<Store["events"]>): Promise<unknown> =>
        (await store.events(...args)).map(({ id }) => id);
      return [
        await ids(["crmId:c1"]),
        await ids(["crmId:c1", "crmId:c2", "crmId:c1"], ["came"]),
        await ids("all", ["left", "gone"]),
        await ids("all", []),
        await ids([]),
      ];
    },
    gives: [["a", "b"], ["b", "c"], ["a"], [], []],
  },
  {
    name: "gives the leaves that carry any of the identifiers, each once",
    run: async (store) => {
      await store.append(SEEN, rememberIds);
      const states = async (...keys: readonly string[]): Promise<unknown> => sorted(await store.leaves(keys));
      return [
        await states("crmId:c1"),
        await states("openid@wx1:oA", "crmId:c1"),
        await states("crmId:c3"),
        await states(),
      ];
    },
    gives: [
      sorted([{ leaf: "crmId:c1\u001fopenid@wx1:oA", version: "v1", state: ["a", "b"] }]),
      sorted([
        { leaf: "crmId:c1\u001fopenid@wx1:oA", version: "v1", state: ["a", "b"] },
        { leaf: "openid@wx1:oA", version: "v1", state: ["c"] },
      ]),
      [],
      [],
    ],
  },
  {
    name: "finds a leaf by its own identifiers only, not by all that were on the event",
    run: async (store) => {
      const arrival = arrivalOf({ id: "a", ids: [crm("c1"), { type: "session", value: "s1" }] });
      await store.append([{ ...arrival, leaf: "crmId:c1" }], rememberIds);
      return [(await store.leaves(["session:s1"])).length, (await store.leaves(["crmId:c1"])).length];
    },
    gives: [0, 1],
  },
  {
    name: "refolds leaves from all their events, and passes over leaves without any",
    run: async (store) => {
      await appendAll(store, [[arrivalOf({ id: "b", at: 2 })], [arrivalOf({ id: "a", at: 1 })]]);
      await store.refold(["crmId:c1", "crmId:nobody", "crmId:c1"], (leaf, before, events) => ({
        leaf,
        version: "v2",
        state: { before: before?.state ?? null, ids: events.map(({ id }) => id) },
      }));
      return store.leaves("all");
    },
    gives: [{ leaf: "crmId:c1", version: "v2", state: { before: null, ids: ["a", "b"] } }],
  },
];
