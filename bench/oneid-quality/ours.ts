import { type Event, hashHex, type IdentifierKey } from "@tributary/core";
import {
  createIdentityGraph,
  type IdentityGraph,
  type IdentityPolicy,
  type Name,
  type Observation,
} from "@tributary/core/identity";
import type { Blueprint } from "@tributary/rules/blueprint";
import { admittedKeys, type Matcher } from "./matcher";

/** What an event says about who is who, with the strength and purpose its type has in a blueprint. */
export function observationOf({ id, type, ids, at, source }: Event, blueprint: Blueprint): Observation {
  const { strength, purpose } = blueprint.eventTypes.get(type) ?? { strength: "inferred", purpose: "service" };
  return { obsId: id, ids, at, source, strength, purpose };
}

/** Our graph, and a ledger that names identifiers in the order in which they come in, as a store does. */
export function ours(
  blueprint: Blueprint,
): Matcher & { readonly names: ReadonlyMap<IdentifierKey, Name>; readonly graph: IdentityGraph } {
  const policy: IdentityPolicy = blueprint.identity;
  const names = new Map<IdentifierKey, Name>();
  const graph = createIdentityGraph(policy, { names });
  return {
    names,
    graph,
    take: (events) => {
      for (const event of events) {
        for (const key of admittedKeys(event, policy)) {
          if (!names.has(key)) names.set(key, { seed: hashHex(String(names.size)), seq: names.size });
        }
      }
      graph.add(events.map((event) => observationOf(event, blueprint)));
    },
    nameOf: (key) => graph.personOf(key)?.oneId,
  };
}
