import * as fc from "fast-check";
import type { Condition, FactSchema, FactType, Scalar } from "../condition/index";

const numbers = fc.constantFrom(-1, 0, 1, 2, 99.99, 120);
const texts = fc.constantFrom("a", "b", "5", "星愿", "o'c\"; --", "%", "_");
const scalars: fc.Arbitrary<Scalar> = fc.oneof(numbers, texts, fc.constantFrom(true, false, null));
const durations = fc.constantFrom("1h", "1d", "30d");
const list = (of: fc.Arbitrary<Scalar>): fc.Arbitrary<readonly Scalar[]> => fc.array(of, { maxLength: 3 });

/** Values for each operator; an instant's depend on the moment. */
function operatorsOf(type: FactType["type"], now: number): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const instant = fc.constantFrom(now, now - 1, now - 86_400_000, 0);
  const ofNumbers = type === "number" ? numbers : instant;
  const pair = fc.tuple(ofNumbers, ofNumbers).map((ends) => ends.sort((a, b) => a - b));
  const equality = type === "any" ? scalars : fc.oneof(ofNumbers, fc.constant(null));
  const common = {
    equal: equality,
    notEqual: equality,
    in: list(equality),
    notIn: list(equality),
    exists: fc.constant(undefined),
    notExists: fc.constant(undefined),
    "not:exists": fc.constant(undefined),
    lessThan: ofNumbers,
    "not:lessThanInclusive": ofNumbers,
    greaterThan: ofNumbers,
    greaterThanInclusive: ofNumbers,
    "swap:greaterThan": ofNumbers,
    between: pair,
    "not:between": pair,
    "someValue:equal": list(equality),
    "everyValue:not:equal": list(equality),
    "someValue:greaterThan": list(ofNumbers),
    "everyValue:lessThan": list(ofNumbers),
  };
  const dates = {
    before: instant,
    "not:after": instant,
    after: instant,
    withinLast: durations,
    "not:olderThan": durations,
  };
  const textual = { startsWith: texts, endsWith: texts, "not:containsText": texts, "swap:startsWith": texts };
  if (type === "number") return common;
  return type === "date" ? { ...common, ...dates } : { ...common, ...dates, ...textual };
}

/** A condition on facts of a schema; some will be refused, for a threshold that cannot be decided. */
export function arbitraryCondition(schema: FactSchema, now: number): fc.Arbitrary<Condition> {
  const names = Object.keys(schema);
  const leaf = fc.constantFrom(...names).chain((fact) => {
    const operators = operatorsOf((schema[fact] as FactType).type, now);
    return fc
      .constantFrom(...Object.keys(operators))
      .chain((operator) =>
        fc
          .oneof(
            { weight: 5, arbitrary: operators[operator] as fc.Arbitrary<unknown> },
            { weight: 1, arbitrary: fc.constantFrom(...names).map((other) => ({ fact: other })) },
          )
          .map((value) => ({ fact, operator, ...(value === undefined ? {} : { value }) }) as Condition),
      );
  });
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie("node").map((not) => ({ not })),
    ),
  })).node;
}
