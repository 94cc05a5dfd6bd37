import type { FoldLeaf, Store } from "../ports/index";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";

const explode: FoldLeaf = () => {
  throw new RangeError("the fold has a bug");
};

const everything = async (store: Store): Promise<unknown> => ({
  events: (await store.events("all")).map(({ id }) => id),
  sightings: (await store.sightings("all", { asOf: 8.64e15 })).length,
  names: (await store.names("all")).size,
  leaves: (await store.leaves("all")).map(({ state }) => state),
});

const NOTHING = { events: [], sightings: 0, names: 0, leaves: [] };

/** How events are filed: once, whole, and folded as they are accepted. */
export const storeFilingCases: readonly StoreCase[] = [
  { name: "is empty at first", run: everything, gives: NOTHING },
  {
    name: "files an empty batch as nothing",
    run: async (store) => [await store.append([], explode), await everything(store)],
    gives: [[], NOTHING],
  },
  {
    name: "gives one receipt per arrival, in order; within a batch the first of an id stands",
    run: async (store) => {
      const batch = ["b", "a", "b", "c"].map((id) => arrivalOf({ id }));
      const receipts = await store.append([...batch, arrivalOf({ id: "a", at: 5 })], rememberIds);
      return [receipts, await everything(store)];
    },
    gives: [
      ["accepted", "accepted", "duplicate", "accepted", "conflict"],
      { events: ["a", "b", "c"], sightings: 1, names: 1, leaves: [["a", "b", "c"]] },
    ],
  },
  {
    name: "tells duplicates and conflicts of earlier batches, and the first body stands",
    run: async (store) => {
      await store.append([arrivalOf({ id: "a", properties: { n: 1 } })], rememberIds);
      const later = [arrivalOf({ id: "a", properties: { n: 2 } }), arrivalOf({ id: "a", properties: { n: 1 } })];
      const receipts = await store.append(later, rememberIds);
      return [receipts, (await store.events("all")).map(({ properties }) => properties), await everything(store)];
    },
    gives: [["conflict", "duplicate"], [{ n: 1 }], { events: ["a"], sightings: 1, names: 1, leaves: [["a"]] }],
  },
  {
    name: "leaves no trace of a conflicting arrival's identifiers",
    run: async (store) => {
      await store.append([arrivalOf({ id: "a" })], rememberIds);
      const receipts = await store.append([arrivalOf({ id: "a", ids: [{ type: "crmId", value: "c2" }] })], rememberIds);
      return [receipts, [...(await store.names("all")).keys()], await store.leaves(["crmId:c2"])];
    },
    gives: [["conflict"], ["crmId:c1"], []],
  },
  {
    name: "does not call the fold for duplicates and conflicts",
    run: async (store) => {
      await store.append([arrivalOf({ id: "a" })], rememberIds);
      return store.append([arrivalOf({ id: "a" }), arrivalOf({ id: "a", at: 7 })], explode);
    },
    gives: ["duplicate", "conflict"],
  },
  {
    name: "hands the fold the state that stands and only what is new, leaf by leaf",
    run: async (store) => {
      const calls: unknown[] = [];
      const spy: FoldLeaf = (leaf, before, events) => {
        calls.push([leaf, before?.state ?? null, events.map(({ id }) => id)]);
        return rememberIds(leaf, before, events);
      };
      const other = { ids: [{ type: "crmId", value: "c2" }] };
      await store.append([arrivalOf({ id: "a" }), arrivalOf({ id: "b" })], spy);
      await store.append([arrivalOf({ id: "b" }), arrivalOf({ id: "c" })], spy);
      await store.append([arrivalOf({ id: "d", ...other })], spy);
      return calls;
    },
    gives: [
      ["crmId:c1", null, ["a", "b"]],
      ["crmId:c1", ["a", "b"], ["c"]],
      ["crmId:c2", null, ["d"]],
    ],
  },
  {
    name: "files nothing of a batch whose fold throws, passes the error on, and works afterwards",
    run: async (store) => {
      const failsOnSecond: FoldLeaf = (leaf, before, events) =>
        leaf === "crmId:c2" ? explode(leaf, before, events) : rememberIds(leaf, before, events);
      const batch = ["c1", "c2"].map((value) => arrivalOf({ id: value, ids: [{ type: "crmId", value }] }));
      const error: unknown = await store.append(batch, failsOnSecond).catch((reason: unknown) => reason);
      const between = await everything(store);
      return [error instanceof RangeError, between, await store.append(batch, rememberIds)];
    },
    gives: [true, NOTHING, ["accepted", "accepted"]],
  },
  {
    name: "files 5,000 events of 500 persons in one batch",
    run: async (store) => {
      const batch = Array.from({ length: 5_000 }, (_, i) => {
        const ids = [
          { type: "crmId", value: `c${i % 500}` },
          { type: "openid", scope: "wx1", value: `o${i % 1_000}` },
        ];
        return arrivalOf({ id: `e${i}`, at: 1_760_000_000_000 + i, ids, properties: { i, text: "河".repeat(50) } });
      });
      const receipts = new Set(await store.append(batch, rememberIds));
      const counts = (await store.sightings("all", { asOf: 8.64e15 })).map(({ count }) => count);
      const { length } = await store.events("all");
      return [[...receipts], length, (await store.names("all")).size, counts.length, Math.max(...counts)];
    },
    gives: [["accepted"], 5_000, 1_500, 1_000, 5],
  },
  {
    name: "keeps what was filed when the caller's objects change afterwards",
    run: async (store) => {
      const properties = { n: 1 };
      const ids = [{ type: "crmId", value: "c1" }];
      await store.append([arrivalOf({ id: "a", ids, properties })], rememberIds);
      properties.n = 2;
      ids.push({ type: "crmId", value: "c9" });
      const [event] = await store.events("all");
      return [event?.properties, event?.ids];
    },
    gives: [{ n: 1 }, [{ type: "crmId", value: "c1" }]],
  },
];
