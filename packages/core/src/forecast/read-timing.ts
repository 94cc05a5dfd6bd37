import type { TimeToOrder, TimingCurve } from "./fit-time-to-order";
import type { LeadTraitName, LeadTraits } from "./lead-timing";

/** The curve of the smallest group of a lead that is known. */
export const timingOf = (timing: TimeToOrder, lead: LeadTraits): TimingCurve =>
  groupKeys(lead, timing.by)
    .map((key) => (Object.hasOwn(timing.groups, key) ? timing.groups[key] : undefined))
    .find((curve) => curve !== undefined) ?? timing.all;

/** What share has ordered, and what share is open, by the end of the day at which leads are `age` days old. */
export function timingAt(curve: TimingCurve, age: number): { readonly ordered: number; readonly open: number } {
  let [low, high] = [0, curve.days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.days[middle] as number) <= age) low = middle + 1;
    else high = middle;
  }
  return { ordered: curve.ordered[low - 1] ?? 0, open: curve.open[low - 1] ?? 1 };
}

/** The groups a lead is in, the smallest first. */
export const groupKeys = (lead: LeadTraits, by: readonly LeadTraitName[]): readonly string[] =>
  by.map((_, i) => JSON.stringify(by.slice(0, by.length - i).map((field) => lead[field] ?? "")));
