import { mermaidLabel } from "../identity/mermaid-text";
import type { Newcomer } from "./attribute-newcomers";
import type { Ripples } from "./grow-ripples";

/** How ripples are drawn. */
export interface DrawRippleOptions {
  /** What is shown of a person; the last four characters at most by default, so that nobody is named by accident. */
  readonly name?: (person: string) => string;
  /** Newcomers to draw at most, the first to join first; 200 by default. The others are counted in the drawing. */
  readonly limit?: number;
}

/**
 * Draws who brought whom as a Mermaid flowchart: an arrow from each inviter to each newcomer, with a dashed border around
 * newcomers of whom a fraud hint tells. Whatever a name contains, the text is one valid flowchart.
 *
 * @throws RangeError when `limit` is not a whole number from 1
 * @example
 * const events = {
 *   shares: [{ id: "s1", at: 1, by: "li-xiaolong" }],
 *   visits: [{ id: "v1", at: 2, share: "s1", who: "wang-wei" }],
 *   joins: [{ id: "j1", at: 4, who: "wang-wei" }],
 * };
 * drawRipple(growRipples(events, { now: 9 })).split("\n");
 * // => ["flowchart LR", "  p0[\"…long\"]", "  p1[\"…-wei\"]", "  p0 --> p1", ""]
 */
export function drawRipple(ripples: Ripples, { name = lastFew, limit = 200 }: DrawRippleOptions = {}): string {
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`limit must be a whole number from 1, got ${limit}`);
  const brought = ripples.newcomers.filter(({ by }) => by !== undefined);
  const drawn = brought.slice(0, limit);
  const numbers = new Map<string, number>();
  for (const { person, by } of drawn as readonly Required<Newcomer>[]) {
    for (const one of [by.inviter, person]) if (!numbers.has(one)) numbers.set(one, numbers.size);
  }
  const node = (person: string): string => `p${numbers.get(person)}`;
  const hinted = new Set(ripples.hints.flatMap(({ joins }) => joins));
  const marked = drawn.filter(({ join }) => hinted.has(join)).map(({ person }) => node(person));
  const rest = brought.length - drawn.length;
  return [
    "flowchart LR",
    ...[...numbers.keys()].map((person) => `  ${node(person)}[${mermaidLabel(name(person))}]`),
    ...(drawn as readonly Required<Newcomer>[]).map(({ person, by }) => `  ${node(by.inviter)} --> ${node(person)}`),
    ...(rest > 0 ? [`  rest[${mermaidLabel(`+ ${rest}`)}]`] : []),
    ...(marked.length > 0 ? ["  classDef hinted stroke-dasharray:6 3", `  class ${marked.join(",")} hinted`] : []),
    "",
  ].join("\n");
}

/** The last characters of a name: four, or half of a short one. */
function lastFew(person: string): string {
  const characters = [...person];
  return `…${characters.slice(characters.length - Math.min(4, Math.floor(characters.length / 2))).join("")}`;
}
