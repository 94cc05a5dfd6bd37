import {
  type Identifier,
  type Issue,
  identifierKey,
  isEpochMs,
  nearestName,
  normalisePlate,
  normaliseVin,
  pointerOf,
  VEHICLE_ROLES,
} from "../model";
import { plainStatement } from "./plain-statement";
import { isIntention, isPlateClaim, isTransfer, type VehicleStatement } from "./vehicle-evidence";

/** A mistake in one statement: `pointer` goes into the statement of this id, so that the order of a list means nothing. */
export interface StatementIssue extends Issue {
  readonly id: string;
}

/** A statement with its VIN and plate normalised, or what is wrong with it; a warning costs nothing but attention. */
export interface CheckedStatement {
  /** Absent where it was refused. */
  readonly statement?: VehicleStatement;
  readonly refused: readonly StatementIssue[];
  readonly warnings: readonly StatementIssue[];
}

/** Normalises a statement, or refuses it with every mistake at once. */
export function checkStatement(statement: VehicleStatement): CheckedStatement {
  const { id } = statement;
  const refused: StatementIssue[] = [];
  const warnings: StatementIssue[] = [];
  const add: Add = (code, member, message, hint) => {
    const issue = { id, code, pointer: pointerOf([member]), message };
    refused.push(hint === undefined ? issue : { ...issue, hint });
  };
  checkTimes(statement, add);
  checkPersons(statement, add);
  if (typeof statement.source !== "string") add("bad-source", "source", "must be a text");
  if (statement.corrects === id) add("corrects-itself", "corrects", "a statement cannot replace itself");
  if (isIntention(statement)) {
    if (!statement.series && !statement.model)
      add("no-target", "series", "an intention names a series, a model or both");
    return refused.length === 0 ? { statement: plainStatement(statement), refused, warnings } : { refused, warnings };
  }
  const read = normaliseVin(String(statement.vin));
  if (!read) add("bad-vin", "vin", "not a VIN of 17 characters");
  else if (!read.checkDigitValid) {
    const message = "position 9 is not the check digit: a slip, or a maker that uses none";
    warnings.push({ id, code: "check-digit", pointer: "/vin", message });
  }
  const plate = isPlateClaim(statement) ? normalisePlate(String(statement.plate)) : undefined;
  if (isPlateClaim(statement) && !plate) add("bad-plate", "plate", "not a Chinese number plate of 7 or 8 characters");
  if (refused.length > 0 || !read) return { refused, warnings: [] };
  const normal = plate === undefined ? { ...statement, vin: read.vin } : { ...statement, vin: read.vin, plate };
  return { statement: plainStatement(normal), refused, warnings };
}

type Add = (code: string, member: string, message: string, hint?: string) => void;

function checkTimes(statement: VehicleStatement, add: Add): void {
  const { knownAt } = statement;
  const span = isTransfer(statement) ? { at: statement.at } : { from: statement.from, to: statement.to };
  const times = Object.entries({ ...span, knownAt }).filter(([name, time]) => name !== "to" || time !== undefined);
  const bad = times.filter(([, time]) => !isEpochMs(time));
  for (const [name, time] of bad) {
    add("bad-time", name, `must be an integer number of epoch milliseconds, got ${String(time)}`);
  }
  if (bad.length > 0 || isTransfer(statement)) return;
  const { from, to } = statement;
  if (to !== undefined && to <= from) add("empty-interval", "to", `must be later than from, ${from}, got ${to}`);
}

function checkPersons(statement: VehicleStatement, add: Add): void {
  const check = (member: string, identifier: Identifier | undefined): void => {
    if (!identifier || typeof identifier.type !== "string" || typeof identifier.value !== "string")
      add("bad-identifier", member, "must be an identifier: a type and a value");
    else if (identifier.value === "") add("empty-value", member, `the value of ${identifierKey(identifier)} is empty`);
  };
  if (isPlateClaim(statement)) return;
  if (isTransfer(statement)) {
    check("newOwner", statement.newOwner);
    if (statement.seller !== undefined) check("seller", statement.seller);
    return;
  }
  check("person", statement.person);
  const { role } = statement;
  if (role === "intendsToBuy" || VEHICLE_ROLES.includes(role)) return;
  const near = nearestName(String(role), [...VEHICLE_ROLES, "intendsToBuy"]);
  const hint = near === undefined ? undefined : `did you mean ${near}?`;
  add("unknown-role", "role", `there is no role ${JSON.stringify(role)}`, hint);
}
