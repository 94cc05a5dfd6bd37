import type { EpochMs } from "@tributary/core";
import { compileTest } from "./compile-test";
import type { Facts } from "./condition";
import { numberSlots, type Plan, type Slot } from "./plan";
import { readValues } from "./read-values";

/** A condition about one element of a list, whose keys are its facts. */
export interface ElementTest {
  readonly plan: Plan;
  readonly slots: readonly Slot[];
  /** Whether it holds for an element; not known for one that is no object. */
  readonly holds: (element: unknown, now: EpochMs) => boolean | undefined;
}

/** Makes the question for one element out of a plan whose slots are read from the element. */
export function elementTest(plan: Plan): ElementTest {
  const slots = numberSlots([plan]);
  const [isTrue, isFalse] = [compileTest(plan, true), compileTest(plan, false)];
  return {
    plan,
    slots,
    holds: (element, now) => {
      if (!isElement(element)) return undefined;
      const values = readValues(slots, element, now);
      if (isTrue(values, now)) return true;
      return isFalse(values, now) ? false : undefined;
    },
  };
}

/** Whether a list's element has keys to ask for. */
export const isElement = (element: unknown): element is Facts =>
  typeof element === "object" && element !== null && !Array.isArray(element);
