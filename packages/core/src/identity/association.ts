import { byCodeUnit, type IdentifierKey } from "../model";
import { type Buckets, bucket, sortIntoBuckets } from "./disjoint-sets";
import type { Sighting } from "./evidence";
import { JOINS } from "./intern-sightings";
import { lazy } from "./lazy";
import { inFixedOrder } from "./sighting-order";
import type { Solution } from "./solve";

/** One step from an identifier to another that was seen with it. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly sighting: Sighting;
}

/** Walks from identifier to identifier through what was seen together, whether it counted or not. */
export interface Associations {
  /** A shortest walk between two nodes, through joining nodes only or through any; undefined when there is none. */
  walk(from: number, to: number, through: "joining" | "any"): readonly Step[] | undefined;
  /** The sightings a node is in, in an order that depends on when they came. */
  sightingsOf(node: number): readonly number[];
}

/** Prepares walking sightings as they are, without consent and demotion. */
export function associationsOf({ graph }: Solution): Associations {
  const { keys, offsets, nodes, sightings, status } = graph;
  const sightingsOfNode = lazy((): { readonly of: Buckets; readonly sightingAt: (place: number) => number } => {
    const of = sortIntoBuckets(nodes.length, keys.length, (place) => nodes[place] as number);
    const owner = new Int32Array(nodes.length);
    for (let s = 0; s < sightings.length; s++) owner.fill(s, offsets[s], offsets[s + 1]);
    return { of, sightingAt: (place) => owner[place] as number };
  });

  const sightingsOf = (node: number): readonly number[] => {
    const { of, sightingAt } = sightingsOfNode();
    return Array.from(bucket(of, node), (place) => sightingAt(place));
  };
  const stepsFrom = (node: number, through: "joining" | "any"): Step[] =>
    inFixedOrder(sightingsOf(node), (s) => sightings[s] as Sighting).flatMap((s) =>
      Array.from(nodes.subarray(offsets[s], offsets[s + 1]))
        .filter((to) => to !== node && (through === "any" || status[to] === JOINS))
        .sort((x, y) => byCodeUnit(keys[x] as IdentifierKey, keys[y] as IdentifierKey))
        .map((to) => ({ from: node, to, sighting: sightings[s] as Sighting })),
    );

  return {
    walk: (from, to, through) => {
      const via = new Map<number, Step | undefined>([[from, undefined]]);
      for (const node of via.keys()) {
        if (node === to) break;
        for (const step of stepsFrom(node, through)) if (!via.has(step.to)) via.set(step.to, step);
      }
      if (!via.has(to)) return undefined;
      const steps: Step[] = [];
      for (let step = via.get(to); step; step = via.get(step.from)) steps.push(step);
      return steps.reverse();
    },
    sightingsOf,
  };
}
