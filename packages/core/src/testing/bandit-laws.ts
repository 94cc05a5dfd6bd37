import * as fc from "fast-check";
import { type BanditState, mergeOutcomes, probabilityBest, thompson } from "../match";
import { claim, claimSame } from "./claims";
import { type Law, law } from "./law";

/**
 * The laws of learning from outcomes, to run on a host's own arms.
 *
 * @param arms what may be offered, without repeats
 * @example
 * banditLaws(["discount", "gift"]).length; // => 4
 */
export function banditLaws(arms: readonly string[]): readonly Law[] {
  const count = fc.nat(1_000);
  const outcomes = fc.record({ taken: count, refused: count });
  const state: fc.Arbitrary<BanditState> = fc.dictionary(fc.constantFrom(...arms), outcomes);
  const who = fc.record({ seed: fc.nat(), person: fc.string() });
  return [
    law(
      "outcomes merge in any order, with none as the identity",
      fc.property(state, state, state, (a, b, c) => {
        claimSame(mergeOutcomes(a, b), mergeOutcomes(b, a), "commutative");
        claimSame(mergeOutcomes(mergeOutcomes(a, b), c), mergeOutcomes(a, mergeOutcomes(b, c)), "associative");
        claimSame(mergeOutcomes(a, {}), mergeOutcomes({}, a), "identity");
      }),
    ),
    law(
      "the order of arms means nothing, and an arm that comes changes no draw of another",
      fc.property(state, who, (outcomes, options) => {
        const pick = thompson(outcomes, arms, options);
        claimSame(thompson(outcomes, [...arms].reverse(), options), pick, "pick");
        const { draws } = thompson(outcomes, [...arms, "an arm that comes"], options);
        claimSame(
          draws.filter(({ arm }) => arms.includes(arm)),
          pick.draws,
          "draws",
        );
      }),
    ),
    law(
      "the arm is the highest drawn unless it explores, and a full floor always explores",
      fc.property(state, who, (outcomes, options) => {
        const plain = thompson(outcomes, arms, options);
        claimSame([plain.arm, plain.explored], [plain.draws[0]?.arm, false], "no floor");
        claim(
          plain.draws.every(({ draw }, i) => draw >= (plain.draws[i + 1]?.draw ?? 0)),
          "draws do not fall",
        );
        const full = thompson(outcomes, arms, { ...options, floor: 1 / arms.length });
        claim(full.explored && arms.includes(full.arm), "a full floor did not explore");
      }),
    ),
    law(
      "probabilities of being the best add up to 1",
      fc.property(state, fc.nat(), (outcomes, seed) => {
        const best = Object.values(probabilityBest(outcomes, arms, { seed, draws: 64 }));
        claimSame(
          best.reduce((sum, one) => sum + one, 0),
          1,
          "sum",
        );
      }),
    ),
  ];
}
