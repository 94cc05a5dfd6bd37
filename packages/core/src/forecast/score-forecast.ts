/** One forecast of the past beside what came. */
export interface ForecastPoint {
  /** The Sunday up to whose end everything was known. */
  readonly origin: string;
  /** Which week after it, from 1. */
  readonly ahead: number;
  readonly expected: number;
  readonly variance: number;
  readonly low: number;
  readonly high: number;
  /** Orders of that week by leads open at the origin. */
  readonly actual: number;
  /** What the naive forecast said: the same number as last known, one for each distance. */
  readonly naive: number;
}

/** How forecasts did. Errors are shares: 0.25 is 25 %; `undefined` where there is nothing to divide by. */
export interface ForecastScore {
  readonly points: number;
  /** Sum of absolute errors over sum of orders. */
  readonly wape: number | undefined;
  readonly naiveWape: number | undefined;
  /** Mean of absolute errors over orders, of the points that have orders. */
  readonly mape: number | undefined;
  readonly naiveMape: number | undefined;
  /** (Expected − ordered) / ordered, of the sums: above 0 it promised too much. */
  readonly bias: number | undefined;
  /** Which share of the intervals held the truth. */
  readonly coverage: number | undefined;
}

/** Mean squared error over variance, at least 1. */
export function dispersionOf(points: readonly ForecastPoint[]): number {
  const told = points.filter(({ variance }) => variance > 0);
  const sum = told.reduce((total, { expected, actual, variance }) => total + (actual - expected) ** 2 / variance, 0);
  return told.length === 0 ? 1 : Math.max(1, sum / told.length);
}

/** How forecasts did, beside the naive ones. */
export function scoreOf(points: readonly ForecastPoint[]): ForecastScore {
  const sum = (of: (point: ForecastPoint) => number): number => points.reduce((total, point) => total + of(point), 0);
  const ordered = sum(({ actual }) => actual);
  const withOrders = points.filter(({ actual }) => actual > 0);
  const over = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);
  const wape = (of: (point: ForecastPoint) => number): number | undefined =>
    over(
      sum((point) => Math.abs(of(point) - point.actual)),
      ordered,
    );
  const mape = (of: (point: ForecastPoint) => number): number | undefined => {
    const errors = withOrders.map((point) => Math.abs(of(point) - point.actual) / point.actual);
    return over(
      errors.reduce((total, error) => total + error, 0),
      errors.length,
    );
  };
  return {
    points: points.length,
    wape: wape(({ expected }) => expected),
    naiveWape: wape(({ naive }) => naive),
    mape: mape(({ expected }) => expected),
    naiveMape: mape(({ naive }) => naive),
    bias: over(
      sum(({ expected, actual }) => expected - actual),
      ordered,
    ),
    coverage: over(points.filter(({ low, high, actual }) => actual >= low && actual <= high).length, points.length),
  };
}
