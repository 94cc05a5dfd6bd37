import { byCodeUnit, type IdentifierKey } from "../model";
import type { Associations, Step } from "./association";
import type { Crowd } from "./crowd";
import type { Epoch } from "./epoch";
import type { ComponentExplanation } from "./explain-component";
import { APART, BLOCKED, blockedAt, HUB, JOINS, UNSEEN, VEHICLE } from "./intern-sightings";
import type { WhyNot } from "./resolution";
import type { Solution } from "./solve";
import type { EpochNode } from "./with-epochs";

/** Says why two nodes of different persons are not one: the nearest obstacle between them. */
export function whyNot(
  solution: Solution,
  x: number,
  y: number,
  explain: (component: number) => ComponentExplanation,
  associations: Associations,
): WhyNot {
  const own = obstacle(solution, x) ?? obstacle(solution, y);
  if (own) return own;
  const decision = directDecision(solution, x, y);
  if (decision) return decision;
  const component = solution.componentOf[x] as number;
  if (component === solution.componentOf[y]) {
    const refusal = explain(component).firstRefused(x, y);
    if (refusal) return { code: "refused", ...refusal };
  }
  return (
    handedOver(solution, x, y) ??
    unheard(solution, associations.walk(x, y, "joining")) ??
    between(solution, associations.walk(x, y, "any"))
  );
}

/** An identifier that was in the company of one node in one epoch, and of the other in another. */
function handedOver({ graph, componentOf }: Solution, x: number, y: number): WhyNot | undefined {
  const met = [...graph.epochs.values()].filter((epochs) => {
    const components = new Set(epochs.map(({ node }) => componentOf[node]));
    return components.has(componentOf[x]) && components.has(componentOf[y]);
  });
  const [first] = met.map((epochs) => epochCause(epochs)).sort((one, other) => byCodeUnit(one.key, other.key));
  return first;
}

const epochCause = (nodes: readonly EpochNode[]): Extract<WhyNot, { readonly code: "epoch" }> => {
  const epochs = nodes.map(({ epoch }) => epoch);
  return { code: "epoch", key: (epochs[0] as Epoch).key, epochs };
};

/** Why a node is in no person, or undefined when it is in one. */
function obstacle({ graph, hubs }: Solution, node: number): WhyNot | undefined {
  const key = graph.keys[node] as IdentifierKey;
  switch (graph.status[node]) {
    case VEHICLE:
      return { code: "vehicle", key };
    case BLOCKED:
      return { code: "blocked", key, reason: blockedAt(graph, node) };
    case APART:
      return { code: "no-merge", key };
    case HUB:
      return { code: "hub", key, ...(hubs.get(node) as Crowd) };
    case UNSEEN:
      return epochCause(graph.epochs.get(node) as readonly EpochNode[]);
    default:
      return undefined;
  }
}

function directDecision({ graph, overrides }: Solution, x: number, y: number): WhyNot | undefined {
  const ends = new Set([graph.keys[x], graph.keys[y]]);
  const found = overrides.find(({ a, b, override }) => override.link === "cannot" && ends.has(a) && ends.has(b));
  return found && { code: "cannot-link", override: found.override };
}

/** The first end of a step whose consent does not let the sighting count. */
function unheard({ graph, gate }: Solution, steps: readonly Step[] | undefined): WhyNot | undefined {
  for (const { from, to, sighting } of steps ?? []) {
    const granted = gate?.(sighting.purpose);
    const node = [from, to].find((end) => granted?.[end] === 0);
    if (node === undefined) continue;
    return { code: "consent", key: graph.keys[node] as IdentifierKey, purpose: sighting.purpose, sighting };
  }
  return undefined;
}

function between(solution: Solution, steps: readonly Step[] | undefined): WhyNot {
  const first = steps?.find(({ to }) => solution.graph.status[to] !== JOINS);
  return (first && obstacle(solution, first.to)) ?? { code: "not-connected" };
}
