import { byCodeUnit, type Identifier, type IdentifierKey, type Person } from "../model";
import { type Buckets, bucket } from "./disjoint-sets";
import type { Name, NameLedger } from "./evidence";
import { JOINS, type SightingGraph } from "./intern-sightings";
import { byStrength } from "./links";
import type { Solution } from "./solve";

/** What a seed is called when it names a person. */
export const ONE_ID_PREFIX = "p_";

/** Persons with names. */
export interface NamedPersons {
  /** In code-unit order of their OneIDs. */
  readonly persons: readonly Person[];
  /** Solved person number → person. */
  readonly byNumber: readonly Person[];
  /** Name per node that joins. */
  readonly names: readonly (Name | undefined)[];
}

/**
 * Names every person by the seed of its leader: the member with the least (tier, seq, key).
 *
 * @throws RangeError when an identifier of a person has no name, or two persons would share one
 */
export function namePersons(solution: Solution, ledger: NameLedger): NamedPersons {
  const { graph, persons: members } = solution;
  const names = graph.keys.map((key, node) => (graph.status[node] === JOINS ? requireName(ledger, key) : undefined));
  const byNumber: Person[] = [];
  for (let person = 0; person < members.count; person++) {
    const nodes = bucket(members, person);
    const leader = names[leaderOf(graph, names, nodes)] as Name;
    const ids = Array.from(sortedByStrength(graph, nodes), (node) => identifierAt(graph, node));
    const oneId = ONE_ID_PREFIX + leader.seed;
    byNumber.push(degraded(solution, nodes[0] as number) ? { oneId, ids, degraded: "max-component" } : { oneId, ids });
  }
  return { persons: sortedByOneId(byNumber), byNumber, names };
}

function requireName(ledger: NameLedger, key: IdentifierKey): Name {
  const name = ledger.get(key);
  if (!name) throw new RangeError(`names has no entry for ${JSON.stringify(key)}`);
  return name;
}

function leaderOf(graph: SightingGraph, names: readonly (Name | undefined)[], nodes: Int32Array): number {
  const tier = (node: number): number => (graph.groups[graph.groupOf[node] as number] as { tier: number }).tier;
  const seq = (node: number): number => (names[node] as Name).seq;
  let leader = nodes[0] as number;
  for (let i = 1; i < nodes.length; i++) {
    const node = nodes[i] as number;
    const order =
      tier(node) - tier(leader) ||
      seq(node) - seq(leader) ||
      byCodeUnit(graph.keys[node] as string, graph.keys[leader] as string);
    if (order < 0) leader = node;
  }
  return leader;
}

const sortedByStrength = (graph: SightingGraph, nodes: Int32Array): Int32Array =>
  nodes.length < 2 ? nodes : nodes.slice().sort(byStrength(graph));

/** The identifier of a node. */
export function identifierAt({ groups, groupOf, keys }: SightingGraph, node: number): Identifier {
  const { type, scope, prefix } = groups[groupOf[node] as number] as SightingGraph["groups"][number];
  const value = (keys[node] as string).slice(prefix.length + 1);
  return scope === undefined ? { type, value } : { type, scope, value };
}

const degraded = ({ components, componentOf, policy }: Solution, node: number): boolean =>
  bucketSize(components, componentOf[node] as number) > policy.maxComponent;

const bucketSize = ({ starts }: Buckets, index: number): number =>
  (starts[index + 1] as number) - (starts[index] as number);

function sortedByOneId(persons: readonly Person[]): readonly Person[] {
  const sorted = [...persons].sort((x, y) => byCodeUnit(x.oneId, y.oneId));
  for (let i = 1; i < sorted.length; i++) {
    const [x, y] = [sorted[i - 1] as Person, sorted[i] as Person];
    if (x.oneId === y.oneId) throw new RangeError(`names gives the seed of ${x.oneId} to two persons`);
  }
  return sorted;
}
