import type { ConsentEntry, EpochMs, Identifier, IdentifierKey, Person } from "../model";
import type { PersonDiff } from "./diff-persons";
import { nodeKeyAt, readEndedKey } from "./epoch";
import { ownerSeed } from "./epoch-ledger";
import type { EpochCut, LinkOverride, Name, NameLedger, Observation, Tombstones } from "./evidence";
import { firstNames } from "./first-names";
import { type Change, createGraphEvidence, type Known } from "./graph-evidence";
import { createGraphPersons } from "./graph-persons";
import { closureOf, evidenceAbout } from "./graph-region";
import { companionsOf, refreshStatus } from "./graph-status";
import { readKeys } from "./intern-sightings";
import { ONE_ID_PREFIX } from "./name-persons";
import { nodeKeysOf } from "./node-keys-of";
import type { IdentityPolicy } from "./policy";
import type { Resolution, WhyNot } from "./resolution";
import { type KnownBefore, resolveStanding } from "./resolve-standing";
import { keyOf } from "./to-resolution";
import { carrierKey } from "./tombstones";

/** How a graph names persons. */
export interface IdentityGraphOptions {
  /** The names a store keeps; identifiers without one are named by their first observation. */
  readonly names?: NameLedger;
}

/** What people decided and allowed. */
export interface GraphDecisions {
  readonly overrides?: readonly LinkOverride[];
  readonly consents?: readonly ConsentEntry[];
  readonly cuts?: readonly EpochCut[];
}

/**
 * Persons that follow their evidence: always what {@link resolve} gives of all of it, whatever its times. Every change
 * returns how many identifiers it solved anew.
 */
export interface IdentityGraph {
  /** Adds observations; what is known already changes nothing. */
  add(observations: readonly Observation[]): number;
  /** Takes observations back for ever, those that did not come yet too. */
  retract(obsIds: readonly string[]): number;
  /** Adds decisions, consents and cuts. */
  decide(decisions: GraphDecisions): number;
  /** What changed in who is who since it was last asked, or since the graph was made. */
  diff(): PersonDiff;
  /** Everybody, in no particular order. */
  persons(): Iterable<Person>;
  personOf: Resolution["personOf"];
  lookup: Resolution["lookup"];
  explain: Resolution["explain"];
  explainNot: Resolution["explainNot"];
  report: Resolution["report"];
  draw: Resolution["draw"];
  /** All evidence resolved at once: for everything else a {@link Resolution} says. It costs what {@link resolve} costs. */
  resolution(): Resolution;
}

/** Later than every instant there is: all evidence counts. */
const ALWAYS: EpochMs = 8.64e15;

/**
 * Creates an empty graph of persons. Each change solves the region it touches anew and nothing else: what may be joined
 * to the identifiers of the change, directly or through others.
 *
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const names = new Map([["device:d-1", { seed: "d", seq: 1 }], ["phone:+8613912345678", { seed: "p", seq: 2 }]]);
 * const graph = createIdentityGraph(policy, { names });
 * const [phone, device] = [{ type: "phone", value: "13912345678" }, { type: "device", value: "d-1" }];
 * const seen = { source: "app", strength: "bound", purpose: "service" };
 * graph.add([{ obsId: "o1", ids: [device], at: 1, ...seen }]);
 * graph.diff().created; // => ["p_d"]
 * graph.add([{ obsId: "o2", ids: [device, phone], at: 2, ...seen }]);
 * graph.diff().redirected; // => [{ from: "p_d", to: "p_p" }]
 * graph.retract(["o2"]);
 * graph.diff().created; // => ["p_d"]
 */
export function createIdentityGraph(policy: IdentityPolicy, { names }: IdentityGraphOptions = {}): IdentityGraph {
  const evidence = createGraphEvidence(policy);
  const { known } = evidence;
  const { joins, groupOf } = readKeys(policy, evidence.unreadable);
  const held = createGraphPersons({
    own: (nodeKey) => oneIdOf(known, names, nodeKey),
    carried: (nodeKey) => carriedOneIds(known, names?.tombstones, nodeKey),
  });
  const before: KnownBefore = {
    epochs: (key) => known.get(key)?.epochs,
    hubs: (nodeKey) => known.get(readEndedKey(nodeKey).key)?.hubs.get(nodeKey),
  };
  const resolveAbout = (keys: ReadonlySet<IdentifierKey>): Resolution =>
    resolveStanding(evidenceAbout(evidence, keys), policy, { asOf: ALWAYS, known: before, ...(names && { names }) });

  let whole: Resolution | undefined;
  const resolution = (): Resolution => {
    whole ??= resolveStanding(evidence.whole(), policy, { asOf: ALWAYS, ...(names && { names }) });
    return whole;
  };
  const make = (change: Change): number => {
    const joined = closureOf(evidence, change.touched, joins);
    change.apply();
    whole = undefined;
    const changed = refreshStatus({ evidence, policy, groupOf }, change.touched);
    const around = [...changed].flatMap((key) => [...companionsOf(known.get(key) as Known)]);
    const region = closureOf(evidence, [...joined, ...around], joins);
    if (region.size > 0) held.replace(region, resolveAbout(region).persons);
    return region.size;
  };
  const around = (nodeKeys: readonly IdentifierKey[]): Resolution => {
    const keys = nodeKeys.map((nodeKey) => readEndedKey(nodeKey).key);
    return resolveAbout(closureOf(evidence, keys, joins));
  };
  const keysOf = (...ids: readonly (Identifier | IdentifierKey)[]): IdentifierKey[] =>
    ids.map((id) => keyOf(id, policy));
  const aroundPerson = ({ oneId }: Pick<Person, "oneId">): Resolution | undefined => {
    const person = held.lookup(oneId);
    return person && around(nodeKeysOf(person));
  };

  return {
    add: (observations) => make(evidence.adding({ observations })),
    decide: (decisions) => make(evidence.adding(decisions)),
    retract: (obsIds) => make(evidence.retracting(obsIds)),
    diff: () => held.diff(),
    persons: () => held.all(),
    personOf: (id, at) => {
      const key = keyOf(id, policy);
      return held.at(at === undefined ? key : nodeKeyAt(key, known.get(key)?.epochs, at));
    },
    lookup: (oneId) => held.lookup(oneId),
    explain: (a, b) => around(keysOf(a, b)).explain(a, b),
    explainNot: (a, b) => {
      const near = around(keysOf(a, b)).explainNot(a, b);
      return isAbout(near, keysOf(a, b)) ? near : resolution().explainNot(a, b);
    },
    report: (person) => aroundPerson(person)?.report(person),
    draw: (person, options) => aroundPerson(person)?.draw(person, options),
    resolution,
  };
}

/** The OneID of a node: that of its identifier's name, and of which owner's time it is. */
function oneIdOf(
  known: ReadonlyMap<IdentifierKey, Known>,
  names: NameLedger | undefined,
  nodeKey: IdentifierKey,
): string {
  const { key, number } = readEndedKey(nodeKey);
  const { epochs, observations } = known.get(key) as Known;
  const { seed } = names?.get(key) ?? (firstNames([...observations]).get(key) as Name);
  return ONE_ID_PREFIX + ownerSeed(seed, number ?? epochs?.at(-1)?.number ?? 0);
}

/** The OneIDs that lead to a node by the tombstones it carries. */
function carriedOneIds(
  known: ReadonlyMap<IdentifierKey, Known>,
  tombstones: Tombstones | undefined,
  nodeKey: IdentifierKey,
): readonly string[] {
  if (!tombstones) return [];
  const { key } = readEndedKey(nodeKey);
  return (tombstones.get(key) ?? [])
    .filter((one) => carrierKey(key, one, known.get(key)?.epochs) === nodeKey)
    .map(({ seed }) => ONE_ID_PREFIX + seed);
}

/** Whether a reason is about the two themselves or what lies between them, and not about what could lie further off. */
function isAbout(why: WhyNot, ends: readonly IdentifierKey[]): boolean {
  switch (why.code) {
    case "not-connected":
      return false;
    case "vehicle":
    case "blocked":
    case "no-merge":
    case "hub":
      return ends.includes(why.key);
    default:
      return true;
  }
}
