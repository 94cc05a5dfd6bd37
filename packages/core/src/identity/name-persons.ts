import { byCodeUnit, type FormerIdentifier, type Identifier, type Person } from "../model";
import { readEndedKey } from "./epoch";
import type { Name, NameLedger } from "./evidence";
import { JOINS, type SightingGraph } from "./intern-sightings";
import { createInterner } from "./interner";
import { lazy } from "./lazy";
import { compareNodes } from "./links";
import { orderOfTexts } from "./order-of-texts";
import type { Solution } from "./solve";
import { carriers, leadingTombstones } from "./tombstones";

/** What a seed is called when it names a person. */
export const ONE_ID_PREFIX = "p_";

/** Persons with names, each made when it is first asked for. */
export interface NamedPersons {
  /** The person of a solved number, always the same object. */
  personAt(person: number): Person;
  /** In code-unit order of their OneIDs. */
  all(): readonly Person[];
  /** The node whose seed a OneID is. */
  nodeNamed(oneId: string): number | undefined;
}

/**
 * Names every person by the seed of its leader: the member, or tombstone of one, with the least (tier, seq, key). Only
 * members of the least tier are looked up.
 *
 * @throws RangeError when one of those has no name, or, once all persons are listed, two of them share a seed
 */
export function namePersons(solution: Solution, ledger: NameLedger): NamedPersons {
  const { graph, persons: members, componentOf, components, policy } = solution;
  const seeds = leaderSeeds(solution, ledger);
  const made: Person[] = new Array(members.count);

  const personAt = (person: number): Person => {
    const known = made[person];
    if (known) return known;
    const from = members.starts[person] as number;
    const to = members.starts[person + 1] as number;
    sortByStrength(graph, members.items, from, to);
    const ids: Identifier[] = [];
    const former: FormerIdentifier[] = [];
    for (let i = from; i < to; i++) {
      const node = members.items[i] as number;
      const identifier = identifierAt(graph, node);
      const ended = graph.epochOf.size > 0 ? graph.epochOf.get(node) : undefined;
      if (ended?.to === undefined) ids.push(identifier);
      else
        former.push({
          identifier,
          epoch: ended.number,
          ...(ended.from !== undefined && { from: ended.from }),
          to: ended.to,
        });
    }
    const component = componentOf[members.items[from] as number] as number;
    const size = (components.starts[component + 1] as number) - (components.starts[component] as number);
    const oneId = ONE_ID_PREFIX + seeds[person];
    const fresh: Person = {
      oneId,
      ids,
      ...(former.length > 0 && { former }),
      ...(size > policy.maxComponent && { degraded: "max-component" }),
    };
    made[person] = fresh;
    return fresh;
  };
  const all = lazy(() => {
    for (let person = 0; person < members.count; person++) personAt(person);
    return sortedBySeed(made, seeds);
  });
  const nodeOfSeed = lazy(() => indexSeeds(graph, ledger));
  return { personAt, all, nodeNamed: (oneId) => nodeOfSeed()(oneId) };
}

/** Prepares finding nodes by the OneIDs of their names and of the tombstones they carry: more than a `Map` can hold, too. */
function indexSeeds(graph: SightingGraph, ledger: NameLedger): (oneId: string) => number | undefined {
  const oneIds = createInterner(graph.keys.length);
  const nodes: number[] = [];
  graph.keys.forEach((key, node) => {
    const name = graph.status[node] === JOINS ? ledger.get(key) : undefined;
    if (name) nodes[oneIds.intern(ONE_ID_PREFIX + name.seed)] = node;
  });
  for (const [node, { seed }] of carriers(graph, ledger.tombstones)) nodes[oneIds.intern(ONE_ID_PREFIX + seed)] = node;
  return (oneId) => {
    const found = oneIds.find(oneId);
    return found === undefined ? undefined : nodes[found];
  };
}

function leaderSeeds({ graph, persons, personOf }: Solution, ledger: NameLedger): readonly string[] {
  const { keys, groups, groupOf } = graph;
  const tierOf = (node: number): number => (groups[groupOf[node] as number] as { tier: number }).tier;
  const nameOf = (node: number): Name => {
    const name = ledger.get(keys[node] as string);
    if (!name) throw new RangeError(`names has no entry for ${JSON.stringify(keys[node])}`);
    return name;
  };
  const tombstones = leadingTombstones(graph, personOf, ledger.tombstones);
  const seeds: string[] = [];
  for (let person = 0; person < persons.count; person++) {
    const from = persons.starts[person] as number;
    const to = persons.starts[person + 1] as number;
    let tier = Number.POSITIVE_INFINITY;
    for (let i = from; i < to; i++) tier = Math.min(tier, tierOf(persons.items[i] as number));
    let leader = -1;
    let first: Name | undefined;
    for (let i = from; i < to; i++) {
      const node = persons.items[i] as number;
      if (tierOf(node) !== tier) continue;
      const name = nameOf(node);
      const order = first ? name.seq - first.seq || byCodeUnit(keys[node] as string, keys[leader] as string) : -1;
      if (order < 0) [leader, first] = [node, name];
    }
    const tombstone = tombstones.get(person);
    const erased = tombstone && (tombstone.tier - tier || tombstone.seq - (first as Name).seq) <= 0;
    seeds.push(erased ? tombstone.seed : (first as Name).seed);
  }
  return seeds;
}

/** Sorts a part of a list in place, strongest first, by insertion where it is short: most persons have two to seven identifiers. */
function sortByStrength(graph: SightingGraph, nodes: Int32Array, from: number, to: number): void {
  if (to - from > 16) {
    nodes.subarray(from, to).sort((x, y) => compareNodes(graph, x, y));
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const node = nodes[i] as number;
    let at = i;
    for (; at > from && compareNodes(graph, nodes[at - 1] as number, node) > 0; at--)
      nodes[at] = nodes[at - 1] as number;
    nodes[at] = node;
  }
}

function identifierAt({ groups, groupOf, keys }: SightingGraph, node: number): Identifier {
  const { type, scope, prefix } = groups[groupOf[node] as number] as SightingGraph["groups"][number];
  const value = readEndedKey(keys[node] as string).key.slice(prefix.length + 1);
  return scope === undefined ? { type, value } : { type, scope, value };
}

/** In code-unit order of the OneIDs, which is that of the seeds. */
function sortedBySeed(persons: readonly Person[], seeds: readonly string[]): readonly Person[] {
  const order = orderOfTexts(seeds);
  for (let i = 1; i < order.length; i++) {
    const seed = seeds[order[i] as number];
    if (seed === seeds[order[i - 1] as number]) throw new RangeError(`names gives the seed ${seed} to two persons`);
  }
  return Array.from(order, (person) => persons[person] as Person);
}
