import { applyPersonDiff } from "../identity/index";
import type { Person } from "../model";
import type { Arrival, Store } from "../ports/index";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";
import { followChanges, personsOf, settleAll, settlePlainly, solvedAtOnce } from "./store-settler";

const WORKERS = 8;
const ROUNDS = 12;

/** Runs `WORKERS` writers at once, each through its rounds one after another. */
async function crowd(work: (worker: number, round: number) => Promise<unknown>): Promise<void> {
  await Promise.all(
    Array.from({ length: WORKERS }, async (_, worker) => {
      for (let round = 0; round < ROUNDS; round++) await work(worker, round);
    }),
  );
}

const person = (i: number): Arrival["event"]["ids"] => [{ type: "crmId", value: `c${i}` }];

const foldedIds = async (store: Store): Promise<readonly string[]> =>
  (await store.leaves("all")).flatMap(({ state }) => state as readonly string[]);

/** Many writers at once end as if they had come in some order. On a server, give the store a pool of 8 or more. */
export const storeCrowdCases: readonly StoreCase[] = [
  {
    name: "folds every event of many writers on one leaf exactly once",
    run: async (store) => {
      await crowd((worker, round) => store.append([arrivalOf({ id: `${worker}-${round}` })], rememberIds));
      const ids = await foldedIds(store);
      const [sighting] = await store.sightings("all", { asOf: 8.64e15 });
      return [ids.length, new Set(ids).size, sighting?.count, (await store.names("all")).size];
    },
    gives: [WORKERS * ROUNDS, WORKERS * ROUNDS, WORKERS * ROUNDS, 1],
  },
  {
    name: "makes one leaf where many writers meet two known identifiers together for the first time",
    run: async (store) => {
      const phone = { type: "phone", value: "+8613912345678" };
      await store.append([arrivalOf({ id: "known", ids: [phone] })], rememberIds);
      for (let round = 0; round < ROUNDS; round++) {
        await store.append([arrivalOf({ id: `known-${round}`, ids: person(round) })], rememberIds);
        await Promise.all(
          Array.from({ length: WORKERS }, (_, worker) => {
            const ids = [phone, ...person(round)];
            return store.append([arrivalOf({ id: `${worker}-${round}`, source: `s${worker}`, ids })], rememberIds);
          }),
        );
      }
      const ids = await foldedIds(store);
      return [(await store.leaves("all")).length, ids.length, new Set(ids).size];
    },
    gives: [1 + ROUNDS * 2, 1 + ROUNDS + ROUNDS * WORKERS, 1 + ROUNDS + ROUNDS * WORKERS],
  },
  {
    name: "accepts an event that all writers bring at once exactly once",
    run: async (store) => {
      const accepted: string[] = [];
      await crowd(async (worker, round) => {
        const batch = Array.from({ length: 5 }, (_, i) => arrivalOf({ id: `${round}-${(i + worker) % 5}` }));
        const receipts = await store.append(batch, rememberIds);
        receipts.forEach((receipt, i) => {
          if (receipt === "accepted") accepted.push(batch[i]?.event.id as string);
        });
      });
      const folded = await foldedIds(store);
      return [accepted.length, new Set(accepted).size, folded.length, new Set(folded).size];
    },
    gives: [ROUNDS * 5, ROUNDS * 5, ROUNDS * 5, ROUNDS * 5],
  },
  {
    name: "lets writers take the same leaves in opposite orders, and blocks nobody for ever",
    run: async (store) => {
      await crowd((worker, round) => {
        const batch = Array.from({ length: 40 }, (_, i) =>
          arrivalOf({ id: `${worker}-${round}-${i}`, ids: person(i) }),
        );
        return store.append(worker % 2 === 0 ? batch : batch.reverse(), rememberIds);
      });
      const ids = await foldedIds(store);
      return [(await store.leaves("all")).length, ids.length, new Set(ids).size, (await store.names("all")).size];
    },
    gives: [40, WORKERS * ROUNDS * 40, WORKERS * ROUNDS * 40, 40],
  },
  {
    name: "loses no event to a refold that runs beside the writers",
    run: async (store) => {
      await crowd((worker, round) =>
        worker < 2
          ? store.refold(["crmId:c1"], rememberIds)
          : store.append([arrivalOf({ id: `${worker}-${round}` })], rememberIds),
      );
      const ids = await foldedIds(store);
      return [ids.length, new Set(ids).size];
    },
    gives: [(WORKERS - 2) * ROUNDS, (WORKERS - 2) * ROUNDS],
  },
  {
    name: "settles one region by many workers as if in some order, and loses no mark",
    run: async (store) => {
      let following = true;
      const followed = followWhile(store, () => following);
      await crowd(async (worker, round) => {
        const ids = [...person(round % 3), ...person((worker + round) % 5)];
        await store.append([arrivalOf({ id: `${worker}-${round}`, source: `s${worker}`, ids })], rememberIds);
        await settlePlainly(store, { limit: 1 + ((worker + round) % 3) });
      });
      await settleAll(store);
      following = false;
      const members = personsOf(await store.members("all"));
      const same = (persons: readonly unknown[]): boolean => JSON.stringify(persons) === JSON.stringify(members);
      return [same(await solvedAtOnce(store)), same(await followChanges(store)), same(await followed)];
    },
    gives: [true, true, true],
  },
];

/** Applies changes as they appear, reading on from the last number each time, and once more at the end. */
async function followWhile(store: Store, goesOn: () => boolean): Promise<readonly Person[]> {
  let [persons, after]: [readonly Person[], number] = [[], 0];
  for (let last = false; !last; ) {
    last = !goesOn();
    for (const { seq, diff } of await store.changes({ after, limit: 5 })) {
      persons = applyPersonDiff(persons, diff);
      after = seq;
      last = false;
    }
    await store.names([]); // gives the others a turn, in memory too
  }
  return persons;
}
