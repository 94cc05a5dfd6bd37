import { byCodeUnit, type EpochMs, type Identifier, type IdentifierKey, identifierKey, type Person } from "../model";
import { associationsOf } from "./association";
import { drawReport } from "./draw-report";
import type { Epoch } from "./epoch";
import { epochLedger } from "./epoch-ledger";
import type { NameLedger } from "./evidence";
import { type ComponentExplanation, explainComponent } from "./explain-component";
import { BLOCKED, blockedAt, JOINS } from "./intern-sightings";
import { lazy } from "./lazy";
import { compareNodes } from "./links";
import { namePersons } from "./name-persons";
import { normaliseIdentifier } from "./normalise-identifier";
import type { IdentityPolicy } from "./policy";
import { reportPerson } from "./report-person";
import type { Blocked, Conflict, Hub, RefusedEdge, Resolution, WhyNot } from "./resolution";
import type { Solution } from "./solve";
import { standInFor } from "./stand-in";
import { suggestEdges } from "./suggest-edges";
import { whyNot } from "./why-not";
import { byEnds } from "./witness";

/** Reads a solution in identifiers and names. Persons and what explains them are made when asked for. */
export function toResolution(solution: Solution, ledger: NameLedger, conflicting: readonly string[]): Resolution {
  const { graph, policy } = solution;
  const named = namePersons(solution, epochLedger(graph, ledger));
  const personAt = (node: number | undefined): Person | undefined => {
    const person = node === undefined ? -1 : (solution.personOf[node] as number);
    return person < 0 ? undefined : named.personAt(person);
  };
  const nodeOf = (id: Identifier | IdentifierKey): number | undefined => graph.find(keyOf(id, policy));
  const explanations = new Map<number, ComponentExplanation>();
  const explainOnce = (component: number): ComponentExplanation => {
    const explanation = explanations.get(component) ?? explainComponent(solution, component);
    explanations.set(component, explanation);
    return explanation;
  };
  const associations = associationsOf(solution);

  const explain: Resolution["explain"] = (a, b) => {
    const [x, y] = [nodeOf(a), nodeOf(b)];
    const person = personAt(x);
    if (x === undefined || y === undefined || !person || person !== personAt(y)) return undefined;
    const { accepted, edgeOf } = explainOnce(solution.componentOf[x] as number);
    return (accepted.path(x, y) ?? []).map(edgeOf);
  };
  const explainNot: Resolution["explainNot"] = (a, b) => {
    const [x, y] = [nodeOf(a), nodeOf(b)];
    if (x === undefined) return { code: "unknown", key: keyOf(a, policy) };
    if (y === undefined) return { code: "unknown", key: keyOf(b, policy) };
    const person = personAt(x);
    if (person && person === personAt(y)) return { code: "same-person", oneId: person.oneId };
    return whyNot(solution, x, y, explainOnce, associations);
  };
  const sources = { explain: explainOnce, associations, personAt };
  const report: Resolution["report"] = ({ oneId }) => {
    const node = named.nodeNamed(oneId);
    const person = node === undefined ? -1 : (solution.personOf[node] as number);
    return person < 0 ? undefined : reportPerson(solution, person, sources);
  };
  const refused = lazy(() => refusedEdges(solution, explainOnce));
  const hubs = lazy(() => hubsOf(solution));
  const epochs = lazy(() => epochsOf(solution));
  const blocked = lazy(() => blockedOf(solution));
  const conflicts = lazy(() => conflictsOf(solution, conflicting, explainNot));

  return {
    get persons() {
      return named.all();
    },
    personOf: (id, at) => personAt(graph.nodeAt(keyOf(id, policy), at)),
    lookup: (oneId) => personAt(named.nodeNamed(oneId)),
    ownerOf: (keys, at) => personAt(strongestMember(solution, keys, at)),
    handovers: (keys) => handoversOf(solution, keys),
    explain,
    explainNot,
    report,
    suggest: (options) => suggestEdges(solution, sources, options),
    draw: (person, options) => {
      const found = report(person);
      return found && drawReport(found, options);
    },
    get refused() {
      return refused();
    },
    get hubs() {
      return hubs();
    },
    get epochs() {
      return epochs();
    },
    get blocked() {
      return blocked();
    },
    get conflicts() {
      return conflicts();
    },
  };
}

/** The key an identifier has in the policy's spelling; a key is taken as it is. */
export function keyOf(id: Identifier | IdentifierKey, policy: IdentityPolicy): IdentifierKey {
  if (typeof id === "string") return id;
  const normalised = normaliseIdentifier(id, policy);
  return identifierKey(normalised.ok ? normalised.value : standInFor(id));
}

function strongestMember({ graph }: Solution, keys: readonly IdentifierKey[], at?: EpochMs): number | undefined {
  const members = keys
    .map((key) => graph.nodeAt(key, at))
    .filter((node) => node !== undefined && graph.status[node] === JOINS);
  return (members as number[]).sort((x, y) => compareNodes(graph, x, y))[0];
}

/** When the person of the strongest of some identifiers changes. */
function handoversOf(solution: Solution, keys: readonly IdentifierKey[]): readonly EpochMs[] {
  const { graph, personOf } = solution;
  const own = keys.flatMap((key) => graph.epochs.get(graph.find(key) ?? -1) ?? []);
  const bounds = new Set(own.flatMap(({ epoch: { from, to } }) => [from, to].filter((at) => at !== undefined)));
  const ownerAt = (at: EpochMs): number => personOf[strongestMember(solution, keys, at) ?? -1] ?? -1;
  return [...bounds].sort((x, y) => x - y).filter((at) => ownerAt(at - 1) !== ownerAt(at));
}

const refusedEdges = (
  { broken }: Solution,
  explain: (component: number) => ComponentExplanation,
): readonly RefusedEdge[] =>
  broken.flatMap((component) => explain(component).refused).sort((x, y) => byEnds(x.edge, y.edge));

function hubsOf({ graph, hubs }: Solution): readonly Hub[] {
  return [...hubs]
    .map(([node, crowd]) => ({ key: graph.keys[node] as IdentifierKey, ...crowd }))
    .sort((x, y) => byCodeUnit(x.key, y.key));
}

const epochsOf = ({ graph }: Solution): readonly Epoch[] =>
  [...graph.epochOf.values()].sort((x, y) => byCodeUnit(x.key, y.key) || x.number - y.number);

function blockedOf({ graph }: Solution): readonly Blocked[] {
  const found: Blocked[] = [];
  graph.keys.forEach((key, node) => {
    if (graph.status[node] === BLOCKED) found.push({ key, reason: blockedAt(graph, node) });
  });
  return found.sort((x, y) => byCodeUnit(x.key, y.key));
}

/** A decision to link that was seen at both ends and could not be honoured. */
function conflictsOf(
  { graph, overrides }: Solution,
  conflicting: readonly string[],
  explainNot: Resolution["explainNot"],
): readonly Conflict[] {
  const found: Conflict[] = conflicting.map((obsId) => ({ code: "observation", obsId }));
  for (const { a, b, override } of overrides) {
    const [x, y] = [graph.find(a), graph.find(b)];
    if (override.link !== "must" || x === undefined || y === undefined) continue;
    const because: WhyNot = explainNot(a, b);
    if (because.code !== "same-person") found.push({ code: "must-link", override, because });
  }
  return found;
}
