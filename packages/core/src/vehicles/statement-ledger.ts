import { byCodeUnit, canonicalJson, type EpochMs, type Json } from "../model";
import type { VehicleRetraction, VehicleStatement } from "./vehicle-evidence";

/** What was said under each id, and since when we know it. */
export interface StatementLedger {
  /** Every id, in code-unit order. */
  readonly ids: readonly string[];
  /** All that was ever said under an id. */
  versions(id: string): readonly VehicleStatement[];
  /** What an id says as known at an instant; nothing before it is known, and once it is retracted or corrected. */
  standing(id: string, knownAt: EpochMs): VehicleStatement | undefined;
  /** Ids that stand, as known at an instant, though different things were said under them; in code-unit order. */
  contradictions(knownAt: EpochMs): readonly string[];
}

/**
 * Files statements by id, so that they are a set: order and repetition mean nothing.
 *
 * A statement that comes again with only another `knownAt` was known from the earliest. Of different statements under one
 * id the lesser in canonical JSON stands, whichever came first, and the id is a contradiction.
 */
export function fileStatements(
  statements: readonly VehicleStatement[],
  retractions: readonly VehicleRetraction[],
): StatementLedger {
  const filed = new Map<string, VehicleStatement[]>();
  for (const statement of statements) {
    const said = filed.get(statement.id);
    if (said) said.push(statement);
    else filed.set(statement.id, [statement]);
  }
  const versionsOf = new Map<string, readonly VehicleStatement[]>(
    [...filed].map(([id, said]) => [id, said.length === 1 ? said : versionsIn(said)]),
  );
  const retractedAt = earliest(retractions);
  const correctors = new Map<string, string[]>();
  for (const [id, versions] of versionsOf) {
    for (const { corrects } of versions) {
      if (corrects !== undefined) correctors.set(corrects, [...(correctors.get(corrects) ?? []), id]);
    }
  }

  /** What an id says unless something replaced it. */
  const said = (id: string, knownAt: EpochMs): VehicleStatement | undefined => {
    const retracted = retractedAt.get(id);
    if (retracted !== undefined && retracted <= knownAt) return undefined;
    return versionsOf.get(id)?.find((version) => version.knownAt <= knownAt);
  };
  const standing = (id: string, knownAt: EpochMs): VehicleStatement | undefined => {
    const replaced = correctors.get(id)?.some((corrector) => said(corrector, knownAt)?.corrects === id) ?? false;
    return replaced ? undefined : said(id, knownAt);
  };
  const ids = [...versionsOf.keys()].sort(byCodeUnit);
  const doubtful = ids.filter((id) => (versionsOf.get(id)?.length ?? 0) > 1);
  return {
    ids,
    versions: (id) => versionsOf.get(id) ?? [],
    standing,
    contradictions: (knownAt) =>
      doubtful.filter((id) => {
        const known = (versionsOf.get(id) ?? []).filter((version) => version.knownAt <= knownAt);
        return known.length > 1 && standing(id, knownAt) !== undefined;
      }),
  };
}

/** Distinct statements, the least in canonical JSON first, each known from when it first came. */
function versionsIn(statements: readonly VehicleStatement[]): readonly VehicleStatement[] {
  const versions = new Map<string, VehicleStatement>();
  for (const statement of statements) {
    const { knownAt, ...content } = statement;
    const text = canonicalJson(content as unknown as Json);
    const before = versions.get(text);
    if (!before || knownAt < before.knownAt) versions.set(text, statement);
  }
  return [...versions].sort(([a], [b]) => byCodeUnit(a, b)).map(([, version]) => version);
}

function earliest(retractions: readonly VehicleRetraction[]): ReadonlyMap<string, EpochMs> {
  const at = new Map<string, EpochMs>();
  for (const { id, knownAt } of retractions) at.set(id, Math.min(at.get(id) ?? knownAt, knownAt));
  return at;
}
