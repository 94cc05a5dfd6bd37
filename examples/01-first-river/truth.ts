import type { PersonSummary } from "@tributary/adapters/hub";
import { type EpochMs, type Identifier, type IdentifierKey, identifierKey } from "@tributary/core";
import { scorePartition, type World } from "@tributary/core/testing";

/** How right the persons of a synthetic world are, in lines to print. */
export function truthLines(world: World, persons: readonly PersonSummary[]): readonly string[] {
  const score = scorePartition(world.truth, holders(persons));
  const line = (name: string, { precision, recall, f1 }: typeof score.pairwise): string =>
    `  ${name}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`;
  return [
    "",
    `OneID against the truth: ${score.identifiers} identifiers, ${score.truePersons} true persons, ${score.readPersons} read`,
    line("pairwise", score.pairwise),
    line("B-cubed", score.bCubed),
    `  persons that hold more than one: ${(100 * score.overMerged).toFixed(2)} %`,
  ];
}

/** Whose an identifier was at a moment: of those who have or had it, the one whose time ended first after that. */
function holders(persons: readonly PersonSummary[]): (identifier: Identifier, at: EpochMs) => string | undefined {
  const times = new Map<IdentifierKey, { readonly oneId: string; readonly to: EpochMs }[]>();
  const add = (identifier: Identifier, oneId: string, to: EpochMs): void => {
    const key = identifierKey(identifier);
    times.set(
      key,
      [...(times.get(key) ?? []), { oneId, to }].sort((a, b) => a.to - b.to),
    );
  };
  for (const { oneId, ids, former = [] } of persons) {
    for (const id of ids) add(id, oneId, Number.POSITIVE_INFINITY);
    for (const { identifier, to } of former) add(identifier, oneId, to);
  }
  return (identifier, at) => times.get(identifierKey(identifier))?.find(({ to }) => at < to)?.oneId;
}
