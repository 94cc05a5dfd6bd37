import type { Label } from "@tributary/core";
import type { FactSchema, FactType } from "../condition/index";
import { DEFAULT_KEEP, type FactDefinition } from "./definition";

/**
 * The types that conditions are checked against, and where a fact saturates: a threshold that kept occurrences could
 * never decide is refused when the condition is compiled.
 */
export function schemaOf(definitions: { readonly [name: string]: FactDefinition }): FactSchema {
  return Object.fromEntries(
    Object.entries(definitions).flatMap(([name, fact]) => {
      const type = withLabel(typeOf(fact), fact.label);
      if (fact.kind !== "top") return [[name, type]];
      const [countLabel, shareLabel] = [suffix(fact.label, "次数", "count"), suffix(fact.label, "占比", "share")];
      return [
        [name, type],
        [`${name}Count`, withLabel({ type: "number", most: fact.last ?? keepOf(fact) }, countLabel)],
        [`${name}Share`, withLabel({ type: "number", most: 1 }, shareLabel)],
      ];
    }),
  );
}

const withLabel = (type: FactType, label: Label | undefined): FactType => (label ? { ...type, label } : type);

const suffix = (label: Label | undefined, zh: string, en: string): Label | undefined =>
  label && { zh: `${label.zh}${zh}`, en: `${label.en}: ${en}` };

/** A fact's own bound, whatever else shares its track and keeps more there. */
const keepOf = ({ keep = DEFAULT_KEEP }: FactDefinition): number => keep;

function typeOf(fact: FactDefinition): FactType {
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
      return { type: "number" };
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
