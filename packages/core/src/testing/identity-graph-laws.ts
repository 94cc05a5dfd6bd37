import * as fc from "fast-check";
import {
  createIdentityGraph,
  type Evidence,
  type IdentityGraph,
  type IdentityPolicy,
  type Resolution,
  resolve,
} from "../identity/index";
import { byCodeUnit, type IdentifierKey, type Person } from "../model";
import { type IdentityCase, identityCases } from "./identity-evidence";
import { ledgerOf, withTombstones } from "./identity-names";
import { keysOf, readWhole, same } from "./identity-reading";
import { type Law, law } from "./law";

const ALWAYS = 8.64e15;

/** A graph that follows its evidence is always what resolving all of it gives. */
export function identityGraphLaws(policy: IdentityPolicy): readonly Law[] {
  const steps = fc.array(fc.tuple(fc.constantFrom("add", "decide", "retract"), fc.nat(3)), {
    minLength: 12,
    maxLength: 24,
  });
  const runs = fc.tuple(identityCases(policy), steps, fc.constantFrom("unnamed", "named", "erased"));
  return [
    law(
      "4: after every change a graph is what resolving all its evidence gives",
      fc.property(runs, ([one, plan, naming]) => {
        const entries = ledgerOf(one.evidence, policy);
        const names = { unnamed: undefined, named: entries, erased: withTombstones(entries) }[naming];
        const graph = createIdentityGraph(policy, names && { names });
        let whole: Resolution | undefined;
        for (const evidence of change(graph, one, plan)) {
          whole = resolve(evidence, policy, { asOf: ALWAYS, ...(names && { names }) });
          same(sorted(graph.persons()), whole.persons, "persons");
          same(readWhole(graph.resolution()), readWhole(whole), "the whole reading");
          compareLookUps(graph, whole);
        }
        for (const person of whole?.persons ?? []) {
          same(graph.report(person), whole?.report(person), `report on ${person.oneId}`);
          same(graph.draw(person), whole?.draw(person), `drawing of ${person.oneId}`);
        }
      }),
    ),
  ];
}

/** Changes a graph step by step; gives the evidence it should hold by then. */
function* change(
  graph: IdentityGraph,
  { evidence }: IdentityCase,
  plan: readonly (readonly ["add" | "decide" | "retract", number])[],
): Iterable<Evidence> {
  const { observations, overrides = [], consents = [], cuts = [], retracted = [] } = evidence;
  const share = <T>(list: readonly T[], step: number): T[] => list.filter((_, i) => i % plan.length === step);
  let so: Required<Evidence> = { observations: [], overrides: [], consents: [], cuts: [], retracted: [] };
  for (let step = 0; step < plan.length; step++) {
    const [kind, pick] = plan[step] as (typeof plan)[number];
    const more = share(observations, step);
    const decided = { overrides: share(overrides, step), consents: share(consents, step), cuts: share(cuts, step) };
    const known = so.observations.map(({ obsId }) => obsId);
    const gone = kind === "retract" ? [...retracted, ...known.slice(pick, pick + 1)] : [];
    if (kind === "decide") graph.decide(decided);
    graph.add(more);
    if (kind !== "decide") graph.decide(decided);
    graph.retract(gone);
    so = {
      observations: [...so.observations, ...more],
      overrides: [...so.overrides, ...decided.overrides],
      consents: [...so.consents, ...decided.consents],
      cuts: [...so.cuts, ...decided.cuts],
      retracted: [...so.retracted, ...gone],
    };
    yield so;
  }
}

const sorted = (persons: Iterable<Person>): Person[] => [...persons].sort((x, y) => byCodeUnit(x.oneId, y.oneId));

function compareLookUps(graph: IdentityGraph, whole: Resolution): void {
  const keys = whole.persons.flatMap(keysOf).sort(byCodeUnit);
  for (const key of keys) same(graph.personOf(key), whole.personOf(key), `person of ${key}`);
  const named = [...whole.persons.map(({ oneId }) => oneId), ...keys.map((_, i) => `p_erased-${i}`)];
  for (const oneId of named) same(graph.lookup(oneId), whole.lookup(oneId), `lookup of ${oneId}`);
  keys.slice(1).forEach((key, i) => {
    const other = keys[i] as IdentifierKey;
    same(graph.explain(key, other), whole.explain(key, other), `why ${key} and ${other} are one`);
    same(graph.explainNot(key, other), whole.explainNot(key, other), `why ${key} and ${other} are not one`);
  });
}
