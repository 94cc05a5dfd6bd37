import { byCodeUnit, canonicalJson, type EpochMs, type Json, ok, type Result, refuse } from "../model";

/**
 * Why a lead may be lost (战败): the price, a competitor's car bought, no reply, the purchase put off, the car not to be
 * had, no credit, no interest any more, a contact that is nobody's.
 */
export const LOST_REASONS = [
  "price",
  "boughtCompetitor",
  "noReply",
  "postponed",
  "unavailable",
  "creditRefused",
  "notInterested",
  "wrongContact",
] as const;

/** One of {@link LOST_REASONS}. */
export type LostReason = (typeof LOST_REASONS)[number];

/** What a claim says: who holds a lead for lost, since when and why. */
export interface LostStatement {
  readonly lead: string;
  readonly dealer: string;
  /** The adviser who gives up. */
  readonly claimant: string;
  readonly reason: LostReason;
  readonly at: EpochMs;
  /** What was bought instead; asked for with `boughtCompetitor`. */
  readonly competitor?: string;
  /** When to ask again; asked for with `postponed`. */
  readonly askAgainAt?: EpochMs;
  /** How often somebody tried to reach them; asked for, at least 1, with `noReply`. */
  readonly attempts?: number;
  readonly note?: string;
}

/** Why a claim was not believed. */
export type LostRefusal = "tooFewAttempts" | "stillInterested" | "wrongReason" | "noProof";

/** A loss as a claim: a fact only once somebody else approved it. */
export interface LostClaim extends LostStatement {
  readonly state: "claimed" | "approved" | "refused";
  readonly decidedBy?: string;
  readonly decidedAt?: EpochMs;
  readonly refusal?: LostRefusal;
}

/** Why a claim cannot be made. */
export type ClaimError = "notOpen" | "unknownReason" | "competitorMissing" | "askAgainMissing" | "attemptsMissing";

/** Why a claim cannot be decided. */
export type DecisionError = "alreadyDecided" | "ownClaim" | "beforeClaim";

/**
 * Claims that a lead is lost. The lead stays open until somebody else approves.
 *
 * @param lead the lead's state
 * @example
 * const statement = { lead: "a", dealer: "d1", claimant: "wang", reason: "postponed", at: 5 } as const;
 * claimLost({ state: "open" }, statement); // => { ok: false, error: "askAgainMissing" }
 * const claim = claimLost({ state: "open" }, { ...statement, askAgainAt: 90 });
 * claim.ok && claim.value.state; // => "claimed"
 */
export function claimLost(
  lead: { readonly state: "open" | "ordered" | "lost" },
  statement: LostStatement,
): Result<LostClaim, ClaimError> {
  const { reason, at, competitor, askAgainAt, attempts } = statement;
  if (lead.state !== "open") return refuse("notOpen");
  if (!LOST_REASONS.includes(reason)) return refuse("unknownReason");
  if (reason === "boughtCompetitor" && !competitor) return refuse("competitorMissing");
  if (reason === "postponed" && !(askAgainAt !== undefined && askAgainAt > at)) return refuse("askAgainMissing");
  if (reason === "noReply" && !(attempts !== undefined && attempts >= 1)) return refuse("attemptsMissing");
  return ok({ ...statement, state: "claimed" });
}

/**
 * Decides a claim: approved it is a loss, refused the lead stays open.
 *
 * Lost is what somebody says about their own work, so nobody approves, or refuses, their own claim.
 *
 * @param decision.refusal why the claim is refused; without it, it is approved
 * @example
 * const statement = { lead: "a", dealer: "d1", claimant: "wang", reason: "price", at: 5 } as const;
 * const claim = { ...statement, state: "claimed" } as const;
 * decideLost(claim, { by: "wang", at: 9 }); // => { ok: false, error: "ownClaim" }
 * const approved = decideLost(claim, { by: "li", at: 9 });
 * approved.ok && approved.value.state; // => "approved"
 * @see Dealers lose 40 to 54 % of their leads by their own account and sell to 4 to 8 %: lost needs a reason and a
 *   manager's approval
 */
export function decideLost(
  claim: LostClaim,
  decision: { readonly by: string; readonly at: EpochMs; readonly refusal?: LostRefusal },
): Result<LostClaim, DecisionError> {
  const { by, at, refusal } = decision;
  if (claim.state !== "claimed") return refuse("alreadyDecided");
  if (by === claim.claimant) return refuse("ownClaim");
  if (at < claim.at) return refuse("beforeClaim");
  const state = refusal === undefined ? "approved" : "refused";
  return ok({ ...claim, state, decidedBy: by, decidedAt: at, ...(refusal !== undefined && { refusal }) });
}

/** Claims by lead, those of one lead in time order; the same whatever order they come in. */
export const inLeadOrder = (a: LostClaim, b: LostClaim): number =>
  byCodeUnit(a.lead, b.lead) || a.at - b.at || byCodeUnit(bytesOf(a), bytesOf(b));

const bytesOf = (claim: LostClaim): string => canonicalJson(claim as unknown as Json);
