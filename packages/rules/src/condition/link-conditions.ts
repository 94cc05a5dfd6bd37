import { type IssueList, quoted } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import type { Link, Unit } from "./plan-condition";

/** How big a condition is once its references are followed. */
interface Expanded {
  readonly nodes: number;
  readonly height: number;
}

/**
 * Links every reference to its named condition, and refuses unknown names, cycles, and conditions that become too big
 * or too deep once references are followed: ten names that each use the one before twice are a thousand nodes.
 *
 * The walk over names is iterative, so a long chain of them needs no stack.
 *
 * @returns the nodes of all `units` together, references followed
 */
export function linkConditions<P>(
  units: readonly Unit<P>[],
  named: ReadonlyMap<string, Unit<P>>,
  issues: IssueList,
): number {
  const sizes = new Map<string, Expanded>();
  for (const name of named.keys()) measureNamed(name, named, sizes, issues);
  let total = 0;
  for (const unit of [...named.values(), ...units]) {
    const { nodes, height } = expand(unit, sizes);
    if (units.includes(unit)) total += nodes;
    const { maxNodes, maxDepth } = CONDITION_LIMITS;
    if (nodes > maxNodes) issues.add("too-large", unit.pointer, `more than ${maxNodes} nodes, references followed`);
    if (height > maxDepth) issues.add("too-deep", unit.pointer, `deeper than ${maxDepth}, references followed`);
    for (const link of unit.links) resolve(link, named, issues);
  }
  return total;
}

function resolve<P>({ name, pointer, plan }: Link<P>, named: ReadonlyMap<string, Unit<P>>, issues: IssueList): void {
  const target = named.get(name);
  if (!target)
    issues.add("unknown-condition", pointer, `unknown condition ${quoted(name)}`, { name, names: named.keys() });
  else if (target.plan) plan.children.push(target.plan);
}

function expand<P>({ nodes, height, links }: Unit<P>, sizes: ReadonlyMap<string, Expanded>): Expanded {
  let expanded: Expanded = { nodes, height };
  for (const { name, depth } of links) {
    const target = sizes.get(name) ?? { nodes: 0, height: 0 };
    expanded = {
      nodes: expanded.nodes + target.nodes,
      height: Math.max(expanded.height, depth + target.height),
    };
  }
  return expanded;
}

/** Depth first with a stack of its own; a name met again while still open is a cycle. */
function measureNamed<P>(
  start: string,
  named: ReadonlyMap<string, Unit<P>>,
  sizes: Map<string, Expanded>,
  issues: IssueList,
): void {
  const open = new Map<string, number>();
  const stack = [start];
  for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
    const unit = named.get(name);
    const next = open.get(name) ?? 0;
    const link = unit?.links[next];
    if (!unit || sizes.has(name)) {
      stack.pop();
    } else if (!link) {
      sizes.set(name, expand(unit, sizes));
      open.delete(name);
      stack.pop();
    } else {
      open.set(name, next + 1);
      if (!open.has(link.name)) stack.push(link.name);
      else if (!sizes.has(link.name))
        issues.add("cycle", link.pointer, `${quoted(link.name)} refers to itself, through ${quoted(name)}`);
    }
  }
}
