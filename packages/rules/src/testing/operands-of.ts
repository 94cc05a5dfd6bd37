import type { FactDefinition, FactDefinitions, FactSet } from "../facts/index";

/** The facts a formula names, be it by the two more that a `top` reads; none for any other kind. */
export function operandsOf(fact: FactDefinition, { definitions }: FactSet): readonly FactDefinition[] {
  if (fact.kind !== "formula") return [];
  const text = JSON.stringify(fact.formula);
  const isNamed = (name: string): boolean =>
    [name, `${name}Count`, `${name}Share`].some((one) => text.includes(JSON.stringify(one)));
  return Object.entries(definitions as FactDefinitions).flatMap(([name, other]) => (isNamed(name) ? [other] : []));
}
