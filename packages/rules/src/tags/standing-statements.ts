import { byCodeUnit, canonicalJson, type EpochMs, type Json } from "@tributary/core";
import { EVERY_TAG, type StaffStatement, type SubjectStatement, type TagStatement } from "./statement";

/** What stands of all that was said of one tag. */
export interface Standing {
  readonly staff?: StaffStatement;
  readonly subject?: SubjectStatement;
}

/** What stands at a moment, by tag. */
export interface Statements {
  of(tag: string): Standing;
  /** Whether anything was said at all. */
  readonly any: boolean;
}

const NOTHING: Standing = {};

/**
 * Finds what stands at a moment: of each side the last word by then. Of two at one instant the more careful one stands:
 * `optOut` before `optIn`, `withhold` before `clear` before `give`. What expired, or was cleared, says nothing.
 */
export function standingStatements(statements: readonly TagStatement[], now: EpochMs): Statements {
  const last = new Map<string, { staff?: StaffStatement; subject?: SubjectStatement }>();
  for (const said of statements) {
    if (said.at > now) continue;
    const known = last.get(said.tag) ?? {};
    last.set(said.tag, known);
    if (said.by === "staff") known.staff = later(known.staff, said);
    else known.subject = later(known.subject, said);
  }
  const ofAll = last.get(EVERY_TAG)?.subject;
  return {
    any: last.size > 0,
    of: (tag) => {
      const { staff, subject } = last.get(tag) ?? NOTHING;
      const said = subject && ofAll ? later(subject, ofAll) : (subject ?? ofAll);
      const stands = staff && staff.says !== "clear" && !(staff.expiresAt !== undefined && staff.expiresAt <= now);
      return { ...(stands && { staff }), ...(said && { subject: said }) };
    },
  };
}

const CARE: Readonly<Record<TagStatement["says"], number>> = { optIn: 0, optOut: 1, give: 0, clear: 1, withhold: 2 };

/** Statements in one order, whichever way they came: by instant, then by what they say. */
export const inOrder = (statements: readonly TagStatement[]): readonly TagStatement[] =>
  [...statements].sort((a, b) => a.at - b.at || byCodeUnit(textOf(a), textOf(b)));

function later<S extends TagStatement>(a: S | undefined, b: S): S {
  if (a === undefined || a.at !== b.at) return a === undefined || a.at < b.at ? b : a;
  if (CARE[a.says] !== CARE[b.says]) return CARE[a.says] < CARE[b.says] ? b : a;
  return textOf(a) < textOf(b) ? b : a;
}

const textOf = (said: TagStatement): string => canonicalJson(said as unknown as Json);
