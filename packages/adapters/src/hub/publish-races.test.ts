import type { Event } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { automotive } from "@tributary/rules/presets/automotive";
import { Pool } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { postgresStore } from "../postgres/index";
import { freshSchema, hearingPool, interceptedPool, serverAnswers, serverUrl } from "../postgres/server-for-tests";
import { createHub, type Hub } from "./create-hub";
import { publishAll, readPublished, readResolved } from "./published-for-tests";

const NOW = 1_790_000_000_000;
const RACERS = 8;
const rounds = Number(process.env.TRIBUTARY_ROUNDS ?? 40);
const blueprint = automotive();
const pool = new Pool({ connectionString: serverUrl, max: 2, connectionTimeoutMillis: 30_000 });
const answers = await serverAnswers(pool);

const phone = (round: number, n: number): Event["ids"][number] => ({
  type: "phone",
  value: `+86139${10_000_000 + round * 10 + n}`,
});
const openid = (round: number, n: number): Event["ids"][number] => ({
  type: "openid",
  scope: "wx1",
  value: `o${round}_${n}`,
});
const device = (name: string): Event["ids"][number] => ({ type: "deviceId", value: `device_${name}` });

/** What a racer files in a round: all of a round's racers are about the same few persons, and the showroom of some rounds. */
function raceEvent(round: number, racer: number): Event {
  const at = NOW - 1_000_000 + round * 10 + racer;
  const event = { id: `${round}-${racer}`, type: "loggedIn", at, properties: {}, source: `s${racer % 3}` };
  const both = [phone(round, racer % 3), openid(round, racer % 4)];
  if (racer === 5) return { ...event, type: "idsUnlinked", ids: both };
  if (racer === 6) return { ...event, ids: [...both, device(`showroom${Math.floor(round / 50)}`)] };
  if (racer === 7) return { ...event, type: "consentWithdrawn", properties: { purpose: "service" }, ids: both };
  return { ...event, ids: racer % 2 === 0 ? both : [openid(round, (racer + 1) % 4), device(String(round))] };
}

async function expectInOrder(store: Store, hub: Hub): Promise<void> {
  await publishAll(hub, NOW);
  const { members, followed } = await readPublished(store);
  expect(members).toBe(await readResolved(store, blueprint, { now: NOW, oneIdOrder: "arrival" }));
  expect(followed).toBe(members);
}

describe.skipIf(!answers)("publish on a PostgreSQL server", () => {
  afterAll(() => pool.end());

  it(
    "ends as if in some order, without a deadlock, when eight racers file and publish the same persons at once",
    async () => {
      const { pool: racing, errors } = hearingPool(RACERS);
      const { store, hub } = await fresh(racing);
      for (let round = 0; round < rounds; round++) {
        await Promise.all(
          Array.from({ length: RACERS }, async (_, racer) => {
            const mine = raceEvent(round, (racer + round) % RACERS);
            if (racer % 3 === 0) await hub.publish({ now: NOW, limit: 3 });
            await hub.ingest([mine], { now: NOW });
            await hub.publish({ now: NOW, limit: 1 + racer * 3 });
          }),
        );
      }
      expect(errors).toEqual([]);
      await expectInOrder(store, hub);
    },
    60_000 + rounds * 15_000,
  );

  it(
    "ends as if in some order, without a deadlock, when some of the racers erase what others file",
    async () => {
      const { pool: racing, errors } = hearingPool(RACERS);
      const { store, hub } = await fresh(racing);
      for (let round = 0; round < rounds; round++) {
        await Promise.all(
          Array.from({ length: RACERS }, async (_, racer) => {
            const mine = raceEvent(round, (racer + round) % RACERS);
            if (racer % 3 === 0) await hub.publish({ now: NOW, limit: 3 });
            if (racer % 4 === 1) await hub.erase([phone(round, racer % 3), openid(round - 1, racer % 4)], { now: NOW });
            await hub.ingest([mine], { now: NOW });
            if (racer % 4 === 2) await hub.erase(mine.ids.slice(0, 1), { now: NOW });
            await hub.publish({ now: NOW, limit: 1 + racer * 3 });
          }),
        );
      }
      expect(errors).toEqual([]);
      await expectWhole(store);
      await expectInOrder(store, hub);
      expect((await store.tombstones("all")).size).toBeGreaterThan(0);
    },
    60_000 + rounds * 15_000,
  );

  it.each([
    ["takes events out", /delete from \S+"sighting"/],
    ["forgets", /delete from \S+"identifier"/],
    ["commits", /^commit$/],
  ] as const)("erases nothing that is filed while it %s, and everything that was before", async (_, statement) => {
    const { store, hub } = await fresh();
    await hub.ingest([raceEvent(0, 0)], { now: NOW });
    await publishAll(hub, NOW);
    const slow = await pausedAt(store.schema, statement);
    const erasing = slow.hub.erase([phone(0, 0)], { now: NOW });
    await slow.paused;
    const others = Promise.all([
      hub.ingest([{ ...raceEvent(0, 0), id: "later" }], { now: NOW }),
      publishAll(hub, NOW),
      hub.erase([openid(0, 1)], { now: NOW }),
    ]);
    await Promise.race([others, new Promise((later) => setTimeout(later, 200))]); // they wait, or get in between
    slow.resume();
    await Promise.all([erasing, others]);
    expect((await store.events("all")).map(({ id, ids }) => [id, ids.length])).toEqual([
      ["0-0", 1],
      ["later", 2],
    ]);
    await expectWhole(store);
    await expectInOrder(store, hub);
  });

  it("erases what a writer files that had not committed when it began", async () => {
    const { store, hub } = await fresh();
    await hub.ingest([{ ...raceEvent(0, 0), id: "first" }], { now: NOW });
    await publishAll(hub, NOW);
    const slow = await pausedAt(store.schema, /^commit$/);
    const filing = slow.hub.ingest([raceEvent(0, 0)], { now: NOW });
    await slow.paused;
    const erasing = hub.erase([phone(0, 0)], { now: NOW });
    await Promise.race([erasing, new Promise((later) => setTimeout(later, 200))]);
    slow.resume();
    await Promise.all([filing, erasing]);
    expect((await store.events("all")).map(({ ids }) => ids.length)).toEqual([1, 1]);
    expect(await hub.person(phone(0, 0), { now: NOW })).toBeUndefined();
    await expectWhole(store);
    await expectInOrder(store, hub);
  });

  it("settles what was filed by a writer that had not committed when the same identifiers were settled", async () => {
    const { store, hub } = await fresh();
    await publishAll(hub, NOW);
    const apart = [phone(0, 0), openid(0, 0)].map((id, i) => ({ ...raceEvent(0, 0), id: `apart ${i}`, ids: [id] }));
    await hub.ingest(apart, { now: NOW });
    const slow = await pausedAt(store.schema, /^commit$/);
    const filing = slow.hub.ingest([raceEvent(0, 0)], { now: NOW });
    await slow.paused;
    await publishAll(hub, NOW);
    slow.resume();
    expect((await filing).map(({ status }) => status)).toEqual(["accepted"]);
    await expectInOrder(store, hub);
  });

  it.each([
    ["read sightings", /occurred_at <= /],
    ["read names", /^\s*select key, seed, seq/],
    ["file its change", /insert into \S+"change"/],
    ["commit", /^commit$/],
  ] as const)("settles what is filed while a publisher is about to %s", async (_, statement) => {
    const { store, hub } = await fresh();
    await publishAll(hub, NOW);
    await hub.ingest([{ ...raceEvent(0, 0), id: "first", ids: [phone(0, 0)] }], { now: NOW });
    const slow = await pausedAt(store.schema, statement);
    const publishing = slow.hub.publish({ now: NOW });
    await slow.paused;
    await hub.ingest([raceEvent(0, 0)], { now: NOW });
    slow.resume();
    await publishing;
    await expectInOrder(store, hub);
  });

  it("begins with everybody, a writer that began before the first publication included", async () => {
    const { store, hub } = await fresh();
    const slow = await pausedAt(store.schema, /^commit$/);
    const filing = slow.hub.ingest([raceEvent(0, 0)], { now: NOW });
    await slow.paused;
    const publishing = publishAll(hub, NOW);
    await Promise.race([publishing, new Promise((later) => setTimeout(later, 300))]); // it waits, or has missed the writer
    slow.resume();
    await Promise.all([filing, publishing]);
    await expectInOrder(store, hub);
    expect((await store.members("all")).size).toBeGreaterThan(0);
  });

  it("shows changes in their order, though the later is ready before the earlier", async () => {
    const { store, hub } = await fresh();
    await publishAll(hub, NOW);
    const slow = await pausedAt(store.schema, /^commit$/);
    await hub.ingest([raceEvent(0, 0)], { now: NOW });
    const first = slow.hub.publish({ now: NOW });
    await slow.paused;
    await hub.ingest([raceEvent(1, 0)], { now: NOW });
    const second = hub.publish({ now: NOW });
    await Promise.race([second, new Promise((later) => setTimeout(later, 300))]); // it waits, or overtakes
    const seen = (await hub.changes()).map(({ seq }) => seq);
    slow.resume();
    await Promise.all([first, second]);
    const all = (await hub.changes()).map(({ seq }) => seq);
    expect([...seen, ...(await hub.changes({ after: seen.length })).map(({ seq }) => seq)]).toEqual(all);
    expect(all).toEqual([1, 2]);
  });

  it.each(["filing", "publishing", "erasing"] as const)(
    "loses nothing and doubles nothing when a worker is killed %s, before any statement or unheard after it",
    async (work) => {
      const { store, hub } = await fresh();
      await hub.ingest([raceEvent(0, 0), raceEvent(0, 1)], { now: NOW });
      await publishAll(hub, NOW);
      let killed = 0;
      for (let step = 0, over = false; !over; step++) {
        for (const when of ["before", "after"] as const) {
          const events = [raceEvent(0, 2), raceEvent(1 + step, 3), { ...raceEvent(0, 4), id: `${step} ${when}` }];
          if (work !== "filing") await hub.ingest(events, { now: NOW });
          const failure = await failureOf(killedAt(store.schema, step, when), (victim) =>
            work === "filing"
              ? victim.ingest(events, { now: NOW })
              : work === "erasing"
                ? victim.erase([phone(0, 2), openid(1 + step, 3)], { now: NOW })
                : victim.publish({ now: NOW }),
          );
          await hub.ingest(events, { now: NOW });
          if (failure) killed++;
          over = !failure;
          await expectWhole(store);
          await expectInOrder(store, hub);
        }
      }
      expect(killed).toBeGreaterThan(10);
    },
    120_000,
  );
});

type InSchema = Store & { readonly schema: string };

/** Every row that points to another finds it: nothing of what was erased is left behind, and nothing else went with it. */
async function expectWhole({ schema }: InSchema): Promise<void> {
  const { rows } = await pool.query(`
    select 'events' as what from ${schema}.event as e
      where e.body_hash <> 'erased' and not exists (select from ${schema}.sighting as s where s.id = e.sighting)
    union all select 'names' from ${schema}.sighting as s, unnest(s.identifiers) as one
      where not exists (select from ${schema}.identifier as i where i.id = one)
    union all select 'sightings' from ${schema}.sighting as s
      where not exists (select from ${schema}.event as e where e.sighting = s.id)
    union all select 'leaves' from ${schema}.sighting as s
      where not exists (select from ${schema}.leaf as l where l.id = s.leaf)
    union all select 'folds' from ${schema}.leaf as l
      where not exists (select from ${schema}.sighting as s where s.leaf = l.id)
    union all select 'members' from ${schema}.member as m
      where not exists (select from ${schema}.identifier as i where i.id = m.id)
    union all select 'tombstones' from ${schema}.tombstone as t
      where not exists (select from ${schema}.identifier as i where i.id = t.identifier)
    union all select 'marks' from ${schema}.unsettled as u, unnest(u.identifiers) as one
      where not exists (select from ${schema}.identifier as i where i.id = one)`);
  expect(rows).toEqual([]);
}

async function fresh(racing: Pool = pool): Promise<{ readonly store: InSchema; readonly hub: Hub }> {
  const schema = freshSchema(pool);
  const store = { ...(await postgresStore({ pool: racing }, { schema })), schema };
  return { store, hub: createHub({ blueprint, store }) };
}

const hubOver = async (racing: Pool, schema: string): Promise<Hub> =>
  createHub({ blueprint, store: await postgresStore({ pool: racing }, { schema }) });

/** A hub that pauses at a statement, if it is one of a transaction that has written something by then. */
async function pausedAt(
  schema: string,
  statement: RegExp,
): Promise<{
  readonly hub: Hub;
  readonly paused: Promise<void>;
  readonly resume: () => void;
}> {
  let [pause, resume] = [(): void => {}, (): void => {}];
  const paused = new Promise<void>((done) => {
    pause = done;
  });
  const resumed = new Promise<void>((done) => {
    resume = done;
  });
  let writes = false;
  const hub = await hubOver(
    interceptedPool(2, async ({ text, run }) => {
      if (writes && statement.test(text)) {
        pause();
        await resumed;
      }
      if (/(insert into|delete from) "\w+"\."(event|unsettled)"/.test(text)) writes = true;
      return run();
    }),
    schema,
  );
  return { hub, paused, resume: () => resume() };
}

/** A hub whose connection the server ends before its n-th statement, or after it and before we hear of it. */
async function killedAt(schema: string, n: number, when: "before" | "after"): Promise<Hub> {
  let statements = Number.NEGATIVE_INFINITY;
  const victims = interceptedPool(1, async ({ processId, run }) => {
    if (statements++ !== n) return run();
    const end = (): Promise<unknown> => pool.query("select pg_terminate_backend($1)", [processId]);
    if (when === "before") await end();
    await run();
    await end();
    return run();
  });
  const hub = await hubOver(victims, schema);
  statements = 0;
  return hub;
}

/** What the work failed with: always a lost connection. */
async function failureOf(victim: Promise<Hub>, work: (hub: Hub) => Promise<unknown>): Promise<unknown> {
  const error: unknown = await work(await victim).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error) expect(error).toMatchObject({ name: "AdapterError", code: "unavailable", retryable: true });
  return error;
}
