import { type EpochMs, type Issue, isEpochMs, issueAt, localDay } from "../model";

/** The fields by which leads may differ in how soon they order. */
export type LeadTraitName = "stage" | "grade" | "series" | "region" | "source";

/** A lead (线索) as it entered where it stands: a stage, a grade, or the pipeline as a whole. */
export interface LeadTraits {
  /** Since when it stands there. */
  readonly at: EpochMs;
  readonly series: string;
  readonly region: string;
  readonly stage?: string;
  readonly grade?: string;
  readonly source?: string;
}

/** A lead of the past, with how it ended where it has. */
export interface PastLead extends LeadTraits {
  readonly orderedAt?: EpochMs;
  /** When it was given up (战败); a lead that was lost cannot order later: one that returned is a new one. */
  readonly lostAt?: EpochMs;
}

/** A past lead in local days: when it entered, and when it ended, if it did. */
export interface LeadDays {
  readonly lead: PastLead;
  readonly entered: number;
  readonly ordered: number | undefined;
  readonly lost: number | undefined;
}

/** Most mistakes told at once: nobody reads more. Our choice. */
const MAX_ISSUES = 100;

/** What is wrong with leads, each mistake in its place: `/3/orderedAt` is that of the fourth. */
export function pastLeadIssues(leads: readonly PastLead[]): readonly Issue[] {
  const issues: Issue[] = [];
  for (let i = 0; i < leads.length && issues.length < MAX_ISSUES; i++) {
    const { at, orderedAt, lostAt } = leads[i] as PastLead;
    const told = issues.length;
    for (const [name, instant] of Object.entries({ at, orderedAt: orderedAt ?? 0, lostAt: lostAt ?? 0 }))
      if (!isEpochMs(instant)) issues.push(issueAt("bad-instant", [i, name], `must be an instant, got ${instant}`));
    if (issues.length > told) continue;
    if (orderedAt !== undefined && lostAt !== undefined)
      issues.push(issueAt("two-ends", [i, "lostAt"], "a lead that ordered cannot be lost as well"));
    if (orderedAt !== undefined && orderedAt < at)
      issues.push(issueAt("ends-before-it-begins", [i, "orderedAt"], `must not be before at, ${at}, got ${orderedAt}`));
    if (lostAt !== undefined && lostAt < at)
      issues.push(issueAt("ends-before-it-begins", [i, "lostAt"], `must not be before at, ${at}, got ${lostAt}`));
  }
  return issues;
}

/** Past leads by local days. */
export const leadDays = (leads: readonly PastLead[], zone: string): readonly LeadDays[] =>
  leads.map((lead) => ({
    lead,
    entered: localDay(lead.at, zone),
    ordered: lead.orderedAt === undefined ? undefined : localDay(lead.orderedAt, zone),
    lost: lead.lostAt === undefined ? undefined : localDay(lead.lostAt, zone),
  }));
