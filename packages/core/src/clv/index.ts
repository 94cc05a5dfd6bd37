/** Customer lifetime value (客户生命周期价值): who comes back, how often, and what it is worth; when a car is due. */
export type { CustomerHistory } from "./customer-history";
export {
  customerLifetimeValue,
  type LifetimeCaveat,
  type LifetimeOptions,
  type LifetimeValue,
} from "./customer-lifetime-value";
export {
  DEFAULT_SERVICE_POLICY,
  expectNextService,
  type ServiceExpectation,
  type ServicePolicy,
  type ServiceVisit,
} from "./expect-next-service";
export { expectedPurchases, type PurchaseModel, probabilityAlive, purchaseProbability } from "./expected-purchases";
export { type BgBbModel, fitBgBb } from "./fit-bg-bb";
export { type BgNbdModel, fitBgNbd, fitMbgNbd } from "./fit-bg-nbd";
export { type CustomerSpend, expectedPurchaseValue, fitGammaGamma, type GammaGammaModel } from "./fit-gamma-gamma";
export type { Fitted } from "./fit-parameters";
export { fitParetoNbd, type ParetoNbdModel } from "./fit-pareto-nbd";
export {
  DEFAULT_REPLACEMENT_POLICY,
  type OwnedCar,
  type ReplacementPolicy,
  type ReplacementWindow,
  replacementWindow,
} from "./replacement-window";
export {
  type PurchaseSummaries,
  type PurchaseSummary,
  type SummaryOptions,
  summarisePurchases,
  summariseTally,
} from "./summarise-purchases";
export { mergePurchases, type Purchase, type PurchaseTally, tallyPurchases } from "./tally-purchases";
