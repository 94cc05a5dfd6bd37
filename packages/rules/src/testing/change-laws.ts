import type { EpochMs } from "@tributary/core";
import { type Law, law } from "@tributary/core/testing";
import * as fc from "fast-check";
import { compileCondition } from "../condition/index";
import { type FactDefinition, type FactSet, foldAll, nextChange, nextFactChange, readFacts } from "../facts/index";
import { arbitraryCondition } from "./arbitrary-condition";
import { arbitraryFactEvents, arbitraryMoments } from "./fact-arbitraries";
import { operandsOf } from "./operands-of";

/**
 * The laws of what time alone changes, to run on a host's own definitions: between a moment and the next change of a fact
 * or a condition nothing changes, and at the change, to the millisecond, something does. Formulas over a `since`, and
 * one `since` against another, are left out: a `since` goes on without end, and all the while nothing may change.
 *
 * @param set the compiled definitions
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d" } });
 * changeLaws(facts).forEach(({ check }) => check({ numRuns: 20 })); // => undefined
 */
export function changeLaws(set: FactSet): readonly Law[] {
  const world = arbitraryFactEvents(set).chain((events) =>
    fc.tuple(fc.constant(events), arbitraryMoments(set, events), arbitraryMoments(set, events)),
  );
  const endless = (fact: FactDefinition): boolean =>
    operandsOf(fact, set).some((operand) => operand.kind === "since" || endless(operand));
  const schema = Object.fromEntries(
    Object.entries(set.schema).filter(([name]) => !endless(set.definitions[name] ?? ({} as FactDefinition))),
  );
  const against = Object.keys(schema).filter((name) => set.definitions[name]?.kind !== "since");
  const readable = Object.keys(schema).filter((name) => Object.hasOwn(set.definitions, name));
  return [
    law(
      "a fact reads the same until its next change, and otherwise at it",
      fc.property(world, fc.constantFrom(...readable), ([events, [now = 0], moments], name) => {
        const tracks = foldAll(set, undefined, events);
        const stateAt = (at: EpochMs): string => {
          const facts = readFacts(set, tracks, { now: at });
          const more = [facts[`${name}Count`], facts[`${name}Share`]];
          return JSON.stringify([facts[name], ...more, facts.$bound?.includes(name) === true]);
        };
        demandNext(stateAt, now, nextFactChange(set, tracks, name, { now }), moments);
      }),
    ),
    law(
      "a condition comes out the same until its next change, and otherwise at it",
      fc.property(world, arbitraryCondition(schema, against), ([events, [now = 0], moments], condition) => {
        const tracks = foldAll(set, undefined, events);
        const compiled = compileCondition(condition, { schema: set.schema });
        const stateAt = (at: EpochMs): unknown =>
          compiled.explain(readFacts(set, tracks, { now: at }), { now: at }).result;
        const next = nextChange(set, tracks, condition, { now });
        demandNext(stateAt, now, next, moments);
        if (nextChange(set, tracks, compiled, { now }) !== next)
          throw new Error("compiled, it changes at another instant");
      }),
    ),
  ];
}

/** Looks at the next change, the millisecond before it, and at every given moment before it. */
function demandNext(
  stateAt: (at: EpochMs) => unknown,
  now: EpochMs,
  next: EpochMs | undefined,
  moments: readonly EpochMs[],
): void {
  const state = stateAt(now);
  if (next !== undefined && !(next > now)) throw new Error(`the next change, ${next}, is not after ${now}`);
  if (next !== undefined && stateAt(next) === state) throw new Error(`nothing changes at ${next}: still ${state}`);
  const until = next ?? Number.POSITIVE_INFINITY;
  for (const at of [...moments, until - 1]) {
    if (!Number.isFinite(at) || at <= now || at >= until || stateAt(at) === state) continue;
    throw new Error(`${state} at ${now} is ${stateAt(at)} at ${at} already, before ${next}`);
  }
}
