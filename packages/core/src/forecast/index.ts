/** Forecast (预测): orders per series, region and week from the open pipeline, with intervals, held against the past. */
export {
  type BacktestOptions,
  backtestForecast,
  type ForecastBacktest,
} from "./backtest-forecast";
export { fitTimeToOrder, type TimeToOrder, type TimingCurve, type TimingOptions } from "./fit-time-to-order";
export {
  type CellForecast,
  type ForecastOptions,
  forecastOrders,
  type OpenLead,
  type OrderForecast,
  type WeekForecast,
} from "./forecast-orders";
export type { LeadTraitName, LeadTraits, PastLead } from "./lead-timing";
export type { ForecastPoint, ForecastScore } from "./score-forecast";
export type { CountForecast } from "./sum-of-chances";
