import { byCodeUnit, type IdentifierKey } from "../model";
import { appendTo } from "./append-to";
import { bridgesOf } from "./bridges";
import type { Group } from "./compile-policy";
import type { ComponentExplanation } from "./explain-component";
import { type Link, PROBABLE_RANK } from "./links";
import { STRENGTHS } from "./policy";
import type { Solution } from "./solve";
import { MANY, type Parts, type Suggestion } from "./suggestion";

/** The strongest that is weak: what somebody typed into a form; our choice. */
const WEAK: number = STRENGTHS.indexOf("form");

/** Accepted edges of a component for which little speaks: a matcher alone, or one weak observation between two somebodies. */
export function thinEdges(
  solution: Solution,
  component: number,
  explain: () => Pick<ComponentExplanation, "joined" | "edgeOf">,
  oneIdOf: (key: IdentifierKey) => string,
): readonly Suggestion[] {
  const { graph, personOf } = solution;
  const inside = solution.linksOf(component).filter(({ a, b }) => personOf[a] === personOf[b]);
  const bridges = new Set(bridgesOf(inside).filter(isWeak).map(pairOf));
  if (bridges.size === 0 && inside.every(({ rank }) => rank !== PROBABLE_RANK)) return [];
  const { joined, edgeOf } = explain();
  const found: Suggestion[] = [];
  for (const link of joined) {
    const probable = link.rank === PROBABLE_RANK;
    if (!probable && !bridges.has(pairOf(link))) continue;
    const sides = sidesOf(joined, link);
    if (!probable && !sides.every((side) => isSomebody(solution, side))) continue;
    const keys = sides.map((side) => side.map((node) => graph.keys[node] as IdentifierKey).sort(byCodeUnit));
    keys.sort((x, y) => y.length - x.length || byCodeUnit(x[0] as string, y[0] as string));
    const [edge, parts] = [edgeOf(link), keys as unknown as Parts];
    found.push({ code: probable ? "probable" : "bridge", edge, oneId: oneIdOf(edge.a), parts });
  }
  return found;
}

const pairOf = ({ a, b }: Link): string => `${a} ${b}`;

const isWeak = ({ must, count, strength }: Link): boolean => !must && count === 1 && strength >= WEAK;

/** The nodes on either side of a link of a forest. */
function sidesOf(forest: readonly Link[], without: Link): readonly (readonly number[])[] {
  const around = new Map<number, number[]>();
  for (const link of forest) {
    if (link === without) continue;
    appendTo(around, link.a, link.b);
    appendTo(around, link.b, link.a);
  }
  return [without.a, without.b].map((end) => {
    const side = new Set([end]);
    for (const node of side) for (const other of around.get(node) ?? []) side.add(other);
    return [...side];
  });
}

/** Whether some nodes alone would be a person to tell from others: they hold an anchor or something limited, or are many. */
const isSomebody = ({ graph }: Solution, nodes: readonly number[]): boolean =>
  nodes.length >= MANY ||
  nodes.some((node) => {
    const { anchor, limit, window } = graph.groups[graph.groupOf[node] as number] as Group;
    return anchor || Number.isFinite(limit) || window !== undefined;
  });
