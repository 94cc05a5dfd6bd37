import type { IdentifierKey, Person } from "../model";
import { diffPersons, type PersonDiff } from "./diff-persons";
import { readEndedKey } from "./epoch";
import { nodeKeysOf } from "./node-keys-of";

/** The persons of a graph, by the keys of their nodes and by every OneID that leads to them. */
export interface GraphPersons {
  at(nodeKey: IdentifierKey | undefined): Person | undefined;
  lookup(oneId: string): Person | undefined;
  /** Each person once. */
  all(): Iterable<Person>;
  /** Puts new persons in the place of all those of some identifiers; persons of other identifiers are passed over. */
  replace(region: ReadonlySet<IdentifierKey>, persons: readonly Person[]): void;
  /** What changed since it was last asked. */
  diff(): PersonDiff;
}

/** What names a node. */
export interface NodeNames {
  /** The OneID of its own name, whether it leads a person or not. */
  own(nodeKey: IdentifierKey): string;
  /** The OneIDs of the tombstones it carries. */
  carried(nodeKey: IdentifierKey): readonly string[];
}

/** Persons that are replaced region by region. */
export function createGraphPersons({ own, carried }: NodeNames): GraphPersons {
  const personAt = new Map<IdentifierKey, Person>();
  const nodesOf = new Map<IdentifierKey, readonly IdentifierKey[]>();
  const nodeNamed = new Map<string, IdentifierKey>();
  const nameOf = new Map<IdentifierKey, string>();
  const carriedBy = new Map<IdentifierKey, readonly string[]>();
  /** Who held each node that changed since the last diff. */
  const held = new Map<IdentifierKey, Person | undefined>();

  const remember = (nodeKey: IdentifierKey): void => {
    if (!held.has(nodeKey)) held.set(nodeKey, personAt.get(nodeKey));
  };
  const remove = (nodeKey: IdentifierKey): void => {
    remember(nodeKey);
    personAt.delete(nodeKey);
    nodeNamed.delete(nameOf.get(nodeKey) as string);
    nameOf.delete(nodeKey);
    for (const oneId of carriedBy.get(nodeKey) ?? []) nodeNamed.delete(oneId);
    carriedBy.delete(nodeKey);
  };
  const put = (nodeKey: IdentifierKey, person: Person): void => {
    remember(nodeKey);
    personAt.set(nodeKey, person);
    const oneId = own(nodeKey);
    nodeNamed.set(oneId, nodeKey);
    nameOf.set(nodeKey, oneId);
    const more = carried(nodeKey);
    if (more.length > 0) carriedBy.set(nodeKey, more);
    for (const other of more) nodeNamed.set(other, nodeKey);
    const { key } = readEndedKey(nodeKey);
    nodesOf.set(key, [...(nodesOf.get(key) ?? []), nodeKey]);
  };
  const lookup = (oneId: string): Person | undefined => personAt.get(nodeNamed.get(oneId) as IdentifierKey);

  return {
    at: (nodeKey) => (nodeKey === undefined ? undefined : personAt.get(nodeKey)),
    lookup,
    all: () => new Set(personAt.values()),
    replace: (region, persons) => {
      for (const key of region) {
        for (const nodeKey of nodesOf.get(key) ?? []) remove(nodeKey);
        nodesOf.delete(key);
      }
      for (const person of persons) {
        const nodeKeys = nodeKeysOf(person);
        if (region.has(readEndedKey(nodeKeys[0] as IdentifierKey).key))
          for (const nodeKey of nodeKeys) put(nodeKey, person);
      }
    },
    diff: () => {
      const persons = (of: Iterable<Person | undefined>): Person[] =>
        [...new Set(of)].filter((one) => one !== undefined);
      const diff = diffPersons(persons(held.values()), {
        persons: persons([...held.keys()].map((nodeKey) => personAt.get(nodeKey))),
        lookup,
      });
      held.clear();
      return diff;
    },
  };
}
