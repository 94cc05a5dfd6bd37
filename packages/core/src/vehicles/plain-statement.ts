import type { VehicleStatement } from "./vehicle-evidence";

/** Every member a statement may have, in the order in which it is shown. */
const MEMBERS: readonly string[] =
  "id vin plate role series model person seller newOwner at from to knownAt source corrects".split(" ");
const IDENTIFIER: readonly string[] = ["type", "scope", "value"];

/**
 * Copies a statement with its members in one order, so that equal statements give equal bytes however they were written,
 * and nothing that is done to the original later shows.
 */
export const plainStatement = <T extends VehicleStatement>(statement: T): T => copy(statement, MEMBERS);

function copy<T extends object>(original: T, members: readonly string[]): T {
  const copied: Record<string, unknown> = {};
  for (const name of members) {
    const value = (original as Record<string, unknown>)[name];
    if (value === undefined) continue;
    copied[name] = typeof value === "object" && value !== null ? copy(value, IDENTIFIER) : value;
  }
  return copied as T;
}
