import { byCodeUnit, canonicalJson, isEpochMs, type Json } from "../model";
import { checkStatement, type StatementIssue } from "./check-statement";
import { fileStatements, type StatementLedger } from "./statement-ledger";
import type { VehicleEvidence, VehicleRetraction, VehicleStatement } from "./vehicle-evidence";

/** Evidence that was looked through: what can be used, filed by id, and what was found wrong. */
export interface FiledEvidence {
  readonly ledger: StatementLedger;
  readonly refused: readonly StatementIssue[];
  readonly warnings: readonly StatementIssue[];
}

/**
 * Looks through evidence: normalises VINs and plates, refuses what cannot be used, and files the rest by id.
 *
 * @throws TypeError when a statement has no id: nothing could be said about it
 */
export function fileEvidence(evidence: VehicleEvidence): FiledEvidence {
  const refused: StatementIssue[] = [];
  const warnings: StatementIssue[] = [];
  const usable: VehicleStatement[] = [];
  for (const list of [evidence.claims, evidence.transfers, evidence.plates, evidence.intentions]) {
    for (const each of list ?? []) {
      requireId(each);
      const checked = checkStatement(each);
      refused.push(...checked.refused);
      warnings.push(...checked.warnings);
      if (checked.statement) usable.push(checked.statement);
    }
  }
  const retractions = (evidence.retractions ?? []).filter((retraction) => {
    requireId(retraction);
    if (isEpochMs(retraction.knownAt)) return true;
    refused.push(unusable(retraction));
    return false;
  });
  return { ledger: fileStatements(usable, retractions), refused: inOrder(refused), warnings: inOrder(warnings) };
}

function requireId({ id }: { readonly id: string }): void {
  if (typeof id !== "string" || id === "") throw new TypeError(`id must be a text, got ${JSON.stringify(id)}`);
}

const unusable = ({ id, knownAt }: VehicleRetraction): StatementIssue => ({
  id,
  code: "bad-time",
  pointer: "/knownAt",
  message: `must be an integer number of epoch milliseconds, got ${String(knownAt)}`,
});

/** Distinct issues, in code-unit order of ids, then of all they say. */
function inOrder(issues: readonly StatementIssue[]): readonly StatementIssue[] {
  const distinct = new Map(issues.map((issue) => [canonicalJson({ ...issue } as unknown as Json), issue]));
  return [...distinct].sort(([x, a], [y, b]) => byCodeUnit(a.id, b.id) || byCodeUnit(x, y)).map(([, issue]) => issue);
}
