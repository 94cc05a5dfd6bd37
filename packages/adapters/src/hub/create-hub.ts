import { normaliseIdentifier, ONE_ID_PREFIX } from "@tributary/core/identity";
import {
  type EpochMs,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  MINUTE_MS,
  requireNow,
} from "@tributary/core/model";
import type { Change, Store } from "@tributary/core/ports";
import type { RfmModel } from "@tributary/core/scoring";
import type { Blueprint } from "@tributary/rules/blueprint";
import { type CallList, type CallOptions, listCalls } from "./call-list";
import { type Erasure, erase } from "./erase";
import { leafFold } from "./fold-leaf";
import { identifierReader } from "./identifier-reader";
import { type IdentityReport, identityReport } from "./identity-report";
import { type HubLog, type IngestItem, ingestEvents } from "./ingest-events";
import { personCars } from "./person-cars";
import { mergedTracks, ownEvents, ownedLeaves } from "./person-tracks";
import { type PersonSummary, type PersonView, type ReadAt, summarise, view } from "./person-view";
import { type Publication, type PublishOptions, publish } from "./publish";
import { fitPopulation, type KnownPerson, readPopulation } from "./read-population";
import { readRegion } from "./read-region";
import { requireWhole } from "./require-whole";
import type { OneIdOrder } from "./resolve-read";
import { tagStatementsIn } from "./tag-statements";
import { type VehicleView, viewVehicle } from "./vehicle-view";

/** What a hub is made of. */
export interface HubOptions {
  /**
   * Read through anew at every reading: after a change of definitions, limits, hubs or the order of types, everybody is
   * as if it had always been so. Only what an event was filed with stays: its identifiers as the policy spelt them then,
   * without those of types it did not know, and the strength and purpose of its type.
   */
  readonly blueprint: Blueprint;
  readonly store: Store;
  /** Called after every batch. */
  readonly log?: (entry: HubLog) => void;
  /** How far a sender's clock may run ahead of `now` before its events are refused; 5 minutes by default. */
  readonly maxAheadMs?: number;
  /** Most events in one transaction; 1,000 by default. */
  readonly batchSize?: number;
  /** Which identifier names a person, see {@link OneIdOrder}; `arrival` by default. */
  readonly oneIdOrder?: OneIdOrder;
}

/** The host loop: events in, persons out. */
export interface Hub {
  /**
   * Takes events in, whatever they look like, and says of each what became of it. Calling again with the same events
   * changes nothing, so a call that failed half-way is simply repeated.
   *
   * @throws AdapterError when the store failed; batches before the failing one are filed
   * @throws TypeError when the inputs are not a list
   */
  ingest(inputs: readonly unknown[], options: { readonly now: EpochMs }): Promise<readonly IngestItem[]>;
  /**
   * Reads one person from all sides, by an identifier or a OneID. Who was ever something to a car costs as much as
   * {@link Hub.vehicle} does.
   *
   * @param at.rfmModel the population's bins, see `fitRfm`; without it RFM is measured and not scored
   * @returns `undefined` where nobody is known by it, or the value is none of its type
   * @throws RangeError when the blueprint has no such identifier type, or its scope is missing or not wanted
   * @throws TypeError when `who` is neither an identifier nor a text
   */
  person(who: Identifier | string, at: ReadAt): Promise<PersonView | undefined>;
  /**
   * Reads one car from all sides, by its VIN or plate: who is what to it, who owned it, and what contradicts itself.
   *
   * A store finds no events by car, so this reads every event of the types that speak of cars, as {@link Hub.person} does
   * for somebody who was ever something to one: 10 to 30 microseconds each, or seconds for some hundred thousand.
   *
   * @param which an identifier of a car, or a VIN or plate as text
   * @returns `undefined` where nothing was said of such a car by then, where several cars carry the plate, or where the
   *   blueprint has no `vehicles`
   * @throws RangeError when the type of the identifier is none of a VIN or plate
   * @throws TypeError when `which` is neither an identifier nor a text
   */
  vehicle(which: Identifier | string, at: { readonly now: EpochMs }): Promise<VehicleView | undefined>;
  /** Everybody, in code-unit order of their OneIDs; RFM is scored by `rfmModel`, or by bins fitted to everybody. */
  persons(at: ReadAt): AsyncIterable<PersonSummary>;
  /** Fits the blueprint's RFM bins to everybody who bought by `now`; `undefined` where there is nothing to fit. */
  fitRfm(at: { readonly now: EpochMs }): Promise<RfmModel | undefined>;
  /** Whom to call first, with reasons, and who cannot be called and why. */
  callList(at: ReadAt & CallOptions): Promise<CallList>;
  /** What stands between identifiers: links refused and why, hubs, values that identify nobody, contradictions. */
  identityReport(at: { readonly now: EpochMs }): Promise<IdentityReport>;
  /**
   * Publishes who is who: settles identifiers about which something was filed, and says what changed for others who keep
   * a copy. Bounded; call again while anything is left. A call that failed half-way is simply repeated, and any number
   * of workers may publish at once: every change is written exactly once.
   *
   * The first call of all, and the first under another policy or order of OneIDs, begins with everybody. Workers with
   * different policies take turns at that, so let one version of a blueprint publish.
   *
   * @throws AdapterError when the store failed; steps before the failing one are published
   * @throws RangeError when the limit is not a whole number from 1
   */
  publish(options: PublishOptions): Promise<Publication>;
  /**
   * The changes after a `seq`, in order: what a warehouse or CRM reads from where it left off.
   *
   * @param options.after the `seq` of the last change that was applied; 0, the default, for all
   * @param options.limit most changes; 1,000 by default
   * @throws RangeError when either is not a whole number, or the limit is less than 1
   */
  changes(options?: { readonly after?: number; readonly limit?: number }): Promise<readonly Change[]>;
  /**
   * The OneID that is published for an identifier: one look-up without resolving, as of the latest `publish`.
   *
   * @throws as {@link Hub.person} does
   */
  oneIdOf(identifier: Identifier): Promise<string | undefined>;
  /**
   * Erases identifiers of persons: no value and no hash of one is left in the store. What else their events say stays
   * with the identifiers that are left on them; events with nobody left lose all they say. Persons keep their OneID for
   * as long as any of their identifiers stays.
   *
   * Values in properties, sources and event ids are the host's to keep out, and so are copies outside of the store. Other
   * hubs may remember a spelling they have read for as long as they run. Erase what goes together in one call.
   *
   * @param identifiers one that is not on file changes nothing
   * @throws AdapterError when the store failed, or others kept erasing the same; then nothing was erased
   * @throws RangeError for a car's identifier, and as {@link Hub.person} does
   */
  erase(identifiers: readonly Identifier[], at: { readonly now: EpochMs }): Promise<Erasure>;
}

/**
 * Makes a hub of a blueprint and a store. It keeps nothing itself but how it read the latest identifiers: any number of
 * hubs may share a store.
 *
 * @throws RangeError when an option is out of its range
 * @example
 * import { memoryStore } from "@tributary/adapters/memory";
 *
 * const hub = createHub({ blueprint: automotive(), store: memoryStore() });
 * const lead = {
 *   id: "e1", type: "leadSubmitted", at: Date.parse("2026-01-01T02:00:00Z"), source: "app",
 *   ids: [{ type: "phone", value: "139 1234 5678" }], properties: { series: "星愿" },
 * };
 * const now = Date.parse("2026-01-01T03:00:00Z");
 * (await hub.ingest([lead, lead], { now })).map(({ status }) => status); // => ["accepted", "duplicate"]
 * (await hub.person({ type: "phone", value: "13912345678" }, { now }))?.stage.stage; // => "lead"
 */
export function createHub(options: HubOptions): Hub {
  const { blueprint, store, log, maxAheadMs = 5 * MINUTE_MS, batchSize = 1_000, oneIdOrder = "arrival" } = options;
  if (!(maxAheadMs >= 0)) throw new RangeError(`maxAheadMs must be a number from 0, got ${maxAheadMs}`);
  requireWhole("batchSize", batchSize, 1);
  const fold = leafFold(blueprint.facts);
  const identifiers = identifierReader(blueprint.identity);
  const population = (now: EpochMs): Promise<readonly KnownPerson[]> =>
    readPopulation(store, blueprint, { asOf: requireNow(now), oneIdOrder });
  const summaries = async (at: ReadAt): Promise<readonly (() => PersonSummary)[]> => {
    const everybody = await population(at.now);
    const rfmModel = at.rfmModel ?? fitPopulation(blueprint, everybody, at);
    return everybody.map((known) => () => summarise(blueprint, known, { now: at.now, ...(rfmModel && { rfmModel }) }));
  };
  return {
    ingest: async (inputs, { now }) =>
      ingestEvents(inputs, {
        blueprint,
        readIdentifier: identifiers.read,
        store,
        fold,
        now: requireNow(now),
        maxAheadMs,
        batchSize,
        log,
      }),
    person: async (who, at) => {
      const key = await keyOf(who, blueprint, store);
      return key === undefined ? undefined : readView(who, key, { blueprint, store, oneIdOrder }, at);
    },
    vehicle: async (which, { now }) => viewVehicle(which, { store, blueprint, oneIdOrder, now: requireNow(now) }),
    persons: async function* (at) {
      for (const summary of await summaries(at)) yield summary();
    },
    fitRfm: async (at) => fitPopulation(blueprint, await population(at.now), at),
    callList: async (at) =>
      listCalls(
        blueprint,
        (await summaries(at)).map((summary) => summary()),
        at,
      ),
    publish: (wanted) => publish(store, blueprint.identity, { ...wanted, oneIdOrder }),
    changes: async ({ after = 0, limit = 1_000 } = {}) =>
      store.changes({ after: requireWhole("after", after, 0), limit: requireWhole("limit", limit, 1) }),
    oneIdOf: async (identifier) => {
      const key = await keyOf(identifier, blueprint, store);
      return key === undefined ? undefined : (await store.members([key])).get(key)?.oneId;
    },
    erase: async (wanted, { now }) => {
      const keys = wanted.flatMap((identifier) => personKeyOf(identifier, blueprint) ?? []);
      identifiers.forget();
      return erase([...new Set(keys)], { store, policy: blueprint.identity, oneIdOrder, fold, now });
    },
    identityReport: ({ now }) => identityReport(store, blueprint, { asOf: requireNow(now), oneIdOrder }),
  };
}

const keyOf = async (
  who: Identifier | string,
  blueprint: Blueprint,
  store: Store,
): Promise<IdentifierKey | undefined> => {
  if (typeof who !== "string") return identifierKeyOf(who, blueprint);
  return who.startsWith(ONE_ID_PREFIX) ? keyOfSeed(who.slice(ONE_ID_PREFIX.length), store) : undefined;
};

function identifierKeyOf(who: Identifier, { identity }: Blueprint): IdentifierKey | undefined {
  if (typeof who?.type !== "string" || typeof who.value !== "string") {
    throw new TypeError(`who must be an identifier or a OneID, got ${who === null ? "null" : typeof who}`);
  }
  const normalised = normaliseIdentifier(who, identity);
  if (normalised.ok) return identifierKey(normalised.value);
  const { code, message } = normalised.error;
  if (code === "unknown-identifier-type" || code === "missing-scope" || code === "unexpected-scope") {
    throw new RangeError(message);
  }
  return undefined;
}

function personKeyOf(identifier: Identifier, blueprint: Blueprint): IdentifierKey | undefined {
  const key = identifierKeyOf(identifier, blueprint);
  const declared = blueprint.identity.types.find(({ type }) => type === identifier.type);
  if (declared?.of === "vehicle") throw new RangeError(`${identifier.type} names a car, and no person`);
  return key;
}

/** The identifier whose seed it is, or whose later owner's. */
const keyOfSeed = async (seed: string, store: Store): Promise<IdentifierKey | undefined> =>
  (await store.keyOf(seed)) ?? store.keyOf(seed.replace(/\.\d+$/, ""));

async function readView(
  who: Identifier | string,
  key: IdentifierKey,
  { blueprint, store, oneIdOrder }: { blueprint: Blueprint; store: Store; oneIdOrder: OneIdOrder },
  at: ReadAt,
): Promise<PersonView | undefined> {
  const region = await readRegion(store, blueprint.identity, [key], { asOf: requireNow(at.now), oneIdOrder });
  const { resolution } = region;
  const person = typeof who === "string" ? resolution.lookup(who) : resolution.personOf(key);
  if (!person) return undefined;
  const around = await ownedLeaves(store, blueprint.facts, resolution, region.leaves);
  const owned = around.filter(({ oneId }) => oneId === person.oneId);
  const events = await ownEvents(store, owned);
  const consents = region.consents.filter(
    ({ subject, at }) => resolution.personOf(subject, at)?.oneId === person.oneId,
  );
  const from = { store, vehicles: blueprint.vehicles, oneIdOrder, now: at.now };
  const cars = await personCars(from, person.oneId, { resolution, events });
  const statements = tagStatementsIn(events);
  const known = { person, tracks: mergedTracks(blueprint.facts, owned), consents, statements };
  return view(blueprint, known, { resolution, events, cars }, at);
}
