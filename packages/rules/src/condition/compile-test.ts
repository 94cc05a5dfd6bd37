import type { EpochMs } from "@tributary/core";
import { lists } from "./bound-facts";
import type { LeafPlan, Plan } from "./plan";

/** The values of one call, by the index of their slot; `undefined` where nothing is there. */
export type Values = readonly unknown[];

/** One question about the values of a call. */
export type Test = (values: Values, now: EpochMs) => boolean;

/**
 * Compiles a condition into the question "is it surely true?" (`want` true) or "is it surely false?" (`want` false).
 *
 * Unknown is the answer no to both, so three values need two closures and no third value: `all` is surely true when
 * every child is and surely false when one child is, `any` is its dual, and `not` asks its child the other question.
 * Conditions are pure, so either question stops at the first child that decides.
 *
 * @see S. C. Kleene, Introduction to Metamathematics (1952), section 64: the strong three-valued tables
 */
export function compileTest(plan: Plan, want: boolean, known: Map<Plan, [Test?, Test?]> = new Map()): Test {
  const pair = known.get(plan) ?? [];
  known.set(plan, pair);
  const side = want ? 0 : 1;
  const compiled = pair[side] ?? compileNode(plan, want, known);
  pair[side] = compiled;
  return compiled;
}

function compileNode(plan: Plan, want: boolean, known: Map<Plan, [Test?, Test?]>): Test {
  if (plan.kind === "leaf") return compileLeaf(plan, want);
  const children = plan.children.map((child) => compileTest(child, plan.kind === "not" ? !want : want, known));
  return (plan.kind === "any") === want ? someOf(children) : everyOf(children);
}

function everyOf(tests: readonly Test[]): Test {
  const [a, b, c, d] = tests as readonly [Test, Test, Test, Test];
  switch (tests.length) {
    case 1:
      return a;
    case 2:
      return (values, now) => a(values, now) && b(values, now);
    case 3:
      return (values, now) => a(values, now) && b(values, now) && c(values, now);
    case 4:
      return (values, now) => a(values, now) && b(values, now) && c(values, now) && d(values, now);
    default:
      return (values, now) => {
        for (const test of tests) if (!test(values, now)) return false;
        return true;
      };
  }
}

function someOf(tests: readonly Test[]): Test {
  const [a, b, c, d] = tests as readonly [Test, Test, Test, Test];
  switch (tests.length) {
    case 1:
      return a;
    case 2:
      return (values, now) => a(values, now) || b(values, now);
    case 3:
      return (values, now) => a(values, now) || b(values, now) || c(values, now);
    case 4:
      return (values, now) => a(values, now) || b(values, now) || c(values, now) || d(values, now);
    default:
      return (values, now) => {
        for (const test of tests) if (test(values, now)) return true;
        return false;
      };
  }
}

function compileLeaf(plan: LeafPlan, want: boolean): Test {
  const { named, slot, expected, bound } = plan;
  const { compare, whenMissing } = named;
  const at = slot.index;
  if (whenMissing !== undefined && bound) {
    if (!whenMissing === want) return (values) => values[at] !== undefined;
    return (values) => values[at] === undefined && !lists(values[bound.index], slot.fact);
  }
  if ("slot" in expected) {
    const other = expected.slot.index;
    return (values, now) => {
      const [actual, value] = [values[at], values[other]];
      return actual !== undefined && value !== undefined && compare(actual, value, now) === want;
    };
  }
  const { constant } = expected;
  const fused = named.decorators.length === 0 ? fuse(named.operator.name, at, constant, want) : undefined;
  if (fused) return fused;
  return (values, now) => {
    const actual = values[at];
    return actual !== undefined && compare(actual, constant, now) === want;
  };
}

/** The commonest operators with their constant and their place in one closure: the general form calls one more. */
function fuse(operator: string, at: number, constant: unknown, want: boolean): Test | undefined {
  switch (operator) {
    case "equal":
    case "notEqual":
      return fuseEqual(at, constant, (operator === "equal") === want);
    case "in":
    case "notIn":
      return fuseIn(at, constant as ReadonlySet<unknown> | readonly unknown[], (operator === "in") === want);
    case "greaterThan":
    case "lessThanInclusive":
      return fuseAbove(at, constant as number, (operator === "greaterThan") === want);
    case "greaterThanInclusive":
    case "lessThan":
      return fuseFrom(at, constant as number, (operator === "greaterThanInclusive") === want);
    default:
      return undefined;
  }
}

function fuseEqual(at: number, constant: unknown, same: boolean): Test {
  if (same) return (values) => values[at] === constant;
  return (values) => {
    const actual = values[at];
    return actual !== undefined && actual !== constant;
  };
}

function fuseIn(at: number, list: ReadonlySet<unknown> | readonly unknown[], inside: boolean): Test {
  if (list instanceof Set)
    return (values) => {
      const actual = values[at];
      return actual !== undefined && list.has(actual) === inside;
    };
  return (values) => {
    const actual = values[at];
    return actual !== undefined && (list as readonly unknown[]).indexOf(actual) >= 0 === inside;
  };
}

/** Greater than the constant, or not: `NaN` is neither, so both are asked for. */
function fuseAbove(at: number, constant: number, above: boolean): Test {
  if (above)
    return (values) => {
      const actual = values[at];
      return typeof actual === "number" && actual > constant;
    };
  return (values) => {
    const actual = values[at];
    return typeof actual === "number" && actual <= constant;
  };
}

/** Greater than or equal to the constant, or not. */
function fuseFrom(at: number, constant: number, from: boolean): Test {
  if (from)
    return (values) => {
      const actual = values[at];
      return typeof actual === "number" && actual >= constant;
    };
  return (values) => {
    const actual = values[at];
    return typeof actual === "number" && actual < constant;
  };
}
