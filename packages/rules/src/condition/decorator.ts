import { type Known, quoted } from "./issue-list";
import { type Compare, negate, type OperandKind, type Operator, someOf } from "./operator";

/** What stands before an operator and a colon, and changes what it is asked of: `someFact:greaterThan`. */
export type Decorator = "someFact" | "everyFact" | "someValue" | "everyValue" | "swap" | "not";

const DECORATORS: ReadonlyMap<string, (compare: Compare) => Compare> = new Map<Decorator, (c: Compare) => Compare>([
  ["someFact", (compare) => (list, expected, now) => someOf(list, (element) => compare(element, expected, now))],
  ["everyFact", (compare) => (list, expected, now) => every(list, (element) => compare(element, expected, now))],
  ["someValue", (compare) => (actual, list, now) => someOf(list, (element) => compare(actual, element, now))],
  ["everyValue", (compare) => (actual, list, now) => every(list, (element) => compare(actual, element, now))],
  ["swap", (compare) => (actual, expected, now) => compare(expected, actual, now)],
  ["not", negate],
]);

/** The names of the decorators. */
export const DECORATOR_NAMES: ReadonlySet<string> = new Set(DECORATORS.keys());

/** `all` over elements: no if one is, else unknown if one is, else yes. An empty list gives yes, a non-list nothing. */
function every(list: unknown, holds: (element: unknown) => boolean | undefined): boolean | undefined {
  const exception = someOf(list, (element) => {
    const answer = holds(element);
    return answer === undefined ? undefined : !answer;
  });
  return exception === undefined ? undefined : !exception;
}

/** An operator as a leaf names it, with its decorators from the outermost to the innermost. */
export interface NamedOperator {
  readonly operator: Operator;
  readonly decorators: readonly Decorator[];
  readonly compare: Compare;
  readonly whenMissing: boolean | undefined;
}

/** Why an operator's name is refused. */
export interface OperatorRefusal {
  readonly code: "unknown-operator" | "unknown-decorator" | "bad-decorator";
  readonly message: string;
  readonly known?: Known;
}

/** Most decorators before one operator. Our choice: two say everything a person can read. */
const MAX_DECORATORS = 8;

/** Operands that only a definition can write: no fact is one, so the sides cannot be swapped. */
const WRITTEN: ReadonlySet<OperandKind> = new Set<OperandKind>(["window", "range", "pattern"]);

/** Finds the operator a leaf names, such as `everyFact:not:greaterThan`; the leftmost decorator is the outermost. */
export function findOperator(text: string, operators: ReadonlyMap<string, Operator>): NamedOperator | OperatorRefusal {
  const names = text.split(":");
  const name = names.pop() as string;
  const operator = operators.get(name);
  if (!operator) return unknown("operator", name, operators.keys());
  const wrong = names.find((decorator) => !DECORATORS.has(decorator));
  if (wrong !== undefined) return unknown("decorator", wrong, DECORATORS.keys());
  if (names.length > MAX_DECORATORS) return bad(`more than ${MAX_DECORATORS} decorators`);
  const decorators = names as Decorator[];
  const { operand } = operator;
  if ((operand === "none" || operand === "element") && decorators.some((d) => d !== "not"))
    return bad(`${name} can only be decorated by not`);
  if (WRITTEN.has(operand) && decorators.includes("swap"))
    return bad(`${name} cannot be swapped: its value is not something a fact can be`);
  const compare = decorators.reduceRight<Compare>((inner, d) => decorate(d, inner), operator.compare);
  const negated = decorators.filter((decorator) => decorator === "not").length % 2 === 1;
  const { whenMissing } = operator;
  return {
    operator,
    decorators,
    compare,
    whenMissing: whenMissing === undefined ? undefined : whenMissing !== negated,
  };
}

const decorate = (decorator: Decorator, inner: Compare): Compare =>
  (DECORATORS.get(decorator) as (compare: Compare) => Compare)(inner);

const bad = (message: string): OperatorRefusal => ({ code: "bad-decorator", message });

function unknown(what: "operator" | "decorator", name: string, known: Iterable<string>): OperatorRefusal {
  return { code: `unknown-${what}`, message: `unknown ${what} ${quoted(name)}`, known: { name, names: known } };
}
