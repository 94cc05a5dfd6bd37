import type { EpochMs } from "@tributary/core";
import type { Facts } from "./condition";
import { EVERY, type PathSegment } from "./path";

/** Reads one value from a person's facts; `undefined` where nothing is there. */
export type Reader = (facts: Facts, now: EpochMs) => unknown;

/** Own properties only, so a name from a rule can never reach a prototype. */
const own = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

/**
 * Compiles the reading of a fact, and of a place inside it.
 *
 * `[*]` gives the list of everything found below it: children without the rest of the path are left out, and an empty
 * container gives an empty list. Where the container itself is missing, so is the result.
 */
export function compileReader(fact: string, path: readonly PathSegment[]): Reader {
  const [first, ...rest] = path;
  if (first === undefined) return (facts) => (Object.hasOwn(facts, fact) ? facts[fact] : undefined);
  if (rest.length === 0 && first !== EVERY) {
    const { key } = first;
    return (facts) => (Object.hasOwn(facts, fact) ? own(facts[fact], key) : undefined);
  }
  return (facts) => readPath(own(facts, fact), path, 0);
}

/** Reads a place inside a value, from the given step of its path on. */
export function readPath(value: unknown, path: readonly PathSegment[], from: number): unknown {
  let here = value;
  for (let i = from; i < path.length; i++) {
    const segment = path[i] as PathSegment;
    if (segment === EVERY) return readEvery(here, path, i + 1);
    here = own(here, segment.key);
  }
  return here;
}

function readEvery(container: unknown, path: readonly PathSegment[], from: number): unknown {
  if (typeof container !== "object" || container === null) return undefined;
  const nested = path.indexOf(EVERY, from) >= 0;
  const found: unknown[] = [];
  for (const child of Object.values(container)) {
    const value = readPath(child, path, from);
    if (value === undefined) continue;
    if (nested) for (const inner of value as unknown[]) found.push(inner);
    else found.push(value);
  }
  return found;
}

/**
 * Why {@link compileReader} found nothing: `type` where the path goes through a value that has no inside, such as a
 * number or a text, and `missing` where something is simply not there (`null` has no inside either, and says "nothing").
 */
export function whyMissing(facts: Facts, fact: string, path: readonly PathSegment[]): "missing" | "type" {
  let here = own(facts, fact);
  for (const segment of path) {
    if (here === undefined) return "missing";
    if (typeof here !== "object") return "type";
    if (segment === EVERY) return "missing";
    here = own(here, segment.key);
  }
  return "missing";
}
