import type { IdentityPolicy } from "@tributary/core/identity";
import { byCodeUnit, type EpochMs } from "@tributary/core/model";
import type { IntentContribution } from "@tributary/core/scoring";
import type { Blueprint } from "@tributary/rules/blueprint";
import type { LeadGrade } from "@tributary/rules/grades";
import type { Tag } from "@tributary/rules/tags";
import { mask } from "./mask";
import type { PersonSummary } from "./person-view";

/** One call to make, and why. */
export interface Call {
  readonly oneId: string;
  /** Enough to recognise the number (or other contact), not to dial it. */
  readonly contact: string;
  readonly grade: LeadGrade;
  /** The follow-up was due before now. */
  readonly overdue: boolean;
  readonly intent?: { readonly score: number; readonly band: string };
  /** Why the intent is not known: more happened than is kept. */
  readonly intentUnknown?: "bound";
  readonly stage: string;
  readonly tags: readonly Tag[];
  /** The actions that speak most for an order, at most three. */
  readonly contributions: readonly IntentContribution[];
}

/** How many can be called, and by what. */
export interface CallOptions {
  readonly capacity: number;
  /** Identifier types a call can go to; those normalised as phone numbers by default. */
  readonly reach?: readonly string[];
}

/** Whom to call today (外呼名单), in which order. Every lead is on exactly one of the three lists. */
export interface CallList {
  readonly calls: readonly Call[];
  /** Leads beyond the capacity, in the same order. */
  readonly waiting: readonly string[];
  readonly notCallable: readonly { readonly oneId: string; readonly reason: "no-contact" | "consent-withdrawn" }[];
}

/** The purpose whose withdrawal takes a lead off the list. */
const PURPOSE = "marketing";

/** A person whose grade asks for a follow-up. */
interface Lead extends PersonSummary {
  readonly grade: LeadGrade & { readonly due: EpochMs };
}

const isLead = (person: PersonSummary): person is Lead => person.grade?.due !== undefined;

/**
 * Orders leads by grade, then intent, then how long the follow-up is due, and takes as many as can be called. Where all
 * of that is equal the order of `persons` stands.
 * Whose intent is unknown, because more happened than is kept, comes first in the grade: our choice, nobody is busier.
 *
 * @param persons everybody, in order of their OneIDs
 * @throws RangeError when the capacity is not a whole number from 0, or a type to reach is not in the identity policy
 */
export function listCalls(
  blueprint: Blueprint,
  persons: readonly PersonSummary[],
  { now, capacity, reach }: CallOptions & { readonly now: EpochMs },
): CallList {
  if (!Number.isSafeInteger(capacity) || capacity < 0) {
    throw new RangeError(`capacity must be a whole number from 0, got ${capacity}`);
  }
  const ranks = gradeRanks(blueprint);
  const contacts = contactTypes(blueprint.identity, reach);
  const leads = persons.filter(isLead).sort((a, b) => compare(a, b, ranks));
  const callable = leads.filter((lead) => whyNot(lead, contacts) === undefined);
  return {
    calls: callable.slice(0, capacity).map((lead) => callOf(lead, contacts, now)),
    waiting: callable.slice(capacity).map(({ oneId }) => oneId),
    notCallable: leads.flatMap((lead) => {
      const reason = whyNot(lead, contacts);
      return reason ? [{ oneId: lead.oneId, reason }] : [];
    }),
  };
}

/** The order of the definition; what somebody stated (ordered, cancelled) comes after the leads that may still buy. */
function gradeRanks({ grades }: Blueprint): ReadonlyMap<string, number> {
  const { grades: defined } = grades.definition;
  return new Map(defined.map(({ grade, stated }, rank) => [grade, stated ? rank + defined.length : rank]));
}

const compare = (a: Lead, b: Lead, ranks: ReadonlyMap<string, number>): number =>
  (ranks.get(a.grade.grade) ?? 0) - (ranks.get(b.grade.grade) ?? 0) ||
  Number(b.intentUnknown === "bound") - Number(a.intentUnknown === "bound") ||
  (b.intent?.score ?? 0) - (a.intent?.score ?? 0) ||
  a.grade.due - b.grade.due;

function contactTypes({ types }: IdentityPolicy, reach: readonly string[] | undefined): ReadonlySet<string> {
  const unknown = reach?.find((type) => types.every((known) => known.type !== type));
  if (unknown !== undefined)
    throw new RangeError(`the identity policy has no type ${JSON.stringify(unknown)} to reach`);
  return new Set(reach ?? types.filter(({ normalise }) => normalise === "phoneCn").map(({ type }) => type));
}

function whyNot(
  { ids, consents }: Lead,
  contacts: ReadonlySet<string>,
): "no-contact" | "consent-withdrawn" | undefined {
  if (Object.hasOwn(consents, PURPOSE) && consents[PURPOSE]?.granted === false) return "consent-withdrawn";
  return ids.some(({ type }) => contacts.has(type)) ? undefined : "no-contact";
}

function callOf(
  { oneId, ids, grade, intent, intentUnknown, stage, tags }: Lead,
  contacts: ReadonlySet<string>,
  now: EpochMs,
): Call {
  const speaking = (intent?.contributions ?? []).filter(({ points }) => points > 0);
  return {
    oneId,
    contact: mask(ids.find(({ type }) => contacts.has(type))?.value ?? ""),
    grade,
    overdue: grade.due < now,
    ...(intent && { intent: { score: intent.score, band: intent.band } }),
    ...(intentUnknown && { intentUnknown }),
    stage: stage.stage,
    tags,
    contributions: speaking.sort((a, b) => b.points - a.points || byCodeUnit(a.action, b.action)).slice(0, 3),
  };
}
