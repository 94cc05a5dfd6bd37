import type { Condition } from "../condition/index";
import type { SegmentDefinition } from "./compile-segment";

/** Segments as conditions by name: what `{ "condition": "hotLeads" }` in another segment means. */
export const asConditions = (segments: readonly SegmentDefinition[]): { readonly [name: string]: Condition } =>
  Object.fromEntries(segments.map(({ segment, when }) => [segment, when]));

/** The segments that a condition refers to, and those that they refer to in turn. */
export function referredBy(
  condition: Condition,
  byName: ReadonlyMap<string, SegmentDefinition>,
): readonly SegmentDefinition[] {
  const found = new Map<string, SegmentDefinition>();
  const open: Condition[] = [condition];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ("all" in node) open.push(...node.all);
    else if ("any" in node) open.push(...node.any);
    else if ("not" in node) open.push(node.not);
    else if ("condition" in node && !found.has(node.condition)) {
      const target = byName.get(node.condition);
      if (!target) continue;
      found.set(node.condition, target);
      open.push(target.when);
    }
  }
  return [...found.values()];
}
