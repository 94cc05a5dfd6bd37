import { byCodeUnit, type IdentifierKey, type Person } from "../model";
import { appendTo } from "./append-to";
import { associatedWith } from "./associated-with";
import type { Associations } from "./association";
import type { Group, WindowLimit } from "./compile-policy";
import { bucket } from "./disjoint-sets";
import type { ComponentExplanation } from "./explain-component";
import type { BorderEdge, Handover, LimitUse, PersonReport } from "./person-report";
import type { Solution } from "./solve";
import { withheldFrom } from "./withheld-from";
import { byEnds } from "./witness";

/** What a report is read from beside the solution. */
export interface ReportSources {
  readonly explain: (component: number) => ComponentExplanation;
  readonly associations: Associations;
  /** The person that holds a node. */
  readonly personAt: (node: number) => Person | undefined;
}

/** Reports on the person of a solved number. */
export function reportPerson(solution: Solution, number: number, sources: ReportSources): PersonReport {
  const { policy, componentOf, components } = solution;
  const nodes = bucket(solution.persons, number);
  const person = sources.personAt(nodes[0] as number) as Person;
  const component = componentOf[nodes[0] as number] as number;
  const { joined, edgeOf } = sources.explain(component);
  return {
    person,
    policy: policy.version,
    size: { used: nodes.length, limit: policy.maxPerson },
    limits: limitUses(solution, nodes),
    edges: joined
      .filter(({ a }) => solution.personOf[a] === number)
      .map(edgeOf)
      .sort(byEnds),
    refused: borderOf(solution, number, component, sources),
    associated: associatedWith(solution, number, sources.associations),
    handovers: handoversOf(solution, nodes, sources),
    withheld: withheldFrom(solution, number, sources),
    ...(person.degraded !== undefined && {
      degraded: { code: "max-component", size: bucket(components, component).length, limit: policy.maxComponent },
    }),
  };
}

function limitUses({ graph, firstAt }: Solution, nodes: Int32Array): readonly LimitUse[] {
  const byGroup = new Map<Group, number[]>();
  for (const node of nodes) appendTo(byGroup, graph.groups[graph.groupOf[node] as number] as Group, node);
  return [...byGroup]
    .filter(([{ limit, window }]) => Number.isFinite(limit) || window !== undefined)
    .sort(([x], [y]) => x.rank - y.rank || byCodeUnit(x.prefix, y.prefix))
    .map(([{ type, scope, limit, window }, members]) => ({
      type,
      ...(scope !== undefined && { scope }),
      used: members.length,
      ...(Number.isFinite(limit) && { limit }),
      ...(window && {
        window: {
          used: mostWithin(
            members.map((node) => firstAt[node] as number),
            window,
          ),
          limit: window.limit,
          within: window.within,
        },
      }),
    }));
}

/** Most instants in any window `[t, t + withinMs)`; what consent lets nobody see was at no instant. */
function mostWithin(instants: readonly number[], { withinMs }: WindowLimit): number {
  const sorted = instants.filter(Number.isFinite).sort((x, y) => x - y);
  let [most, from] = [0, 0];
  for (let to = 0; to < sorted.length; to++) {
    while ((sorted[to] as number) - (sorted[from] as number) >= withinMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

function borderOf(
  { graph, personOf }: Solution,
  number: number,
  component: number,
  { explain, personAt }: ReportSources,
): readonly BorderEdge[] {
  const found: BorderEdge[] = [];
  for (const refusal of explain(component).refused) {
    const { a, b } = refusal.edge;
    const isOwn = (key: IdentifierKey): boolean => personOf[graph.find(key) as number] === number;
    if (!isOwn(a) && !isOwn(b)) continue;
    const [own, other] = isOwn(a) ? [a, b] : [b, a];
    found.push({ ...refusal, own, other, oneId: (personAt(graph.find(other) as number) as Person).oneId });
  }
  return found.sort((x, y) => byEnds(x.edge, y.edge));
}

function handoversOf(
  { graph }: Solution,
  nodes: Int32Array,
  { personAt }: Pick<ReportSources, "personAt">,
): readonly Handover[] {
  const found: Handover[] = [];
  for (const node of nodes) {
    const epoch = graph.epochOf.get(node);
    if (!epoch) continue;
    const all = graph.epochs.get(graph.find(epoch.key) as number) ?? [];
    const ownerOf = (number: number): string | undefined => {
      const other = all.find((one) => one.epoch.number === number);
      return other && personAt(other.node)?.oneId;
    };
    const [before, after] = [ownerOf(epoch.number - 1), ownerOf(epoch.number + 1)];
    found.push({ epoch, ...(before !== undefined && { before }), ...(after !== undefined && { after }) });
  }
  return found.sort((x, y) => byCodeUnit(x.epoch.key, y.epoch.key) || x.epoch.number - y.epoch.number);
}
