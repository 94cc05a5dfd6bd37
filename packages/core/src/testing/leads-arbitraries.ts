import * as fc from "fast-check";
import {
  type AssignableLead,
  type CallCandidate,
  type Dealer,
  type LeadTouch,
  LOST_REASONS,
  type LostStatement,
  TOUCH_KINDS,
} from "../leads";
import { DAY_MS, type EpochMs } from "../model";

/** Touches of few persons, brands and instants, so that they meet; some ids come twice, now and then with other content. */
export const arbitraryTouches: fc.Arbitrary<LeadTouch[]> = fc.array(
  fc.record({
    id: fc.nat(30).map((n) => `t${n}`),
    person: fc.constantFrom("p1", "p2", "p3"),
    brand: fc.constantFrom("Nova", "Terra"),
    kind: fc.constantFrom(...TOUCH_KINDS),
    at: fc.oneof({ weight: 20, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
    source: fc.constantFrom("mini-program", "hotline", "fair", "dealer"),
  }),
  { maxLength: 40, size: "max" },
);

/** Leads around a moment, each once: many of equal value, some overdue, closed, not contactable or not yet. */
export const arbitraryCandidates = (now: EpochMs): fc.Arbitrary<CallCandidate[]> =>
  fc.uniqueArray(
    fc.record(
      {
        lead: fc.nat(500).map((n) => `L${n}`),
        state: fc.oneof(
          { weight: 8, arbitrary: fc.constant("open" as const) },
          { weight: 1, arbitrary: fc.constantFrom("ordered" as const, "lost" as const) },
        ),
        probability: fc.oneof(
          fc.constantFrom(0, 0.1, 0.2, 1),
          fc.nat(1000).map((n) => n / 1000),
        ),
        valueMinor: fc.constantFrom(0, 100, 100, 250),
        due: fc.integer({ min: now - 3 * DAY_MS, max: now + 3 * DAY_MS }),
        notBefore: fc.integer({ min: now - 3 * DAY_MS, max: now + DAY_MS }),
        notContactable: fc.constantFrom("no consent", "no number"),
      },
      { requiredKeys: ["lead", "state", "probability", "valueMinor"] },
    ),
    { maxLength: 60, size: "max", selector: ({ lead }) => lead },
  );

/** Leads that dealers may serve, and some that none may. */
export function arbitraryAssignableLeads(dealers: readonly Dealer[]): fc.Arbitrary<AssignableLead[]> {
  const oneOf = (names: readonly string[], other: string): fc.Arbitrary<string> =>
    fc.constantFrom(...new Set(names), other);
  return fc.uniqueArray(
    fc.record(
      {
        lead: fc.nat(500).map((n) => `L${n}`),
        brand: oneOf(
          dealers.flatMap(({ brands }) => brands),
          "a brand nobody sells",
        ),
        regions: fc.uniqueArray(
          oneOf(
            dealers.flatMap(({ territories }) => territories),
            "nowhere",
          ),
          { minLength: 1, maxLength: 3 },
        ),
        priority: fc.integer({ min: 0, max: 5 }),
        language: oneOf(
          dealers.flatMap(({ languages = [] }) => languages),
          "a language nobody speaks",
        ),
        owner: oneOf(
          dealers.map(({ id }) => id),
          "a dealer that is gone",
        ),
      },
      { requiredKeys: ["lead", "brand", "regions", "priority"] },
    ),
    { maxLength: 40, size: "max", selector: ({ lead }) => lead },
  );
}

/** What an adviser may say of a loss, some of it not enough. */
export const arbitraryLostStatement: fc.Arbitrary<LostStatement> = fc.record(
  {
    lead: fc.constantFrom("L1", "L2", "L3"),
    dealer: fc.constantFrom("d1", "d2"),
    claimant: fc.constantFrom("wang", "li"),
    reason: fc.constantFrom(...LOST_REASONS),
    at: fc.nat(20),
    competitor: fc.constantFrom("", "Other"),
    askAgainAt: fc.nat(40),
    attempts: fc.nat(3),
  },
  { requiredKeys: ["lead", "dealer", "claimant", "reason", "at"] },
);
