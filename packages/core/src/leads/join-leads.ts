import { byCodeUnit, canonicalJson, type EpochMs, hashHex, isEpochMs, type Json } from "../model";

/** What can happen to a lead. `cancelled` is the order's (T), `lost` is an approved loss (战败), `revived` takes it back. */
export const TOUCH_KINDS = ["enquired", "ordered", "cancelled", "revived", "lost"] as const;

/** One of {@link TOUCH_KINDS}. */
export type TouchKind = (typeof TOUCH_KINDS)[number];

/** Something that happened between one person and one brand, as one channel saw it. */
export interface LeadTouch {
  /** Names the touch: the same touch told twice has one id. */
  readonly id: string;
  /** A OneID, or any name that is the same for the same person. */
  readonly person: string;
  readonly brand: string;
  readonly kind: TouchKind;
  readonly at: EpochMs;
  /** Where it was seen: a channel, a campaign, a dealer's own book. */
  readonly source: string;
}

/** Whether somebody still has to call. */
export type LeadState = "open" | "ordered" | "lost";

/** What a touch did: opened the lead, opened it again, closed it, or nothing but being kept. */
export type TouchEffect = "opened" | "reopened" | "ordered" | "lost" | "kept";

/** Everything between one person and one brand: at most one open lead, with all its history. */
export interface Lead {
  /** Follows from person and brand, so it does not change when another touch comes to light. */
  readonly id: string;
  readonly person: string;
  readonly brand: string;
  readonly state: LeadState;
  /** When it was opened, or last reopened; of a lead that was never open, when it was first seen. */
  readonly openedAt: EpochMs;
  /** Since when it is in its state. */
  readonly since: EpochMs;
  /** Every source that saw it, by code unit. */
  readonly sources: readonly string[];
  /** In time order. */
  readonly touches: readonly (LeadTouch & { readonly effect: TouchEffect })[];
}

/** A touch that is in no lead: something in it cannot be read, or another touch has its id. */
export interface RefusedTouch {
  readonly touch: LeadTouch;
  readonly reason: "unreadable" | "idTaken";
}

/** Every touch is in exactly one of both. */
export interface JoinedLeads {
  /** By id. */
  readonly leads: readonly Lead[];
  readonly refused: readonly RefusedTouch[];
}

/** The state after a touch, by the state before; `none` before the first. A touch that is not named changes nothing. */
const NEXT: Readonly<Record<LeadState | "none", Partial<Record<TouchKind, LeadState>>>> = {
  none: { enquired: "open", revived: "open", cancelled: "open", ordered: "ordered", lost: "lost" },
  open: { ordered: "ordered", lost: "lost" },
  ordered: { enquired: "open", cancelled: "open" },
  lost: { enquired: "open", revived: "open", ordered: "ordered" },
};

/**
 * Joins touches of all channels to leads: one for a person and a brand, open at most once, with every source kept.
 *
 * Touches are read in time order, whatever order they come in; at one instant an enquiry comes before an order, that
 * before its cancellation and a loss last, then by id. A touch after the lead was ordered or lost reopens it with its
 * history, and so does a cancelled order; a lost lead that is ordered after all is ordered. A touch told twice counts
 * once; of two different touches with one id the earlier is kept and the other refused.
 *
 * @param touches in any order; those of one person must carry one name, so join again after persons were merged
 * @example
 * const touch = { person: "p1", brand: "Nova" };
 * const { leads } = joinLeads([
 *   { ...touch, id: "2", kind: "enquired", at: 20, source: "hotline" },
 *   { ...touch, id: "1", kind: "enquired", at: 10, source: "mini-program" },
 *   { ...touch, id: "3", kind: "lost", at: 30, source: "dealer" },
 *   { ...touch, id: "4", kind: "enquired", at: 90, source: "fair" },
 * ]);
 * leads.map(({ state, openedAt, sources }) => [state, openedAt, sources.length]); // => [["open", 90, 4]]
 * leads[0].touches.map(({ effect }) => effect); // => ["opened", "kept", "lost", "reopened"]
 * @see The H/A/B/C/N/O/D/T convention of Chinese dealers: a cancelled order (T) is a lead with history, not a new one
 */
export function joinLeads(touches: readonly LeadTouch[]): JoinedLeads {
  const { kept, refused } = sift(touches);
  const groups = new Map<string, LeadTouch[]>();
  for (const touch of kept) {
    const key = leadId(touch.person, touch.brand);
    const group = groups.get(key);
    if (group) group.push(touch);
    else groups.set(key, [touch]);
  }
  const leads = [...groups].map(([id, group]) => foldLead(id, group.sort(inTime)));
  return { leads: leads.sort((a, b) => byCodeUnit(a.id, b.id)), refused };
}

/**
 * The id of the lead of a person and a brand.
 *
 * @example
 * leadId("p1", "Nova") === leadId("p1", "Terra"); // => false
 */
export const leadId = (person: string, brand: string): string => hashHex(canonicalJson([person, brand]));

const inTime = (a: LeadTouch, b: LeadTouch): number =>
  a.at - b.at || TOUCH_KINDS.indexOf(a.kind) - TOUCH_KINDS.indexOf(b.kind) || byCodeUnit(a.id, b.id);

function foldLead(id: string, touches: readonly LeadTouch[]): Lead {
  const { person, brand, at } = touches[0] as LeadTouch;
  let [state, openedAt, since]: [LeadState | "none", EpochMs, EpochMs] = ["none", at, at];
  const read = touches.map((touch) => {
    const next = NEXT[state][touch.kind];
    const effect = effectOf(state, next);
    if (next !== undefined) [state, since] = [next, touch.at];
    if (next === "open") openedAt = touch.at;
    return { ...plain(touch), effect };
  });
  const sources = [...new Set(touches.map(({ source }) => source))].sort(byCodeUnit);
  return { id, person, brand, state: state as LeadState, openedAt, since, sources, touches: read };
}

function effectOf(before: LeadState | "none", next: LeadState | undefined): TouchEffect {
  if (next === undefined) return "kept";
  if (next !== "open") return next;
  return before === "none" ? "opened" : "reopened";
}

/** Copies of touches once each, and those that cannot be used. */
function sift(touches: readonly LeadTouch[]): { readonly kept: LeadTouch[]; readonly refused: RefusedTouch[] } {
  const byId = new Map<string, Map<string, LeadTouch>>();
  for (const touch of touches) {
    const told = byId.get(touch.id) ?? new Map<string, LeadTouch>();
    byId.set(touch.id, told.set(bytesOf(touch), plain(touch)));
  }
  const kept: LeadTouch[] = [];
  const refused: RefusedTouch[] = [];
  for (const [, told] of [...byId].sort(([a], [b]) => byCodeUnit(String(a), String(b)))) {
    const versions = [...told].sort(([a], [b]) => byCodeUnit(a, b)).map(([, touch]) => touch);
    const readable = versions.filter(isReadable).sort(inTime);
    if (readable[0]) kept.push(readable[0]);
    for (const touch of readable.slice(1)) refused.push({ touch, reason: "idTaken" });
    for (const touch of versions) if (!isReadable(touch)) refused.push({ touch, reason: "unreadable" });
  }
  return { kept, refused };
}

const isReadable = ({ id, person, brand, kind, at, source }: LeadTouch): boolean =>
  [id, person, brand, source].every((text) => typeof text === "string" && text !== "") &&
  TOUCH_KINDS.includes(kind) &&
  isEpochMs(at);

/** The touch alone, so that the touches of a lead can be joined again. */
const plain = ({ id, person, brand, kind, at, source }: LeadTouch): LeadTouch => ({
  id,
  person,
  brand,
  kind,
  at,
  source,
});

const bytesOf = (touch: LeadTouch): string => canonicalJson(plain(touch) as unknown as Json);
