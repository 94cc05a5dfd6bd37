import { canonicalJson, hashHex } from "../model";
import { deviations } from "./deviations";
import { minimise, type Slope } from "./minimise";

/** A model of customers as JSON: fitted once on a population, then asked about one customer at a time. */
export interface Fitted<Kind extends string, Name extends string> {
  /** Hash of everything else: equal models, equal version. */
  readonly version: string;
  readonly kind: Kind;
  readonly parameters: Readonly<Record<Name, number>>;
  /** How far each parameter may be off; absent where the search did not converge. */
  readonly standardErrors?: Readonly<Record<Name, number>>;
  readonly logLikelihood: number;
  /** How many customers it was fitted on. */
  readonly customers: number;
  /** Whether the search ended at a peak of the likelihood and not on a flat or at the edge, where nothing is to be relied on. */
  readonly converged: boolean;
}

/** What to fit: the mean of −log likelihood by the logarithms of what the parameters are made of. */
export interface Fitting<Kind extends string, Name extends string> {
  readonly kind: Kind;
  readonly names: readonly Name[];
  readonly slopeAt: (logs: readonly number[]) => Slope;
  readonly starts: readonly (readonly number[])[];
  /** What one scaled parameter is worth in the unit of the data; 1 by default. */
  readonly units?: Partial<Record<Name, number>>;
  /** What a parameter is above: its value is this plus the exponential; 0 by default. */
  readonly floors?: Partial<Record<Name, number>>;
  /** What to add to the log likelihood for the unit of the data. */
  readonly shift: number;
  readonly customers: number;
}

/** Fits the parameters of a model, and says whether it succeeded. */
export function fitParameters<Kind extends string, Name extends string>(
  fitting: Fitting<Kind, Name>,
): Fitted<Kind, Name> {
  const { kind, names, slopeAt, starts, units = {}, floors = {}, shift, customers } = fitting;
  const end = minimise(slopeAt, starts);
  const spread = end.converged ? deviations(slopeAt, end.at, customers) : undefined;
  const record = (value: (name: Name, i: number) => number): Record<Name, number> =>
    Object.fromEntries(names.map((name, i) => [name, value(name, i)])) as Record<Name, number>;
  const unit = (name: Name): number => (units as Record<Name, number | undefined>)[name] ?? 1;
  const floor = (name: Name): number => (floors as Record<Name, number | undefined>)[name] ?? 0;
  const above = (i: number): number => Math.exp(end.at[i] as number);
  const model = {
    kind,
    parameters: record((name, i) => unit(name) * (floor(name) + above(i))),
    // a small change of a logarithm changes what is above the floor in proportion
    ...(spread && { standardErrors: record((name, i) => unit(name) * above(i) * (spread[i] as number)) }),
    logLikelihood: shift - end.value * customers,
    customers,
    converged: spread !== undefined,
  };
  return { version: hashHex(canonicalJson(model)), ...model };
}
