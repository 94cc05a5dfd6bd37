import * as fc from "fast-check";
import {
  type AssignableLead,
  type Assignment,
  type AssignPolicy,
  assign,
  type CallCandidate,
  type CallList,
  claimLost,
  type Dealer,
  decideLost,
  joinLeads,
  type LeadTouch,
  type LostClaim,
  prioritise,
  recallList,
  recontactSample,
} from "../leads";
import { DAY_MS, type EpochMs, HOUR_MS } from "../model";
import { type Law, law } from "./law";
import {
  arbitraryAssignableLeads,
  arbitraryCandidates,
  arbitraryLostStatement,
  arbitraryTouches,
} from "./leads-arbitraries";

/**
 * The laws of leads, to run on a host's own dealers and policy.
 *
 * @param setup.dealers checked dealers, at least one
 * @param setup.around the laws look at moments within a week of this one
 * @returns laws for any test runner; each tries 100 random batches by default
 * @example
 * const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "18:00" }));
 * const hours = { zone: "Asia/Shanghai", week };
 * const dealers = [{ id: "d1", brands: ["Nova"], territories: ["31"], hours, capacity: 2 }];
 * const laws = leadLaws({ dealers, policy: DEFAULT_ASSIGN_POLICY, around: Date.UTC(2026, 2, 4) });
 * for (const { check } of laws) check({ numRuns: 20 });
 * laws.length; // => 14
 */
export function leadLaws(setup: LeadSetup): readonly Law[] {
  return [...joinLaws(), ...callLaws(), ...assignLaws(setup), ...lostLaws()];
}

/** What a host distributes leads by. */
export interface LeadSetup {
  readonly dealers: readonly Dealer[];
  readonly policy: AssignPolicy;
  readonly around: EpochMs;
}

const bytes = (value: unknown): string => JSON.stringify(value);

function same(a: unknown, b: unknown, what: string): void {
  if (bytes(a) !== bytes(b)) throw new Error(`${what}:\n  ${bytes(a)}\n  ${bytes(b)}`);
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** A list, and the same in another order. */
const twoOrders = <T>(lists: fc.Arbitrary<T[]>): fc.Arbitrary<readonly [T[], T[]]> =>
  lists.chain((list) => fc.shuffledSubarray(list, { minLength: list.length }).map((other) => [list, other] as const));

function joinLaws(): Law[] {
  return [
    law(
      "joining: the order of touches changes nothing",
      fc.property(twoOrders(arbitraryTouches), ([touches, others]) => {
        same(joinLeads(others), joinLeads(touches), "another order");
      }),
    ),
    law(
      "joining: touches told twice, and leads joined again, change nothing",
      fc.property(arbitraryTouches, (touches) => {
        const once = joinLeads(touches);
        same(joinLeads([...touches, ...touches]), once, "told twice");
        const { leads } = joinLeads(once.leads.flatMap((lead) => lead.touches));
        same(leads, once.leads, "joined again");
      }),
    ),
    law(
      "joining: one lead for a person and a brand, and every touch in it or refused",
      fc.property(arbitraryTouches, (touches) => {
        const { leads, refused } = joinLeads(touches);
        const names = leads.map(({ person, brand }) => bytes([person, brand]));
        claim(new Set(names).size === names.length, "two leads for a person and a brand");
        const without = ({ id, person, brand, kind, at, source }: LeadTouch): string =>
          bytes([id, person, brand, kind, at, source]);
        const told = [...leads.flatMap((lead) => lead.touches), ...refused.map(({ touch }) => touch)].map(without);
        same([...told].sort(), [...new Set(touches.map(without))].sort(), "touches told");
        for (const lead of leads) {
          same(lead.sources, [...new Set(lead.touches.map(({ source }) => source))].sort(), "sources kept");
        }
      }),
    ),
  ];
}

const NOW: EpochMs = Date.UTC(2026, 2, 4);
const slots: fc.Arbitrary<{ capacity: number; seed: number; learningShare: number; dueShare: number }> = fc.record({
  capacity: fc.nat(70),
  seed: fc.nat(9),
  learningShare: fc.constantFrom(0, 0.05, 0.1, 0.5),
  dueShare: fc.constantFrom(0, 0.2, 0.5),
});

const isCallable = ({ state, notContactable, notBefore = NOW }: CallCandidate): boolean =>
  state === "open" && notContactable === undefined && notBefore <= NOW;

function callLaws(): Law[] {
  const candidates = arbitraryCandidates(NOW);
  return [
    law(
      "calling: the order of leads changes nothing",
      fc.property(twoOrders(candidates), slots, ([leads, others], options) => {
        const list = (of: readonly CallCandidate[]): CallList => prioritise(of, { ...options, now: NOW });
        same(list(others), list(leads), "another order");
      }),
    ),
    law(
      "calling: every lead is in one place, and capacity is used and never exceeded",
      fc.property(candidates, slots, (leads, options) => {
        const { called, notCalled } = prioritise(leads, { ...options, now: NOW });
        const told = [...called, ...notCalled].map(({ lead }) => lead);
        same(told.sort(), leads.map(({ lead }) => lead).sort(), "leads told");
        const callable = new Set(leads.filter(isCallable).map(({ lead }) => lead));
        claim(called.length === Math.min(options.capacity, callable.size), `${called.length} called`);
        for (const { lead } of called) claim(callable.has(lead), `${lead} is called`);
        for (const { lead, reason } of notCalled) {
          claim(callable.has(lead) === (reason === "overCapacity"), `${lead} is not called: ${reason}`);
        }
      }),
    ),
    law(
      "calling: the learning share is as declared, by lot and spread evenly",
      fc.property(candidates, slots, (leads, options) => {
        const { called, learningChance } = prioritise(leads, { ...options, now: NOW });
        const callable = leads.filter(isCallable).length;
        const drawn = called.filter(({ because }) => because === "learning");
        const share = Math.min(callable, Math.round(options.capacity * options.learningShare));
        claim(drawn.length === share, `${drawn.length} drawn, ${share} declared`);
        claim(learningChance === (callable === 0 ? 0 : share / callable), `chance ${learningChance}`);
        for (let cut = 1; cut <= called.length; cut++) {
          const so = called.slice(0, cut).filter(({ because }) => because === "learning").length;
          claim(Math.abs(so - (cut * share) / called.length) <= 1, `${so} drawn among the first ${cut}`);
        }
        const upside = leads.map((lead) => ({ ...lead, probability: 1 - lead.probability }));
        const others = prioritise(upside, { ...options, now: NOW }).called;
        const names = (list: typeof called): string[] =>
          list.filter(({ because }) => because === "learning").map(({ lead }) => lead);
        same(names(others).sort(), names(called).sort(), "the lot reads the value");
      }),
    ),
    law(
      "calling: nobody over capacity is worth more than somebody called for value, unless overdue leads took the place",
      fc.property(candidates, slots, (leads, options) => {
        const { called, notCalled } = prioritise(leads, { ...options, now: NOW });
        const worth = new Map(leads.map((one) => [one.lead, one.probability * one.valueMinor]));
        const left = notCalled.filter(({ reason }) => reason === "overCapacity");
        const best = Math.max(-1, ...left.map(({ lead }) => worth.get(lead) as number));
        const overdue = Math.max(
          -1,
          ...left.filter((one) => one.overdueMs !== undefined).map(({ lead }) => worth.get(lead) as number),
        );
        for (const { because, expectedMinor, overdueMs } of called) {
          if (because === "value" && overdueMs === undefined) claim(expectedMinor >= best, `${best} is left out`);
          if (because === "due") claim(overdueMs !== undefined && expectedMinor >= overdue, `${overdue} is left out`);
        }
        const due = called.filter(({ because }) => because === "due").length;
        claim(due <= Math.round(options.capacity * options.dueShare), `${due} called for being due`);
      }),
    ),
  ];
}

function assignLaws({ dealers, policy, around }: LeadSetup): Law[] {
  const leads = arbitraryAssignableLeads(dealers);
  const moment = fc.record({
    now: fc.integer({ min: -7 * 24, max: 7 * 24 }).map((hours) => around + hours * HOUR_MS),
    seed: fc.nat(9),
  });
  return [
    law(
      "assigning: the order of leads and dealers changes nothing",
      fc.property(
        twoOrders(leads),
        fc.shuffledSubarray([...dealers], { minLength: dealers.length }),
        moment,
        ([batch, other], desks, options) => {
          same(assign(other, desks, policy, options), assign(batch, dealers, policy, options), "another order");
        },
      ),
    ),
    law(
      "assigning: every lead is told of once, with every dealer in one place",
      fc.property(leads, moment, (batch, options) => {
        const assigned = assign(batch, dealers, policy, options);
        same(assigned.map(({ lead }) => lead).sort(), batch.map(({ lead }) => lead).sort(), "leads told");
        for (const { dealer, refused } of assigned) {
          const told = [...refused.map((one) => one.dealer), ...(dealer === undefined ? [] : [dealer])];
          same(told.sort(), dealers.map(({ id }) => id).sort(), "dealers told");
        }
      }),
    ),
    law(
      "assigning: no dealer takes more than it can, or what it may not serve",
      fc.property(leads, moment, (batch, options) => {
        const assigned = assign(batch, dealers, policy, options);
        for (const dealer of dealers) {
          const took = assigned.filter((one) => one.dealer === dealer.id);
          claim(took.length <= dealer.capacity, `${dealer.id} took ${took.length} of ${dealer.capacity}`);
          for (const { lead } of took) {
            const { brand, regions, language, owner } = batch.find((one) => one.lead === lead) as AssignableLead;
            claim(dealer.brands.includes(brand), `${dealer.id} does not sell ${brand}`);
            claim(
              regions.some((region) => dealer.territories.includes(region)),
              `${dealer.id} is elsewhere`,
            );
            claim(
              language === undefined || dealer.languages?.includes(language) !== false,
              `${dealer.id}: ${language}`,
            );
            const kept = policy.ownerAway === "release" || owner === undefined || owner === dealer.id;
            claim(kept, `${dealer.id} took what is ${owner}'s`);
          }
        }
      }),
    ),
    law(
      "assigning: nobody is left over, or worse off, while a better dealer has room or a later lead",
      fc.property(leads, moment, (batch, options) => {
        const assigned = assign(batch, dealers, policy, options);
        const capacityOf = new Map(dealers.map(({ id, capacity }) => [id, capacity]));
        for (const [rank, { dealer, score = -1, refused }] of assigned.entries()) {
          for (const one of refused) {
            if (one.reason === "full") {
              const before = assigned.slice(0, rank).filter((other) => other.dealer === one.dealer).length;
              claim(before === capacityOf.get(one.dealer), `${one.dealer} has room, or a lead that comes later`);
            }
            if (one.reason !== "outscored") continue;
            claim(dealer !== undefined, `${one.dealer} could have taken a lead that is left over`);
            const lead = batch.find((other) => other.lead === assigned[rank]?.lead) as AssignableLead;
            claim(scoreAlone(lead, one.dealer, { dealers, policy }, options) <= score, `${one.dealer} is better`);
          }
        }
      }),
    ),
  ];
}

/** The score of a dealer for a lead if there were no other. */
function scoreAlone(
  { owner: _, ...lead }: AssignableLead,
  dealer: string,
  { dealers, policy }: Pick<LeadSetup, "dealers" | "policy">,
  options: { readonly now: EpochMs; readonly seed: number },
): number {
  const only = dealers.filter(({ id }) => id === dealer).map((one) => ({ ...one, capacity: 1 }));
  const [alone] = assign([lead], only, policy, options) as [Assignment];
  return alone.score ?? -1;
}

function lostLaws(): Law[] {
  const claims = fc.array(
    fc.tuple(arbitraryLostStatement, fc.constantFrom("wang", "li", "zhao"), fc.boolean(), fc.nat(5)),
    { maxLength: 20 },
  );
  const decided = (
    list: readonly (readonly [Parameters<typeof claimLost>[1], string, boolean, number])[],
  ): LostClaim[] =>
    list.flatMap(([statement, by, approves, after]) => {
      const made = claimLost({ state: "open" }, statement);
      if (!made.ok) return [];
      const verdict = approves ? {} : { refusal: "stillInterested" as const };
      const result = decideLost(made.value, { by, at: statement.at + after, ...verdict });
      return [result.ok ? result.value : made.value];
    });
  return [
    law(
      "losing: nobody decides their own claim, and nothing is decided twice",
      fc.property(claims, (list) => {
        for (const one of decided(list)) {
          claim(one.state === "claimed" || one.decidedBy !== one.claimant, `${one.claimant} decided their own claim`);
          if (one.state === "claimed") continue;
          claim(!decideLost(one, { by: "chen", at: one.at + DAY_MS }).ok, "decided twice");
        }
      }),
    ),
    law(
      "losing: what is drawn for another call depends on no other loss",
      fc.property(claims, fc.constantFrom(0, 0.2, 0.7, 1), fc.nat(9), (list, share, seed) => {
        const all = decided(list);
        const drawn = recontactSample(all, { share, seed });
        const alone = all.flatMap((one) => recontactSample([one], { share, seed }));
        same(drawn.map(bytes).sort(), alone.map(bytes).sort(), "drawn alone");
        claim(
          drawn.every(({ state }) => state === "approved"),
          "drawn without approval",
        );
      }),
    ),
    law(
      "losing: every claim is recalled or out, in any order",
      fc.property(
        claims.chain((list) => twoOrders(fc.constant(decided(list)))),
        ([list, other]) => {
          const { recall, out } = recallList(list, { now: 30, offers: new Map([["L1", "spring"]]), quietMs: 20 });
          claim(recall.length + out.length === list.length, `${recall.length} and ${out.length} of ${list.length}`);
          const leads = (of: readonly { readonly lead: string }[]): string[] => of.map(({ lead }) => lead).sort();
          same(leads([...recall, ...out]), leads(list), "leads told");
          const again = recallList(other, { now: 30, offers: new Map([["L1", "spring"]]), quietMs: 20 });
          same(again, { recall, out }, "another order");
        },
      ),
    ),
  ];
}
