import { byCodeUnit, type EpochMs, hash53, requireNow } from "../model";
import { orderOf } from "./order-of";

/** A lead somebody may call, as its model, its grade and its consents leave it. */
export interface CallCandidate {
  readonly lead: string;
  readonly state: "open" | "ordered" | "lost";
  /** That it is ordered if called, in [0, 1]. */
  readonly probability: number;
  /** What an order is worth, at least 0. */
  readonly valueMinor: number;
  /** When the next follow-up of its grade is due. */
  readonly due?: EpochMs;
  /** Why nobody may or can call it: no consent, no number, asked not to be called. */
  readonly notContactable?: string;
  /** No call before this instant: just called, or asked to be called later. */
  readonly notBefore?: EpochMs;
}

/** How a list is made. */
export interface CallOptions {
  /** How many calls can be made. */
  readonly capacity: number;
  readonly now: EpochMs;
  /** Draws the learning share and breaks ties; another day, another seed. */
  readonly seed: string | number;
  /** Share of the capacity for leads drawn by lot, in [0, 1]; 0.05 by default. */
  readonly learningShare?: number;
  /** Share of the capacity kept for overdue follow-ups, as far as there are any, in [0, 1]; 0.2 by default. */
  readonly dueShare?: number;
}

/** A lead to call, and why it is here: drawn by lot, among the most valuable, or overdue where value was not enough. */
export interface CallEntry {
  readonly lead: string;
  readonly because: "value" | "due" | "learning";
  readonly expectedMinor: number;
  /** How long its follow-up has been due. */
  readonly overdueMs?: number;
}

/** A lead not to call, and why. */
export interface NotCalled {
  readonly lead: string;
  readonly reason: "overCapacity" | "closed" | "notContactable" | "notYet";
  readonly detail?: string;
  readonly overdueMs?: number;
}

/** Every lead is in exactly one of `called` and `notCalled`. */
export interface CallList {
  /** In the order to call: by expected value, with those drawn by lot spread evenly. */
  readonly called: readonly CallEntry[];
  /** By expected value: the first over capacity is next in line. */
  readonly notCalled: readonly NotCalled[];
  /** That a callable lead was drawn by lot, whatever its value: what a fair reading of the calls weighs with. */
  readonly learningChance: number;
}

/**
 * Says which leads to call today: the greatest expected value that capacity allows, with a declared share drawn by lot.
 *
 * Expected value is probability times value. Of the callable leads, `learningShare` of the capacity is drawn first, each
 * with the same chance: without them the model would only ever learn about leads it already likes. Then the most valuable
 * overdue leads are sure of `dueShare` of the capacity, and value decides the rest. Shares are rounded to whole calls.
 * The lot is a hash of the seed and the lead, so neither order nor company changes it; equal values go by the same hash.
 *
 * @param leads in any order, each once
 * @throws RangeError when a lead comes twice or has no probability or value, when the capacity is not a whole number from
 *   0, or the shares are not in [0, 1] together
 * @example
 * const lead = { state: "open", valueMinor: 100 } as const;
 * const leads = [
 *   { ...lead, lead: "a", probability: 0.1 },
 *   { ...lead, lead: "b", probability: 0.3 },
 *   { ...lead, lead: "c", probability: 0.2, notContactable: "no consent" },
 * ];
 * const { called, notCalled } = prioritise(leads, { capacity: 1, now: 0, seed: 7, learningShare: 0 });
 * called; // => [{ lead: "b", because: "value", expectedMinor: 30 }]
 * notCalled.map(({ lead, reason }) => [lead, reason]); // => [["c", "notContactable"], ["a", "overCapacity"]]
 * @see The shares are our choice: 5 % measures a rate of 10 % within 2 points after some 900 calls, and 20 % keeps overdue
 *   promises from starving behind value
 */
export function prioritise(leads: readonly CallCandidate[], options: CallOptions): CallList {
  const { capacity, now, seed, learning, due } = checkOptions(options);
  const columns = readLeads(leads, now, seed);
  const order = orderOf(inOrderOfHash(leads, columns.keys), columns.values, { descending: true });
  const drawn = drawLots(leads, columns, learning);
  fill(order, columns, { free: capacity - drawn, due });
  return { ...listsOf(leads, order, columns), learningChance: drawn === 0 ? 0 : drawn / columns.callable };
}

/** Why a lead is in the list or not, as it stands in {@link Columns}. */
const OUTCOMES = ["overCapacity", "closed", "notContactable", "notYet", "value", "due", "learning"] as const;
const [OPEN, , , , VALUE, DUE, LEARNING] = [0, 1, 2, 3, 4, 5, 6] as const;

/** What is known of each lead, by its index: read once in the order they lie in memory. */
interface Columns {
  /** Hash of seed and name. */
  readonly keys: Float64Array;
  readonly values: Float64Array;
  /** -1 where nothing is overdue. */
  readonly overdueMs: Float64Array;
  /** Index into {@link OUTCOMES}; 0 while a callable lead has no place. */
  readonly outcomes: Uint8Array;
  /** How many leads can be called. */
  readonly callable: number;
}

function readLeads(leads: readonly CallCandidate[], now: EpochMs, seed: string): Columns {
  const [keys, values, overdueMs] = [0, 1, 2].map(() => new Float64Array(leads.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const outcomes = new Uint8Array(leads.length);
  let callable = 0;
  for (let i = 0; i < leads.length; i++) {
    const lead = leads[i] as CallCandidate;
    const reason = whyNot(lead, now);
    if (reason === "overCapacity") callable++;
    keys[i] = hash53(`${seed}/${lead.lead}`);
    values[i] = expectedValue(lead);
    overdueMs[i] = reason !== "closed" && lead.due !== undefined && lead.due <= now ? now - lead.due : -1;
    outcomes[i] = OUTCOMES.indexOf(reason);
  }
  return { keys, values, overdueMs, outcomes, callable };
}

/** `overCapacity` of a lead that can be called: so it is until it gets a place. */
function whyNot({ state, notContactable, notBefore }: CallCandidate, now: EpochMs): NotCalled["reason"] {
  if (state !== "open") return "closed";
  if (notContactable !== undefined) return "notContactable";
  return notBefore !== undefined && notBefore > now ? "notYet" : "overCapacity";
}

interface Slots {
  readonly capacity: number;
  readonly now: EpochMs;
  readonly seed: string;
  readonly learning: number;
  readonly due: number;
}

function checkOptions(options: CallOptions): Slots {
  const { capacity, seed, learningShare = 0.05, dueShare = 0.2 } = options;
  if (!Number.isSafeInteger(capacity) || capacity < 0) {
    throw new RangeError(`capacity must be a whole number from 0, got ${capacity}`);
  }
  if (!(learningShare >= 0 && dueShare >= 0 && learningShare + dueShare <= 1)) {
    throw new RangeError(`learningShare and dueShare must be in [0, 1] together, got ${learningShare} and ${dueShare}`);
  }
  const learning = Math.round(capacity * learningShare);
  const due = Math.min(capacity - learning, Math.round(capacity * dueShare));
  return { capacity, now: requireNow(options.now), seed: String(seed), learning, due };
}

function expectedValue({ lead, probability, valueMinor }: CallCandidate): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be in [0, 1], got ${probability} of lead ${JSON.stringify(lead)}`);
  }
  if (!(valueMinor >= 0 && valueMinor < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`valueMinor must be at least 0, got ${valueMinor} of lead ${JSON.stringify(lead)}`);
  }
  return probability * valueMinor + 0; // never minus zero
}

/** Every lead by its hash; those that share one by name, which also shows who comes twice. */
function inOrderOfHash(leads: readonly CallCandidate[], keys: Float64Array): Uint32Array {
  const order = orderOf(Uint32Array.from(leads.keys()), keys);
  for (let start = 0, end = 1; start < order.length; start = end++) {
    while (end < order.length && keys[order[end] as number] === keys[order[start] as number]) end++;
    if (end - start === 1) continue;
    const names = order.subarray(start, end).sort((a, b) => byCodeUnit(leads[a]?.lead ?? "", leads[b]?.lead ?? ""));
    const twice = names.find((i, k) => leads[i]?.lead === leads[names[k - 1] ?? -1]?.lead);
    if (twice !== undefined) throw new RangeError(`lead ${JSON.stringify(leads[twice]?.lead)} comes twice`);
  }
  return order;
}

/**
 * Gives the learning share to the callable leads with the smallest lots. A lot is the hash with its halves swapped, so it
 * says nothing of the order among equal values.
 *
 * @returns how many were drawn
 */
function drawLots(leads: readonly CallCandidate[], { keys, outcomes, callable }: Columns, share: number): number {
  const count = Math.min(share, callable);
  if (count === 0) return 0;
  const lots = new Float64Array(callable);
  const holders = new Uint32Array(callable);
  let next = 0;
  for (let i = 0; i < keys.length; i++) {
    if (outcomes[i] !== OPEN) continue;
    const low = (keys[i] as number) % 2 ** 32;
    lots[next] = low * 2 ** 21 + ((keys[i] as number) - low) / 2 ** 32;
    holders[next++] = i;
  }
  const last = lots.slice().sort()[count - 1] as number;
  const sure = holders.filter((_, k) => (lots[k] as number) < last);
  const even = holders.filter((_, k) => lots[k] === last);
  even.sort((a, b) => byCodeUnit(leads[a]?.lead ?? "", leads[b]?.lead ?? ""));
  for (const i of [...sure, ...even].slice(0, count)) outcomes[i] = LEARNING;
  return count;
}

/** Gives the free places: first to the most valuable overdue leads their share, then by value. */
function fill(
  order: Uint32Array,
  { outcomes, overdueMs }: Columns,
  { free, due }: { readonly free: number; readonly due: number },
): void {
  const rest = order.filter((i) => outcomes[i] === OPEN);
  const sure = rest.filter((i) => (overdueMs[i] as number) >= 0).slice(0, due);
  for (const i of sure) outcomes[i] = DUE;
  let left = free - sure.length;
  for (let rank = 0; rank < rest.length && (left > 0 || rank < free); rank++) {
    const i = rest[rank] as number;
    if (outcomes[i] === DUE && rank < free) outcomes[i] = VALUE;
    else if (outcomes[i] === OPEN && left-- > 0) outcomes[i] = VALUE;
  }
}

function listsOf(
  leads: readonly CallCandidate[],
  order: Uint32Array,
  { values, overdueMs, outcomes }: Columns,
): Pick<CallList, "called" | "notCalled"> {
  const told = leads.map((lead, i): CallEntry | NotCalled => {
    const outcome = OUTCOMES[outcomes[i] as number] as (typeof OUTCOMES)[number];
    const overdue = overdueMs[i] as number;
    const late = overdue < 0 ? undefined : { overdueMs: overdue };
    if (isCalled(outcome)) return { lead: lead.lead, because: outcome, expectedMinor: values[i] as number, ...late };
    if (outcome !== "notContactable") return { lead: lead.lead, reason: outcome, ...late };
    return { lead: lead.lead, reason: outcome, detail: lead.notContactable as string, ...late };
  });
  const [ranked, lots, notCalled]: [CallEntry[], CallEntry[], NotCalled[]] = [[], [], []];
  for (const i of order) {
    const outcome = outcomes[i] as number;
    if (outcome === LEARNING) lots.push(told[i] as CallEntry);
    else if (outcome >= VALUE) ranked.push(told[i] as CallEntry);
    else notCalled.push(told[i] as NotCalled);
  }
  return { called: spread(ranked, lots), notCalled };
}

const isCalled = (outcome: (typeof OUTCOMES)[number]): outcome is CallEntry["because"] =>
  OUTCOMES.indexOf(outcome) >= VALUE;

/** Puts the drawn leads at even distances, so that a list that is not called to its end still has its share of them. */
function spread(ranked: readonly CallEntry[], lots: readonly CallEntry[]): CallEntry[] {
  const total = ranked.length + lots.length;
  const at = new Map(lots.map((entry, k) => [Math.floor(((k + 0.5) * total) / lots.length), entry]));
  let next = 0;
  return Array.from({ length: total }, (_, place) => at.get(place) ?? (ranked[next++] as CallEntry));
}
