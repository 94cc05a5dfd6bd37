import type { IdentifierKey, Person } from "../model";
import { contradictedEdges } from "./contradicted-edges";
import { bucket } from "./disjoint-sets";
import type { ReportSources } from "./report-person";
import type { Solution } from "./solve";
import type { Suggestion, SuggestOptions } from "./suggestion";
import { thinEdges } from "./thin-edges";
import { byEnds } from "./witness";

/** Most doubtful first; our choice: what evidence speaks against comes before that for which little speaks. */
const CODES: readonly Suggestion["code"][] = ["outvoted", "near-miss", "probable", "bridge"];

/**
 * Lists the edges worth a human look, each once, under the first reason there is.
 *
 * @throws RangeError when the limit is no number of things
 */
export function suggestEdges(
  solution: Solution,
  { explain, personAt }: Pick<ReportSources, "explain" | "personAt">,
  { limit = Number.MAX_SAFE_INTEGER }: SuggestOptions = {},
): readonly Suggestion[] {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit must be an integer from 1, got ${limit}`);
  const oneIdOf = (key: IdentifierKey): string => (personAt(solution.graph.find(key) as number) as Person).oneId;
  const found: Suggestion[] = [];
  const broken = new Set(solution.broken);
  for (let component = 0; component < solution.components.count; component++) {
    if (bucket(solution.components, component).length < 2) continue;
    if (broken.has(component)) found.push(...contradictedEdges(explain(component), oneIdOf));
    found.push(...thinEdges(solution, component, () => explain(component), oneIdOf));
  }
  const seen = new Set<string>();
  return found
    .sort(doubtfulFirst)
    .filter(({ edge }) => {
      const ends = JSON.stringify([edge.a, edge.b]);
      return !seen.has(ends) && seen.add(ends);
    })
    .slice(0, limit);
}

const doubtfulFirst = (x: Suggestion, y: Suggestion): number =>
  CODES.indexOf(x.code) - CODES.indexOf(y.code) || stakeOf(y) - stakeOf(x) || byEnds(x.edge, y.edge);

/** What tells suggestions of one code apart: how much speaks against the edge, or how much hangs on it. */
function stakeOf(suggestion: Suggestion): number {
  switch (suggestion.code) {
    case "outvoted":
      return suggestion.observations;
    case "near-miss":
      return suggestion.edge.count - suggestion.rival.count;
    case "probable":
    case "bridge":
      return suggestion.parts[1].length;
  }
}
