/** Which car, which content, which offer for whom: matches with their reasons, and learning from what was taken. */
export { type ArmOutcomes, type BanditState, mergeOutcomes } from "./arm-outcomes";
export {
  type Catalogue,
  type CatalogueAttribute,
  type CatalogueCar,
  checkCatalogue,
  defineCatalogue,
  type ReputationTag,
} from "./catalogue";
export {
  CONTENT_ELEMENTS,
  type Content,
  type ContentElement,
  checkContents,
  defineContents,
  type ElementStrengths,
} from "./content";
export { type CarView, type CoViewCounts, countCoViews, mergeCoViews } from "./count-co-views";
export { type CoViewModel, fitCoViews, type Neighbour } from "./fit-co-views";
export {
  compileMatcher,
  DEFAULT_MATCH_WEIGHTS,
  type Match,
  type MatchExplanation,
  type Matcher,
  type MatcherOptions,
  type MatchOptions,
  type MatchRefusal,
  matchVehicles,
} from "./match-vehicles";
export { checkMechanisms, defineMechanisms, type Mechanism } from "./mechanisms";
export { type ConsideredMechanism, type MechanismPick, pickMechanism } from "./pick-mechanism";
export {
  type ContentContribution,
  type ContentReader,
  type ContentWeights,
  DEFAULT_CONTENT_WEIGHTS,
  type RankContentOptions,
  type RankedContent,
  rankContent,
} from "./rank-content";
export type { MatchContribution, MatchWeights } from "./score-cars";
export { type BetaPrior, probabilityBest, type ThompsonOptions, type ThompsonPick, thompson } from "./thompson";
export type { InterestTarget, MatchPerson, VehicleInterest } from "./vehicle-interest";
