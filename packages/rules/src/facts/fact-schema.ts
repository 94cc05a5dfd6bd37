import type { Label } from "@tributary/core";
import type { FactSchema, FactType } from "../condition/index";
import type { FactDefinitions } from "./definition";
import { inspectFormulas } from "./inspect-formulas";
import { keepOf, typeOf } from "./type-of";

/**
 * The types that conditions are checked against, and where a fact saturates: a threshold that kept occurrences could
 * never decide is refused when the condition is compiled.
 */
export function schemaOf(definitions: FactDefinitions): FactSchema {
  const { types } = inspectFormulas(definitions);
  return Object.fromEntries(
    Object.entries(definitions).flatMap(([name, fact]) => {
      const type = withLabel(
        fact.kind === "formula" ? { type: types.get(name) ?? "number" } : typeOf(fact),
        fact.label,
      );
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
