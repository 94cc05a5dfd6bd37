import { byCodeUnit, type EpochMs, hash53, requireNow } from "../model";
import type { Dealer } from "./dealer";
import { nextOpenAt } from "./opening-hours";

/** A lead that needs a dealer. */
export interface AssignableLead {
  readonly lead: string;
  readonly brand: string;
  /** Codes of where the person is, narrowest first: district, city, province. A dealer of any of them may serve it. */
  readonly regions: readonly string[];
  readonly language?: string;
  /** Who goes first where capacity is short, such as the expected value; greater is earlier. */
  readonly priority: number;
  /** The dealer who has this person already: nobody else gets the lead. */
  readonly owner?: string;
}

/** How dealers are compared once all that must hold does. */
export interface AssignPolicy {
  /** A dealer must open within this time; 0: be open now. */
  readonly opensWithinMs: number;
  /** `wait`: a lead whose owner cannot take it stays without a dealer. `release`: it may go to another one. */
  readonly ownerAway: "wait" | "release";
  /** The score is the sum of weight times measure, each in [0, 1]. */
  readonly weights: {
    /** 1 for a dealer of the narrowest region, less for each wider one. */
    readonly closeness: number;
    /** The dealer's own; unknown counts as 0.5, so that a new dealer is neither favoured nor starved. */
    readonly performance: number;
  };
}

/** Why a dealer does not get a lead, the first that applies; `outscored`: could have, another one is better. */
export type RefusalReason = "brand" | "territory" | "language" | "ownedElsewhere" | "closed" | "full" | "outscored";

/** One dealer who does not get a lead. */
export interface DealerRefusal {
  readonly dealer: string;
  readonly reason: RefusalReason;
  /** Of `closed`: when it opens, if ever. */
  readonly opensAt?: EpochMs;
}

/** Where one lead goes. Every dealer is either the one, or refused with a reason. */
export interface Assignment {
  readonly lead: string;
  /** Absent where no dealer can take it. */
  readonly dealer?: string;
  readonly score?: number;
  /** By dealer, in code-unit order. */
  readonly refused: readonly DealerRefusal[];
}

/** Closeness and performance alike, open now, an owner keeps what is theirs. Our choice. */
export const DEFAULT_ASSIGN_POLICY: AssignPolicy = {
  opensWithinMs: 0,
  ownerAway: "wait",
  weights: { closeness: 1, performance: 1 },
};

/**
 * Gives each lead to the best dealer that can take it: what must hold first, then the score.
 *
 * Leads go in order of priority, equal ones by a hash of seed and lead. Each takes, among the dealers who serve its brand,
 * region and language, are open, have room and are not kept out by an owner, the one with the greatest score; among
 * equals the one with the smallest share of its capacity used, then by hash. So no lead could be with a better-scored
 * dealer who has room or a lead that comes later, and none is left over while a dealer who may take it has room. The
 * order of leads and dealers changes nothing.
 *
 * @returns one assignment a lead, those of the highest priority first
 * @throws RangeError when a lead or a dealer comes twice, a priority is no number, a capacity no whole number, or a
 *   number of the policy below 0
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [{ day: 1, from: "09:00", to: "18:00" }] };
 * const dealer = { brands: ["Nova"], hours, capacity: 1 };
 * const dealers = [{ ...dealer, id: "city", territories: ["3101"] }, { ...dealer, id: "far", territories: ["44"] }];
 * const lead = { brand: "Nova", regions: ["3101", "31"] };
 * const leads = [{ ...lead, lead: "a", priority: 1 }, { ...lead, lead: "b", priority: 2 }];
 * const now = Date.UTC(2026, 2, 2, 4);
 * const [first, second] = assign(leads, dealers, DEFAULT_ASSIGN_POLICY, { now, seed: 1 });
 * first; // => { lead: "b", dealer: "city", score: 1.5, refused: [{ dealer: "far", reason: "territory" }] }
 * second.refused[0]; // => { dealer: "city", reason: "full" }
 * @see D. Gale and L. S. Shapley, College admissions and the stability of marriage (1962): where all dealers want the
 *   leads in one order, letting the leads choose in that order is the stable matching
 */
export function assign(
  leads: readonly AssignableLead[],
  dealers: readonly Dealer[],
  policy: AssignPolicy,
  options: { readonly now: EpochMs; readonly seed: string | number },
): Assignment[] {
  const now = requireNow(options.now);
  requirePolicy(policy);
  const desks = openDesks(dealers, policy, now);
  const known = new Set(desks.map(({ dealer }) => dealer.id));
  return inPriority(leads, options.seed).map((lead) => {
    const held = lead.owner !== undefined && (policy.ownerAway === "wait" || canServe(lead, desks, known));
    return place(held ? lead : withoutOwner(lead), desks, policy, options.seed);
  });
}

function requirePolicy({ opensWithinMs, weights }: AssignPolicy): void {
  for (const [name, value] of Object.entries({ opensWithinMs, ...weights })) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} must be a number from 0, got ${value}`);
    }
  }
}

/** A dealer during one batch. */
interface Desk {
  readonly dealer: Dealer;
  taken: number;
  readonly closed: DealerRefusal | undefined;
  /** One refusal a reason, shared by all leads. */
  readonly refusals: Map<RefusalReason, DealerRefusal>;
}

function openDesks(dealers: readonly Dealer[], policy: AssignPolicy, now: EpochMs): readonly Desk[] {
  const sorted = [...dealers].sort((a, b) => byCodeUnit(a.id, b.id));
  return sorted.map((dealer, i): Desk => {
    if (dealer.id === sorted[i - 1]?.id) throw new RangeError(`dealer ${JSON.stringify(dealer.id)} comes twice`);
    if (!Number.isSafeInteger(dealer.capacity) || dealer.capacity < 0) {
      throw new RangeError(`capacity must be a whole number from 0, got ${dealer.capacity} of dealer ${dealer.id}`);
    }
    const opensAt = nextOpenAt(dealer.hours, now);
    const open = opensAt !== undefined && opensAt <= now + policy.opensWithinMs;
    const closed = { dealer: dealer.id, reason: "closed", ...(opensAt !== undefined && { opensAt }) } as const;
    return { dealer, taken: 0, closed: open ? undefined : closed, refusals: new Map() };
  });
}

function inPriority(leads: readonly AssignableLead[], seed: string | number): readonly AssignableLead[] {
  const seen = new Set<string>();
  const keyed = leads.map((lead) => {
    if (!Number.isFinite(lead.priority)) {
      throw new RangeError(`priority must be a number, got ${lead.priority} of lead ${JSON.stringify(lead.lead)}`);
    }
    if (seen.has(lead.lead)) throw new RangeError(`lead ${JSON.stringify(lead.lead)} comes twice`);
    seen.add(lead.lead);
    return { lead, key: hash53(`${seed}/${lead.lead}`) };
  });
  keyed.sort((a, b) => b.lead.priority - a.lead.priority || a.key - b.key || byCodeUnit(a.lead.lead, b.lead.lead));
  return keyed.map(({ lead }) => lead);
}

const withoutOwner = ({ owner: _, ...lead }: AssignableLead): AssignableLead => lead;

/** Whether the owner of a lead can take it now. */
function canServe(lead: AssignableLead, desks: readonly Desk[], known: ReadonlySet<string>): boolean {
  if (!known.has(lead.owner as string)) return false;
  return desks.some((desk) => desk.dealer.id === lead.owner && whyNot(lead, desk) === undefined);
}

/** The first thing that keeps a dealer from a lead. */
function whyNot({ brand, regions, language, owner }: AssignableLead, desk: Desk): RefusalReason | undefined {
  const { id, brands, territories, languages, capacity } = desk.dealer;
  if (!brands.includes(brand)) return "brand";
  if (!regions.some((region) => territories.includes(region))) return "territory";
  if (language !== undefined && languages !== undefined && !languages.includes(language)) return "language";
  if (owner !== undefined && owner !== id) return "ownedElsewhere";
  if (desk.closed) return "closed";
  return desk.taken >= capacity ? "full" : undefined;
}

function place(lead: AssignableLead, desks: readonly Desk[], policy: AssignPolicy, seed: string | number): Assignment {
  const reasons = desks.map((desk) => whyNot(lead, desk));
  let best: Desk | undefined;
  for (const [i, desk] of desks.entries()) {
    if (reasons[i] === undefined && (!best || isBetter(desk, best, lead, policy, seed))) best = desk;
  }
  const refused = desks.flatMap((desk, i) => (desk === best ? [] : [refusal(desk, reasons[i] ?? "outscored")]));
  if (!best) return { lead: lead.lead, refused };
  best.taken++;
  return { lead: lead.lead, dealer: best.dealer.id, score: scoreOf(lead, best.dealer, policy), refused };
}

function isBetter(a: Desk, b: Desk, lead: AssignableLead, policy: AssignPolicy, seed: string | number): boolean {
  const byScore = scoreOf(lead, a.dealer, policy) - scoreOf(lead, b.dealer, policy);
  if (byScore !== 0) return byScore > 0;
  const byShare = a.taken * b.dealer.capacity - b.taken * a.dealer.capacity; // a smaller share, without dividing
  if (byShare !== 0) return byShare < 0;
  const hashOf = ({ dealer }: Desk): number => hash53(`${seed}/${lead.lead}/${dealer.id}`);
  return hashOf(a) < hashOf(b);
}

function scoreOf({ regions }: AssignableLead, dealer: Dealer, { weights }: AssignPolicy): number {
  const wider = regions.findIndex((region) => dealer.territories.includes(region));
  const closeness = 1 - wider / regions.length;
  return weights.closeness * closeness + weights.performance * (dealer.performance ?? 0.5);
}

function refusal(desk: Desk, reason: RefusalReason): DealerRefusal {
  if (reason === "closed" && desk.closed) return desk.closed;
  const known = desk.refusals.get(reason) ?? { dealer: desk.dealer.id, reason };
  desk.refusals.set(reason, known);
  return known;
}
