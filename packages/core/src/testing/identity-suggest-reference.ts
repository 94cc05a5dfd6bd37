import { type Edge, type IdentityPolicy, type Resolution, STRENGTHS, type Suggestion } from "../identity/index";
import { byCodeUnit, type IdentifierKey, type Person, parseIdentifierKey } from "../model";
import { keysOf } from "./identity-reading";
import { groupsOf, isStronger, type PlainResolution } from "./identity-reference";

/** The definition of a doubtful edge read plainly, edge by edge. */
export function suggestPlainly(
  resolution: Resolution,
  plain: PlainResolution,
  policy: IdentityPolicy,
): readonly Suggestion[] {
  const found: Suggestion[] = [];
  const oneIdOf = (key: IdentifierKey): string =>
    (resolution.persons.find((person) => keysOf(person).includes(key)) as Person).oneId;
  const byEnds = (x: Pick<Edge, "a" | "b">, y: Pick<Edge, "a" | "b">): number =>
    byCodeUnit(x.a, y.a) || byCodeUnit(x.b, y.b);

  for (const person of resolution.persons) {
    const keys = keysOf(person);
    const edges = resolution.report(person)?.edges ?? [];
    for (const edge of edges) {
      if (edge.must) continue;
      const { oneId } = person;
      const against = resolution.refused
        .filter(({ edge: { must }, witness: { code } }) => !must && !["cannot-link", "max-component"].includes(code))
        .filter(({ witness }) => "edges" in witness && witness.edges.some(({ a, b }) => a === edge.a && b === edge.b))
        .map((refusal) => refusal.edge);
      const observations = against.reduce((sum, { count }) => sum + count, 0);
      if (edge.count === 1 && observations >= 5)
        found.push({ code: "outvoted", edge, oneId, against: [...against].sort(byEnds), observations });
      const partsOf = (links: readonly Pick<Edge, "a" | "b">[]): IdentifierKey[][] =>
        groupsOf(
          keys,
          links.filter(({ a, b }) => a !== edge.a || b !== edge.b),
        )
          .map((part) => [...part].sort(byCodeUnit))
          .sort((x, y) => y.length - x.length || byCodeUnit(x[0] as string, y[0] as string));
      const parts = partsOf(edges) as [string[], string[]];
      if (edge.weakest === "probable") found.push({ code: "probable", edge, oneId, parts });
      const weak = edge.count === 1 && STRENGTHS.indexOf(edge.strength ?? "verified") >= 2;
      const falls = partsOf(plain.links).length === 2;
      if (weak && falls && parts.every((part) => isSomebody(part, policy)))
        found.push({ code: "bridge", edge, oneId, parts });
    }
  }
  for (const { edge, witness } of resolution.refused) {
    if (edge.must || !("edges" in witness) || witness.code === "cannot-link") continue;
    const rival = witness.edges.find((one) =>
      witness.edges.every((each) => each === one || isStronger(each, one, policy)),
    );
    if (!rival || rival.must || rival.weakest !== edge.weakest || rival.strength !== edge.strength) continue;
    if (rival.count > edge.count + 1) continue;
    found.push({ code: "near-miss", edge, oneIds: [oneIdOf(edge.a), oneIdOf(edge.b)], rival, witness });
  }

  const codes = ["outvoted", "near-miss", "probable", "bridge"];
  const stake = (one: Suggestion): number => {
    if (one.code === "outvoted") return one.observations;
    return one.code === "near-miss" ? one.edge.count - one.rival.count : one.parts[1].length;
  };
  return found
    .sort((x, y) => codes.indexOf(x.code) - codes.indexOf(y.code) || stake(y) - stake(x) || byEnds(x.edge, y.edge))
    .filter(({ edge }, i, all) => all.findIndex((one) => byEnds(one.edge, edge) === 0) === i);
}

/** An anchor, something limited, or five of anything. */
function isSomebody(keys: readonly IdentifierKey[], policy: IdentityPolicy): boolean {
  const types = keys.map((key) => policy.types.find(({ type }) => type === parseIdentifierKey(key).type));
  const anchors = types.filter((type) => type?.anchor ?? type?.tier === 0);
  const limited = types.filter((type) => type?.limit !== undefined || type?.windowLimit !== undefined);
  return anchors.length + limited.length > 0 || keys.length >= 5;
}
