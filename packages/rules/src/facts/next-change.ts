import { type EpochMs, isEpochMs, requireNow } from "@tributary/core";
import {
  type CompiledCondition,
  type Condition,
  compileCondition,
  type FactSchema,
  type NodeExplanation,
} from "../condition/index";
import type { FactReader, FactSet } from "./define-facts";
import { requireTracks } from "./fold-tracks";
import { nextLeafAt } from "./next-leaf";
import { earliest } from "./next-reading";
import { type ReadOptions, readWith, requireReader } from "./read-facts";
import type { Tracks } from "./tracks";

/** Most instants looked at before saying "not before this one". Our choice: a second's work at the very most. */
const MAX_LOOKS = 10_000;

/**
 * The earliest instant after `now` at which a condition comes out otherwise (true, false or unknown) though nothing new
 * happens: nothing changes before it, and at it something does. A host sets one wake-up instead of polling.
 *
 * Where ten thousand instants at which some fact changes leave the condition as it is, the last of them is given: nothing
 * changes before it either, and one looks again then.
 *
 * @param condition over the set's facts, compiled or as data; compiled, it is asked sooner
 * @returns `undefined` where time alone never changes it
 * @throws RangeError when `now` is no instant, the tracks are of other definitions, or a compiled condition reads a fact
 *   the set does not have measures a window or asks an operator whose dependence on time is not known; DefinitionError for a condition that
 *   is refused
 * @example
 * const facts = defineFacts({
 *   visits: { kind: "count", events: "storeVisited", within: "30d" },
 *   lastVisitAt: { kind: "last", events: "storeVisited", read: "at" },
 * });
 * const visit = { id: "e1", type: "storeVisited", at: 0, ids: [], properties: {}, source: "crm" };
 * const tracks = foldTracks(facts, undefined, visit);
 * const visited = { fact: "visits", operator: "greaterThan", value: 0 };
 * nextChange(facts, tracks, visited, { now: 5 }) === 30 * DAY_MS; // => true
 * nextChange(facts, tracks, visited, { now: 30 * DAY_MS }); // => undefined
 * const cooling = { fact: "lastVisitAt", operator: "olderThan", value: "3d" };
 * nextChange(facts, tracks, cooling, { now: 5 }) === 3 * DAY_MS; // => true
 */
export function nextChange<S extends FactSchema>(
  set: FactSet<S>,
  tracks: Tracks | undefined,
  condition: Condition | CompiledCondition,
  { now }: ReadOptions,
): EpochMs | undefined {
  const folded = requireTracks(set, tracks);
  const compiled = "explain" in condition ? condition : compileCondition(condition, { schema: set.schema });
  const find = (fact: string): FactReader => requireReader(set, fact);
  const readers = new Set(compiled.requiredFacts.map(({ fact }) => find(fact)));
  const nextOf = (node: NodeExplanation, at: EpochMs): EpochMs | undefined =>
    node.kind === "leaf"
      ? nextLeafAt(node, { find, tracks: folded, now: at })
      : earliest(...node.children.map((child) => nextOf(child, at)));
  return nextOther(requireNow(now), (at) => {
    const { result, root } = compiled.explain(readWith(readers, folded, at), { now: at });
    return { state: result, nextAt: () => nextOf(root, at) };
  });
}

/**
 * The earliest instant after `now` at which one fact reads otherwise though nothing new happens, becoming unknown
 * included; with the limit of {@link nextChange}.
 *
 * @returns `undefined` where time alone never changes it
 * @throws RangeError when the set has no such fact, `now` is no instant, or the tracks are of other definitions
 * @example
 * const facts = defineFacts({ daysSinceVisit: { kind: "since", events: "storeVisited" } });
 * const visit = { id: "e1", type: "storeVisited", at: 0, ids: [], properties: {}, source: "crm" };
 * nextFactChange(facts, foldTracks(facts, undefined, visit), "daysSinceVisit", { now: 5 }) === DAY_MS; // => true
 * nextFactChange(facts, undefined, "daysSinceVisit", { now: 5 }); // => undefined
 */
export function nextFactChange<S extends FactSchema>(
  set: FactSet<S>,
  tracks: Tracks | undefined,
  name: keyof S & string,
  { now }: ReadOptions,
): EpochMs | undefined {
  const folded = requireTracks(set, tracks);
  const reader = requireReader(set, name);
  return nextOther(requireNow(now), (at) => ({
    state: JSON.stringify(readWith([reader], folded, at)),
    nextAt: () => reader.nextAt(folded, at),
  }));
}

/** How something stands at an instant, and an instant up to which it surely stays so. */
interface Look {
  readonly state: unknown;
  readonly nextAt: () => EpochMs | undefined;
}

/** Goes from instant to instant until something stands otherwise. */
function nextOther(now: EpochMs, look: (at: EpochMs) => Look): EpochMs | undefined {
  const { state, nextAt } = look(now);
  let at = nextAt();
  for (let looks = 1; at !== undefined && isEpochMs(at); looks++) {
    const later = look(at);
    if (later.state !== state || looks === MAX_LOOKS) return at;
    at = later.nextAt();
  }
  return undefined;
}
