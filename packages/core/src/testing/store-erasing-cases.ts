import type { Tombstones } from "../identity/index";
import { type Event, type IdentifierKey, identifierKey } from "../model";
import type { Erased, Erasing, Store } from "../ports/index";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";
import { followChanges, personsOf, settleAll } from "./store-settler";

const [phone, openid, device] = ["phone", "openid", "device"].map((type) => ({ type, value: `${type}-1` })) as [
  Event["ids"][number],
  Event["ids"][number],
  Event["ids"][number],
];
const [phoneKey, openidKey, deviceKey] = [phone, openid, device].map(identifierKey) as [string, string, string];

/** Two events with the phone, one without, one with nothing else. */
const events = [
  arrivalOf({ id: "both", ids: [openid, phone], at: 2, properties: { series: "x" } }),
  arrivalOf({ id: "openid", ids: [openid], at: 3 }),
  arrivalOf({ id: "alone", ids: [phone], at: 1, properties: { secret: true } }),
  arrivalOf({ id: "three", ids: [device, openid, phone], at: 4, type: "leadSubmitted" }),
];

const NONE: Tombstones = new Map();

const eraseFrom = (
  store: Store,
  keys: readonly IdentifierKey[],
  more: Partial<Erasing> = {},
): Promise<Erased | undefined> =>
  store.erase(keys, {
    at: 9,
    carried: NONE,
    left: NONE,
    leafOf: (kept) => kept.join("\u001f"),
    fold: rememberIds,
    ...more,
  });

/** Everything a store says. */
async function everything(store: Store): Promise<readonly unknown[]> {
  const [sightings, names, tombstones] = [
    await store.sightings("all", { asOf: 99 }),
    await store.names("all"),
    await store.tombstones("all"),
  ];
  const [leaves, all, members, changes] = [
    await store.leaves("all"),
    await store.events("all"),
    await store.members("all"),
    await store.changes({ after: 0, limit: 1e9 }),
  ];
  return [sightings, [...names], [...tombstones], leaves, all, [...members], changes];
}

const filled = async (store: Store): Promise<void> => {
  for (const arrival of events) await store.append([arrival], rememberIds);
};

/** Forgetting identifiers, and nothing else. */
export const storeErasingCases: readonly StoreCase[] = [
  {
    name: "erases an identifier from all it says, and leaves the rest as if it had never been there",
    run: async (store) => {
      await filled(store);
      const seed = (await store.names([phoneKey])).get(phoneKey)?.seed ?? "";
      const erased = await eraseFrom(store, [phoneKey, "phone:never-seen"]);
      const said = JSON.stringify(await everything(store));
      return [
        erased,
        said.includes("phone-1"),
        said.includes("secret"),
        await store.keyOf(seed),
        await store.events("all"),
        (await store.leaves("all")).map(({ leaf, state }) => [leaf, state]).sort(),
        (await store.leaves([openidKey])).length,
        (await store.sightings([openidKey], { asOf: 99 })).map(({ keys, count }) => [keys, count]).sort(),
      ];
    },
    gives: [
      { identifiers: 1 },
      false,
      false,
      undefined,
      [{ ...events[0]?.event, ids: [openid] }, events[1]?.event, { ...events[3]?.event, ids: [device, openid] }],
      [
        [`${deviceKey}\u001f${openidKey}`, ["three"]],
        [openidKey, ["both", "openid"]],
      ],
      2,
      [
        [[deviceKey, openidKey], 1],
        [[openidKey], 2],
      ],
    ],
  },
  {
    name: "takes no erased event in again, and names a value that comes back anew",
    run: async (store) => {
      await filled(store);
      const seedOf = async (): Promise<string | undefined> => (await store.names([phoneKey])).get(phoneKey)?.seed;
      const before = await seedOf();
      await eraseFrom(store, [phoneKey]);
      const again = await store.append(events, rememberIds);
      const gone = await seedOf();
      await store.append([arrivalOf({ id: "new", ids: [phone], at: 5 })], rememberIds);
      const { seq, seed } = (await store.names([phoneKey])).get(phoneKey) ?? { seq: 0, seed: before };
      return [again, gone, seed !== before, seq, (await store.events("all")).map(({ id }) => id)];
    },
    gives: [["conflict", "duplicate", "conflict", "conflict"], undefined, true, 4, ["both", "openid", "three", "new"]],
  },
  {
    name: "keeps tombstones with those that carry them, and hands none on by itself",
    run: async (store) => {
      await filled(store);
      const stone = { seed: "s.1", seq: 7, tier: 0, epoch: 2 };
      const first = await eraseFrom(store, [phoneKey], { left: new Map([[openidKey, [stone]]]) });
      const found = [await store.tombstones("all"), await store.keyOf("s.1"), await store.tombstones([deviceKey])];
      const second = await eraseFrom(store, [openidKey], { carried: new Map([[openidKey, [stone]]]) });
      return [first, ...found, second, await store.tombstones("all"), await store.keyOf("s.1")];
    },
    gives: [
      { identifiers: 1 },
      new Map([[openidKey, [{ seed: "s.1", seq: 7, tier: 0, epoch: 2 }]]]),
      openidKey,
      new Map(),
      { identifiers: 1 },
      new Map(),
      undefined,
    ],
  },
  {
    name: "does nothing where somebody else erased an heir, or left a tombstone, meanwhile",
    run: async (store) => {
      await filled(store);
      const stone = { seed: "s1", seq: 1, tier: 0 };
      const before = JSON.stringify(await everything(store));
      const toNobody = await eraseFrom(store, [phoneKey], { left: new Map([["openid:erased", [stone]]]) });
      const same = JSON.stringify(await everything(store)) === before;
      await eraseFrom(store, [phoneKey], { left: new Map([[openidKey, [stone]]]) });
      return [toNobody, same, await eraseFrom(store, [openidKey]), await store.keyOf("s1")];
    },
    gives: [undefined, true, undefined, openidKey],
  },
  {
    name: "publishes an erasure once by its values, and leads followers on without them",
    run: async (store) => {
      await filled(store);
      await settleAll(store);
      await store.append([arrivalOf({ id: "other", ids: [{ type: "phone", value: "phone-2" }] })], rememberIds);
      await settleAll(store);
      const oneId = (await store.members([openidKey])).get(openidKey)?.oneId;
      const erased = await eraseFrom(store, [phoneKey, "phone:phone-2"]);
      const said = JSON.stringify(await store.changes({ after: 0, limit: 9 }));
      const own = erased?.change?.diff;
      await settleAll(store);
      const now = personsOf(await store.members("all"));
      const followed = (await followChanges(store)).filter(({ ids }) => ids.length > 0);
      return [
        own?.moved.map(({ key, from }) => [key, from === oneId]),
        own?.retired.length,
        said.includes("phone-"),
        erased?.change?.seq,
        now.map(({ ids }) => ids.map(identifierKey)),
        JSON.stringify(followed) === JSON.stringify(now),
      ];
    },
    gives: [
      [
        [phoneKey, true],
        ["phone:phone-2", false],
      ],
      1,
      false,
      3,
      [[deviceKey, openidKey]],
      true,
    ],
  },
  {
    name: "settles again whoever was held together by an erased identifier",
    run: async (store) => {
      await store.append(
        [arrivalOf({ id: "one", ids: [openid, phone] }), arrivalOf({ id: "two", ids: [phone, device] })],
        rememberIds,
      );
      await settleAll(store);
      await eraseFrom(store, [phoneKey]);
      await settleAll(store);
      return personsOf(await store.members("all"))
        .map(({ ids }) => ids.map(identifierKey))
        .sort();
    },
    gives: [[deviceKey], [openidKey]],
  },
];
