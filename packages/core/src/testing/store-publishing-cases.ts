import { byCodeUnit } from "../model";
import type { Region, Settler, Store } from "../ports/index";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";
import { followChanges, personsOf, plainSettler, settleAll, settlePlainly, solvedAtOnce } from "./store-settler";

const crm = (n: number): { readonly type: string; readonly value: string } => ({ type: "crmId", value: `c${n}` });

/** Files one event for each list of persons' numbers, each as a batch of its own. */
async function see(store: Store, ...together: readonly (readonly number[])[]): Promise<void> {
  for (const numbers of together) {
    const arrival = arrivalOf({ id: numbers.join("+"), ids: numbers.map(crm) });
    await store.append([arrival], rememberIds);
  }
}

/** Who is together, by the published reading. */
const together = async (store: Store): Promise<unknown> =>
  personsOf(await store.members("all"))
    .map(({ ids }) => ids.map(({ value }) => value).join("+"))
    .sort(byCodeUnit);

/** Settles with a settler that notes every region it was to solve. */
async function regionsOf(store: Store, options = {}): Promise<readonly Region[]> {
  const regions: Region[] = [];
  const noting: Settler = {
    ...plainSettler,
    solve: (region) => {
      regions.push(region);
      return plainSettler.solve(region);
    },
  };
  const usual = { asOf: 8.64e15, limit: 1_000, reading: "r1", decisive: ["consentGiven"] };
  while (await store.settle({ ...usual, ...options }, noting));
  return regions;
}

const counts = ({
  created,
  redirected,
  retired,
  moved,
}: Awaited<ReturnType<Store["changes"]>>[number]["diff"]): unknown => [
  created.length,
  redirected.length,
  retired.length,
  moved.length,
];

/** The published reading: settled once for all that was filed, with every change in order. */
export const storePublishingCases: readonly StoreCase[] = [
  {
    name: "publishes nothing of an empty store",
    run: async (store) => [
      await settleAll(store),
      await store.members("all"),
      await store.changes({ after: 0, limit: 9 }),
    ],
    gives: [[], new Map(), []],
  },
  {
    name: "settles everybody at first, and then only what something was filed about",
    run: async (store) => {
      await see(store, [1, 2], [3]);
      const first = await settleAll(store);
      await see(store, [4], [2, 5]);
      const regions = await regionsOf(store);
      const sorted = (keys: readonly string[]): readonly string[] => [...keys].sort(byCodeUnit);
      return [first, regions.map(({ roots, keys }) => [sorted(roots), sorted(keys)]), await together(store)];
    },
    gives: [
      [3],
      [
        [
          ["crmId:c2", "crmId:c4", "crmId:c5"],
          ["crmId:c1", "crmId:c2", "crmId:c4", "crmId:c5"],
        ],
      ],
      ["c1+c2+c5", "c3", "c4"],
    ],
  },
  {
    name: "goes on in steps, each a transaction of its own",
    run: async (store) => {
      await settleAll(store);
      await see(store, [1], [2], [3], [4], [5]);
      const steps = await settleAll(store, { limit: 2 });
      const changes = await store.changes({ after: 0, limit: 1_000 });
      return [steps.reduce((sum, n) => sum + n, 0), Math.max(...steps) <= 2, changes.map(({ seq }) => seq).length > 2];
    },
    gives: [5, true, true],
  },
  {
    name: "numbers changes from 1 without gaps, and gives those after a number, up to a limit",
    run: async (store) => {
      for (let n = 1; n <= 5; n++) {
        await see(store, [n]);
        await settleAll(store, { asOf: 1_760_000_000_000 + n });
      }
      const read = async (after: number, limit: number): Promise<unknown> =>
        (await store.changes({ after, limit })).map(({ seq, at, diff }) => [seq, at - 1_760_000_000_000, counts(diff)]);
      return [await read(0, 2), await read(2, 9), await read(5, 9)];
    },
    gives: [
      [
        [1, 1, [1, 0, 0, 1]],
        [2, 2, [1, 0, 0, 1]],
      ],
      [
        [3, 3, [1, 0, 0, 1]],
        [4, 4, [1, 0, 0, 1]],
        [5, 5, [1, 0, 0, 1]],
      ],
      [],
    ],
  },
  {
    name: "writes no change where nobody changed, and nothing is left to settle",
    run: async (store) => {
      await see(store, [1, 2]);
      await settleAll(store);
      await store.append([arrivalOf({ id: "again", ids: [crm(1), crm(2)], source: "crm" })], rememberIds);
      return [
        await settlePlainly(store),
        await settlePlainly(store),
        (await store.changes({ after: 1, limit: 9 })).length,
      ];
    },
    gives: [{ identifiers: 2 }, undefined, 0],
  },
  {
    name: "marks nothing for duplicates and conflicts",
    run: async (store) => {
      await see(store, [1]);
      await settleAll(store);
      await store.append([arrivalOf({ id: "1", ids: [crm(1)] }), arrivalOf({ id: "1", ids: [crm(7)] })], rememberIds);
      return settleAll(store);
    },
    gives: [],
  },
  {
    name: "tells merges: who was two persons leads to one",
    run: async (store) => {
      await see(store, [1, 2], [3, 4]);
      await settleAll(store);
      const names = await store.names("all");
      await see(store, [2, 4]);
      await settleAll(store);
      const [merge] = await store.changes({ after: 1, limit: 9 });
      const oneIdOf = (key: string): string => `p_${names.get(key)?.seed}`;
      return [
        merge?.diff.redirected.map(({ from, to }) => [from === oneIdOf("crmId:c3"), to === oneIdOf("crmId:c1")]),
        merge?.diff.moved.map(({ key }) => key),
        await together(store),
      ];
    },
    gives: [[[true, true]], ["crmId:c3", "crmId:c4"], ["c1+c2+c3+c4"]],
  },
  {
    name: "gives the region whole: sightings, names, decisions and whoever was published together",
    run: async (store) => {
      await see(store, [1, 2], [2, 3]);
      await settleAll(store);
      const decision = { type: "consentGiven", properties: { purpose: "marketing" } };
      await store.append([arrivalOf({ id: "yes", ids: [crm(3)], ...decision })], rememberIds);
      const [region] = await regionsOf(store);
      return [
        region?.roots,
        region?.sightings.map(({ keys }) => keys.join()).sort(byCodeUnit),
        [...(region?.names.keys() ?? [])].sort(byCodeUnit),
        [...(region?.members.keys() ?? [])].sort(byCodeUnit),
        region?.decisions.map(({ id }) => id),
      ];
    },
    gives: [
      ["crmId:c3"],
      ["crmId:c1,crmId:c2", "crmId:c2,crmId:c3", "crmId:c3"],
      ["crmId:c1", "crmId:c2", "crmId:c3"],
      ["crmId:c1", "crmId:c2", "crmId:c3"],
      ["yes"],
    ],
  },
  {
    name: "settles evidence of a later moment once that has come, though the clock went back meanwhile",
    run: async (store) => {
      const at = 1_760_000_000_000;
      await see(store, [1], [2]);
      await settleAll(store, { asOf: at });
      await store.append([arrivalOf({ id: "soon", at: at + 50, ids: [crm(1), crm(2)] })], rememberIds);
      const readings: unknown[] = [];
      for (const asOf of [at, at + 49, at + 50])
        readings.push([await settleAll(store, { asOf }), await together(store)]);
      await store.append([arrivalOf({ id: "nudge", at, ids: [crm(1)] })], rememberIds);
      for (const asOf of [at + 10, at + 50]) {
        await settleAll(store, { asOf });
        readings.push(await together(store));
      }
      return readings;
    },
    gives: [[[2], ["c1", "c2"]], [[], ["c1", "c2"]], [[2], ["c1+c2"]], ["c1", "c2"], ["c1+c2"]],
  },
  {
    name: "settles everybody anew, step by step, when the reading is another",
    run: async (store) => {
      await settleAll(store);
      await see(store, [1, 2], [3]);
      await settleAll(store);
      const idle = await settleAll(store);
      const alone: Settler = {
        ...plainSettler,
        solve: (region) =>
          plainSettler.solve({ ...region, sightings: region.sightings.filter(({ keys }) => !keys[1]) }),
      };
      const options = { asOf: 8.64e15, limit: 2, reading: "r2", decisive: [] };
      let settled = 0;
      for (let step = await store.settle(options, alone); step; step = await store.settle(options, alone)) {
        settled += step.identifiers;
      }
      const other = await together(store);
      await settleAll(store);
      return [idle, settled, other, await together(store), (await followChanges(store)).length];
    },
    gives: [[], 3, ["c3"], ["c1+c2", "c3"], 2],
  },
  {
    name: "writes nothing when the settler throws, and what was marked stays marked",
    run: async (store) => {
      await see(store, [1]);
      await settleAll(store);
      await see(store, [2]);
      const usual = { asOf: 8.64e15, limit: 9, reading: "r1", decisive: [] };
      const explode = (): never => {
        throw new RangeError("the settler has a bug");
      };
      const insatiable = (): ReturnType<Settler["solve"]> => ({ ok: false, error: [] });
      const failures: unknown[] = [];
      for (const broken of [{ reach: explode }, { splits: explode }, { solve: explode }, { solve: insatiable }]) {
        failures.push(await store.settle(usual, { ...plainSettler, ...broken }).catch((error: unknown) => error));
      }
      return [
        failures.map((error) => error instanceof RangeError),
        await together(store),
        await settleAll(store),
        await together(store),
      ];
    },
    gives: [[true, true, true, true], ["c1"], [1], ["c1", "c2"]],
  },
  {
    name: "reads on where the settler finds that it needs more",
    run: async (store) => {
      await see(store, [1], [2], [3]);
      await settleAll(store);
      await see(store, [1, 4]);
      const asked: number[] = [];
      const curious: Settler = {
        ...plainSettler,
        solve: (region) => {
          asked.push(region.keys.length);
          const wanted = ["crmId:c2", "crmId:c3"].find((key) => !region.keys.includes(key));
          return wanted ? { ok: false, error: [wanted] } : plainSettler.solve(region);
        },
      };
      await store.settle({ asOf: 8.64e15, limit: 9, reading: "r1", decisive: [] }, curious);
      return [asked, await together(store)];
    },
    gives: [
      [2, 3, 4],
      ["c1+c4", "c2", "c3"],
    ],
  },
  {
    name: "keeps any text in OneIDs, reasons and keys of what is published",
    run: async (store) => {
      const text = `'"\\\u0001%s{}[]$1\u{1F600}\u2028`;
      const arrival = arrivalOf({ id: "a", ids: [{ type: "crmId", value: text }] });
      await store.append([arrival], rememberIds);
      const key = arrival.keys[0] as string;
      const member = { oneId: text, degraded: text };
      const diff = { created: [text], redirected: [], retired: [text], moved: [{ key, to: text }], degraded: [member] };
      const strange: Settler = {
        ...plainSettler,
        reach: () => [],
        solve: () => ({ ok: true, value: { members: new Map([[key, member]]), diff } }),
      };
      await store.settle({ asOf: 1, limit: 9, reading: text, decisive: [] }, strange);
      const [change] = await store.changes({ after: 0, limit: 9 });
      const read = await store.members([key, "crmId:nobody"]);
      return [
        [...read].map(([known, one]) => [known === key, one.oneId === text, one.degraded === text]),
        change?.seq,
        change?.at,
        JSON.stringify(change?.diff) === JSON.stringify(diff),
      ];
    },
    gives: [[[true, true, true]], 1, 1, true],
  },
  {
    name: "ends as if all had been filed at once, whatever was settled in between",
    run: async (store) => {
      const pairs = Array.from({ length: 40 }, (_, i) => [(i * 7) % 23, (i * 11 + 3) % 23]);
      for (const [i, pair] of pairs.entries()) {
        await store.append([arrivalOf({ id: `e${i}`, ids: pair.map(crm) })], rememberIds);
        if (i % 3 === 0) await settlePlainly(store, { limit: 3 });
      }
      await settleAll(store);
      const members = personsOf(await store.members("all"));
      const same = (persons: readonly unknown[]): boolean => JSON.stringify(persons) === JSON.stringify(members);
      return [same(await solvedAtOnce(store)), same(await followChanges(store))];
    },
    gives: [true, true],
  },
];
