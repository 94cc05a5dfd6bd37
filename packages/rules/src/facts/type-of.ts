import type { FactType } from "../condition/index";
import { DEFAULT_KEEP, type TrackedFact } from "./definition";

/** A fact's own bound, whatever else shares its track and keeps more there. */
export const keepOf = ({ keep = DEFAULT_KEEP }: TrackedFact): number => keep;

/** The type of one fact read from tracks. */
export function typeOf(fact: TrackedFact): FactType {
  switch (fact.kind) {
    case "count":
      return fact.within === undefined ? { type: "number" } : { type: "number", max: keepOf(fact) };
    case "distinct":
      return { type: "number", most: fact.last ?? keepOf(fact) };
    case "sum":
    case "min":
    case "max":
    case "avg":
    case "since":
    case "decayed":
      return { type: "number" };
    case "sequence":
      return { type: "boolean" };
    case "dwell":
      return { type: "date" };
    case "first":
    case "last":
      return { type: fact.read === "at" ? "date" : (fact.type ?? "any") };
    case "top":
    case "trait":
      return { type: fact.type ?? "any" };
    case "daily":
      return { type: "object", of: { type: "number" } };
  }
}
