import { DAY_MS, type EpochMs, requireNow } from "../model";
import { inLeadOrder, type LostClaim } from "./claim-lost";

/** What has changed since leads were lost. */
export interface RecallSituation {
  readonly now: EpochMs;
  /** Leads for which there is an offer now that there was not: its name by lead. */
  readonly offers?: ReadonlyMap<string, string>;
  /** Leads whose car can be had now. */
  readonly available?: ReadonlySet<string>;
  /** Leads with credit terms they can get now. */
  readonly credit?: ReadonlySet<string>;
  /** Leads with a contact that was found since. */
  readonly contacts?: ReadonlySet<string>;
  /** Leads whose score is in an upper band. */
  readonly interested?: ReadonlySet<string>;
  /** How long to leave alone who did not reply; 30 days by default. */
  readonly quietMs?: number;
  /** How long after a competitor's car a next one is near; five years by default. */
  readonly replacementMs?: number;
}

/** Why calling again might work. */
export type RecallReason =
  | "offerNow"
  | "availableNow"
  | "creditNow"
  | "timeHasCome"
  | "quietLongEnough"
  | "newContact"
  | "interestBack"
  | "replacementDue";

/** Why it would not. */
export type NoRecallReason =
  | "notApproved"
  | "boughtCompetitor"
  | "noOffer"
  | "stillUnavailable"
  | "stillNoCredit"
  | "askAgainLater"
  | "justTried"
  | "noContact"
  | "noInterest";

/** A lost lead worth another call. */
export interface Recall {
  readonly lead: string;
  readonly lostFor: LostClaim["reason"];
  readonly because: RecallReason;
  /** The offer's name. */
  readonly offer?: string;
}

/** Every claim is in exactly one of both, by lead. */
export interface RecallList {
  readonly recall: readonly Recall[];
  readonly out: readonly { readonly lead: string; readonly reason: NoRecallReason }[];
}

/**
 * Says which lost leads to call again and what has changed that might make it work; the rest with the reason it would not.
 *
 * The answer follows from why the lead was lost: one lost for its price needs an offer, one that put the purchase off its
 * time, one that did not reply some rest. Who bought a competitor's car is out until that car is due for replacement.
 *
 * @param claims in any order, of each lead the last one: each is told of by itself; `prioritise` orders them by value
 * @throws RangeError when `now` is no instant
 * @example
 * const lost = { dealer: "d1", claimant: "wang", at: 5, state: "approved" } as const;
 * const claims = [
 *   { ...lost, lead: "a", reason: "price" },
 *   { ...lost, lead: "b", reason: "boughtCompetitor", competitor: "Other" },
 * ] as const;
 * const { recall, out } = recallList(claims, { now: 10, offers: new Map([["a", "spring"]]) });
 * recall; // => [{ lead: "a", lostFor: "price", because: "offerNow", offer: "spring" }]
 * out; // => [{ lead: "b", reason: "boughtCompetitor" }]
 */
export function recallList(claims: readonly LostClaim[], situation: RecallSituation): RecallList {
  requireNow(situation.now);
  const recall: Recall[] = [];
  const out: { lead: string; reason: NoRecallReason }[] = [];
  for (const claim of [...claims].sort(inLeadOrder)) {
    const { lead, reason: lostFor } = claim;
    const [works, because, reason] = ANSWERS[lostFor](claim, situation);
    const offer = because === "offerNow" ? situation.offers?.get(lead) : undefined;
    if (claim.state !== "approved") out.push({ lead, reason: "notApproved" });
    else if (works) recall.push({ lead, lostFor, because, ...(offer !== undefined && { offer }) });
    else out.push({ lead, reason });
  }
  return { recall, out };
}

type Answer = readonly [works: boolean, because: RecallReason, otherwise: NoRecallReason];

/** Our choice: a month's rest, and the five years a car is kept at least. */
const [QUIET_MS, REPLACEMENT_MS] = [30 * DAY_MS, 5 * 365 * DAY_MS];

const ANSWERS: Readonly<Record<LostClaim["reason"], (claim: LostClaim, situation: RecallSituation) => Answer>> = {
  price: ({ lead }, { offers }) => [offers?.has(lead) === true, "offerNow", "noOffer"],
  unavailable: ({ lead }, { available }) => [available?.has(lead) === true, "availableNow", "stillUnavailable"],
  creditRefused: ({ lead }, { credit }) => [credit?.has(lead) === true, "creditNow", "stillNoCredit"],
  postponed: ({ askAgainAt = Number.POSITIVE_INFINITY }, { now }) => [
    askAgainAt <= now,
    "timeHasCome",
    "askAgainLater",
  ],
  noReply: ({ at }, { now, quietMs = QUIET_MS }) => [now >= at + quietMs, "quietLongEnough", "justTried"],
  wrongContact: ({ lead }, { contacts }) => [contacts?.has(lead) === true, "newContact", "noContact"],
  notInterested: ({ lead }, { interested }) => [interested?.has(lead) === true, "interestBack", "noInterest"],
  boughtCompetitor: ({ at }, { now, replacementMs = REPLACEMENT_MS }) => [
    now >= at + replacementMs,
    "replacementDue",
    "boughtCompetitor",
  ],
};
