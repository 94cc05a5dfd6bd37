import * as fc from "fast-check";
import { mergeEntries, type PointsEntry, readPoints, reversePoints, type SpendOrder, spendPoints } from "../loyalty";
import type { EpochMs } from "../model";
import { claim, same } from "./identity-reading";
import { LEDGER_LEAVES } from "./loyalty-arbitraries";
import { conserves, plainPart } from "./loyalty-reading";
import { readPointsPlainly } from "./loyalty-reference";

/** What happened, as the naive host remembers it: each id once, and who owns which leaf. */
interface Model {
  now: EpochMs;
  readonly owner: number[];
  readonly written: Map<string, PointsEntry>;
}

/** Two replicas of one ledger. */
interface Real {
  readonly replicas: (readonly PointsEntry[])[];
}

type Command = fc.Command<Model, Real>;

interface Where {
  readonly replica: number;
  readonly leaf: number;
}

const where: fc.Arbitrary<Where> = fc.record({ replica: fc.nat(1), leaf: fc.nat(LEDGER_LEAVES.length - 1) });
const points = fc.integer({ min: 1, max: 6 });

/** A property: whatever a host does to two replicas of a ledger, in any order, both stay whole and tell the same. */
export function ledgerCommands(order: SpendOrder): fc.IProperty<unknown> {
  const command = (text: string, run: (model: Model, real: Real) => void): Command => ({
    check: () => true,
    run: (model, real) => {
      run(model, real);
      inspect(model, real, order);
    },
    toString: () => text,
  });
  const write = (model: Model, real: Real, replica: number, entry: PointsEntry): void => {
    model.written.set(entry.id, entry);
    real.replicas[replica] = [...(real.replicas[replica] as readonly PointsEntry[]), entry];
  };
  const nextId = ({ written }: Model): string => `n${written.size}`;
  const earn = fc
    .tuple(where, points, fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }), fc.nat(9))
    .map(([{ replica, leaf }, count, life, late]) =>
      command(`earn ${count} at ${leaf}, ${late} late, for ${life}`, (model, real) => {
        const at = model.now - late;
        const lasts = life === undefined ? {} : { expiresAt: at + life };
        const kept = LEDGER_LEAVES[leaf] as string;
        write(model, real, replica, { type: "earn", id: nextId(model), at, leaf: kept, points: count, ...lasts });
      }),
    );
  const spend = fc.tuple(where, points).map(([{ replica, leaf }, count]) =>
    command(`spend ${count} at ${leaf}`, (model, real) => {
      const mine = personsEntries(model, real.replicas[replica] ?? [], model.owner[leaf] as number);
      const request = { id: nextId(model), leaf: LEDGER_LEAVES[leaf] as string, points: count };
      const spent = spendPoints(mine, request, { now: model.now, order });
      const { balance } = readPointsPlainly(mine, { now: model.now, order });
      claim(spent.ok === balance >= count, `${count} of ${balance}: ${JSON.stringify(spent)}`);
      if (spent.ok) write(model, real, replica, spent.value.entry);
    }),
  );
  const retry = fc.tuple(where, fc.nat(30)).map(([{ replica }, i]) =>
    command(`retry ${i}`, (model, real) => {
      const ledger = real.replicas[replica] as readonly PointsEntry[];
      const spends = ledger.filter(({ type }) => type === "spend");
      const before = spends[i % spends.length];
      if (before?.type !== "spend") return;
      const { id, leaf } = before;
      const again = spendPoints(ledger, { id, leaf, points: before.points }, { now: model.now, order });
      same(again, { ok: true, value: { entry: before, repeated: true } }, "the same answer");
      const other = spendPoints(ledger, { id, leaf, points: before.points + 1 }, { now: model.now, order });
      same(other, { ok: false, error: { code: "id-taken", by: before } }, "another request");
      if (again.ok) real.replicas[replica] = [...ledger, again.value.entry];
    }),
  );
  const reverse = fc.tuple(where, fc.nat(30), fc.option(points, { nil: undefined })).map(([{ replica }, i, count]) =>
    command(`reverse ${count} of ${i}`, (model, real) => {
      const ledger = real.replicas[replica] as readonly PointsEntry[];
      const target = ledger[i % ledger.length];
      if (!target) return;
      const request = { id: nextId(model), of: target.id, ...(count !== undefined && { points: count }) };
      const reversed = reversePoints(ledger, request, { now: model.now });
      if (reversed.ok) write(model, real, replica, reversed.value.entry);
    }),
  );
  const end = fc.tuple(where, fc.nat(30)).map(([{ replica }, i]) =>
    command(`end ${i}`, (model, real) => {
      const ledger = real.replicas[replica] as readonly PointsEntry[];
      const lot = ledger.filter(({ type }) => type === "earn")[i];
      if (lot)
        write(model, real, replica, { type: "expire", id: nextId(model), at: model.now, leaf: lot.leaf, of: lot.id });
    }),
  );
  const wait = fc.integer({ min: 1, max: 5 }).map((ms) =>
    command(`wait ${ms}`, (model) => {
      model.now += ms;
    }),
  );
  /** Joins two persons, or gives a leaf to another: undone at once, every ledger is as it was. */
  const regroup = fc.tuple(fc.nat(LEDGER_LEAVES.length - 1), fc.nat(2)).map(([leaf, person]) =>
    command(`give ${leaf} to ${person}`, (model, real) => {
      const before = model.owner[leaf] as number;
      const read = (): string => JSON.stringify(readings(model, real.replicas[0] as readonly PointsEntry[], order));
      const told = read();
      model.owner[leaf] = person;
      inspect(model, real, order);
      model.owner[leaf] = before;
      same(read(), told, "undone");
      model.owner[leaf] = person;
    }),
  );
  const sync = fc.nat(1).map((to) =>
    command(`sync to ${to}`, (_, { replicas }) => {
      replicas[to] = mergeEntries(replicas[0] as readonly PointsEntry[], replicas[1] as readonly PointsEntry[]);
    }),
  );
  const all = [earn, earn, spend, spend, retry, reverse, reverse, end, wait, regroup, sync];
  return fc.property(fc.commands(all, { maxCommands: 40, size: "max" }), (commands) =>
    fc.modelRun(
      () => ({ model: { now: 20, owner: [0, 1, 2], written: new Map() }, real: { replicas: [[], []] } }),
      commands,
    ),
  );
}

const personsEntries = ({ owner }: Model, ledger: readonly PointsEntry[], person: number): readonly PointsEntry[] =>
  ledger.filter(({ leaf }) => owner[LEDGER_LEAVES.indexOf(leaf)] === person);

const readings = (model: Model, ledger: readonly PointsEntry[], order: SpendOrder): ReturnType<typeof readPoints>[] =>
  [0, 1, 2].map((person) => readPoints(personsEntries(model, ledger, person), { now: model.now, order }));

/** Every person on every replica is read as the plain reading reads them; all replicas together hold what was written. */
function inspect(model: Model, { replicas }: Real, order: SpendOrder): void {
  const { now, written } = model;
  for (const ledger of replicas) {
    for (const [person, reading] of readings(model, ledger, order).entries()) {
      conserves(reading);
      same(plainPart(reading), readPointsPlainly(personsEntries(model, ledger, person), { now, order }), "plain");
      same(reading.conflicts, [], "conflicts");
    }
  }
  const all = readings(model, replicas.reduce(mergeEntries, []), order);
  const worth = all.reduce((total, { balance, owed, totals }) => total + balance - owed + totals.expired, 0);
  same(worth, worthOf([...written.values()]), "points created or lost");
}

/** What all entries are worth, by counting: nothing is taken back that was not given. */
function worthOf(entries: readonly PointsEntry[]): number {
  const worth = (sign: 1 | -1, id: string, given: number): number => {
    const back = entries.reduce((total, one) => total + (one.type === "reverse" && one.of === id ? one.points : 0), 0);
    return sign * (given - Math.min(given, back));
  };
  return entries.reduce((total, entry) => {
    if (entry.type === "earn") return total + worth(1, entry.id, entry.points);
    return entry.type === "spend" ? total + worth(-1, entry.id, entry.points) : total;
  }, 0);
}
