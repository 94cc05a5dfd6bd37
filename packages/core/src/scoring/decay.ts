/**
 * How an action fades with its age in local dates (0 on the date it happened): not at all, to half every so many days,
 * or in steps, each good through an age and nothing after the last.
 */
export type Decay =
  | { readonly kind: "none" }
  | { readonly kind: "halfLife"; readonly days: number }
  | {
      readonly kind: "steps";
      readonly steps: readonly { readonly throughDays: number; readonly factor: number }[];
    };

/** How an action fades, and for how many local dates it counts. */
export interface Fading {
  readonly decay: Decay;
  readonly windowDays?: number;
}

/** Our choice: after forty halvings less than a millionth of a millionth is left, and nothing counts. */
const MOST_HALVINGS = 40;
const GRID = 2 ** 40;

/**
 * The share of an action that is left at an age: 1 when fresh, never rising, 0 outside the window.
 *
 * Between two halvings the share is rounded to 40 binary digits, so that machines whose `2 ** x` differ in the last
 * digit agree; a whole number of halvings is exact.
 *
 * @param ageDays local dates since it happened, an integer from 0
 * @returns a share in [0, 1]
 * @example
 * remaining({ decay: { kind: "halfLife", days: 7 } }, 14); // => 0.25
 * remaining({ decay: { kind: "steps", steps: [{ throughDays: 7, factor: 1 }, { throughDays: 15, factor: 0.7 }] } }, 8); // => 0.7
 * remaining({ decay: { kind: "none" }, windowDays: 30 }, 30); // => 0
 */
export function remaining({ decay, windowDays }: Fading, ageDays: number): number {
  if (windowDays !== undefined && ageDays >= windowDays) return 0;
  if (decay.kind === "none") return 1;
  if (decay.kind === "steps") return decay.steps.find(({ throughDays }) => ageDays <= throughDays)?.factor ?? 0;
  const rest = ageDays % decay.days;
  const halvings = (ageDays - rest) / decay.days;
  return halvings >= MOST_HALVINGS ? 0 : (Math.round(2 ** (-rest / decay.days) * GRID) / GRID) * 2 ** -halvings;
}

/**
 * For how many local dates an action counts at all, the one it happened on included.
 *
 * @returns `undefined` where it counts for ever
 * @example
 * lastingDays({ decay: { kind: "halfLife", days: 7 } }); // => 280
 * lastingDays({ decay: { kind: "steps", steps: [{ throughDays: 7, factor: 1 }] }, windowDays: 30 }); // => 8
 * lastingDays({ decay: { kind: "none" } }); // => undefined
 */
export function lastingDays({ decay, windowDays = Number.POSITIVE_INFINITY }: Fading): number | undefined {
  const days = Math.min(windowDays, fadedAfter(decay));
  return days === Number.POSITIVE_INFINITY ? undefined : days;
}

function fadedAfter(decay: Decay): number {
  if (decay.kind === "halfLife") return MOST_HALVINGS * decay.days;
  if (decay.kind === "none") return Number.POSITIVE_INFINITY;
  return (decay.steps[decay.steps.length - 1]?.throughDays ?? -1) + 1;
}

/**
 * The next age at which another share is left than at this one.
 *
 * @returns an age in local dates, or `undefined` where the share stays for ever
 * @example
 * nextAge({ decay: { kind: "none" }, windowDays: 30 }, 4); // => 30
 * nextAge({ decay: { kind: "halfLife", days: 7 } }, 4); // => 5
 * nextAge({ decay: { kind: "none" } }, 4); // => undefined
 */
export function nextAge(fading: Fading, ageDays: number): number | undefined {
  const left = remaining(fading, ageDays);
  if (left === 0) return undefined;
  const { decay, windowDays } = fading;
  if (decay.kind === "halfLife") return ageDays + 1;
  let next: number | undefined;
  const consider = (age: number): void => {
    if (age > ageDays && (next === undefined || age < next) && remaining(fading, age) !== left) next = age;
  };
  if (windowDays !== undefined) consider(windowDays);
  if (decay.kind === "steps") for (const { throughDays } of decay.steps) consider(throughDays + 1);
  return next;
}
