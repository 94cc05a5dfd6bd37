import type { IdentifierKey } from "../model";
import { appendTo } from "./append-to";
import type { ComponentExplanation } from "./explain-component";
import type { Edge } from "./resolution";
import { MANY, type Suggestion } from "./suggestion";
import { byEnds } from "./witness";

/** Accepted edges of one observation that keep out what was seen many times, and refused edges that nearly won. */
export function contradictedEdges(
  { refused, weakestOf }: ComponentExplanation,
  oneIdOf: (key: IdentifierKey) => string,
): readonly Suggestion[] {
  const found: Suggestion[] = [];
  const against = new Map<Edge, Edge[]>();
  for (const { edge, witness } of refused) {
    if (edge.must || witness.code === "cannot-link" || witness.code === "max-component") continue;
    for (const winner of witness.edges) if (winner.count === 1 && !winner.must) appendTo(against, winner, edge);
    const rival = weakestOf(witness.edges);
    if (rival && nearlyLost(rival, edge))
      found.push({ code: "near-miss", edge, oneIds: [oneIdOf(edge.a), oneIdOf(edge.b)], rival, witness });
  }
  for (const [edge, refusals] of against) {
    const observations = refusals.reduce((sum, { count }) => sum + count, 0);
    if (observations < MANY) continue;
    found.push({ code: "outvoted", edge, oneId: oneIdOf(edge.a), against: refusals.sort(byEnds), observations });
  }
  return found;
}

/** Whether of two edges of one class and strength the stronger was seen at most once more. */
const nearlyLost = (rival: Edge, { weakest, strength, count }: Edge): boolean =>
  !rival.must && rival.weakest === weakest && rival.strength === strength && rival.count - count <= 1;
