import { byCodeUnit, type Person } from "../model";
import { diffPersons, type PersonsByName } from "./diff-persons";

/** A row in a warehouse's table of OneIDs that no longer name a person. */
export interface StandingRedirect {
  readonly from: string;
  /** Absent: it leads to nobody. */
  readonly to?: string;
}

/** What becomes of one row. */
export type RedirectChange =
  /** `from` leads to a living person: write the row, over one that stands. */
  | { readonly code: "redirect"; readonly from: string; readonly to: string }
  /** `from` leads to nobody: write a row without `to`. */
  | { readonly code: "retire"; readonly from: string }
  /** `from` names a person again: delete the row. */
  | { readonly code: "revive"; readonly from: string };

/** What a warehouse keeps already. */
export interface RedirectsOptions {
  /** The table as it stands at `previous`; no rows by default. */
  readonly standing?: readonly StandingRedirect[];
}

/**
 * Says how a table of redirects changes, so that every OneID ever given leads to its person in one hop.
 *
 * Only rows in `standing` can be corrected. A OneID that was merged away long ago follows its identifier through every
 * later merge and split, so its row may have to change although it named nobody in `previous` either. No row that
 * this gives leads to a OneID that has a row itself.
 *
 * @param previous the persons for whom the table was last brought up to date
 * @returns changes in code-unit order of `from`, at most one for each; nothing for a row that stays as it is
 * @throws RangeError when `standing` has two rows for one OneID, and as {@link diffPersons} does
 * @example
 * const person = (oneId, ...values) => ({ oneId, ids: values.map((value) => ({ type: "device", value })) });
 * const [a, b, ab] = [person("p_a", "d-1"), person("p_b", "d-2"), person("p_a", "d-1", "d-2")];
 * redirects([a, b], { persons: [ab], lookup: () => ab }); // => [{ code: "redirect", from: "p_b", to: "p_a" }]
 * const apart = { persons: [a, b], lookup: (oneId) => (oneId === "p_a" ? a : b) };
 * redirects([ab], apart, { standing: [{ from: "p_b", to: "p_a" }] }); // => [{ code: "revive", from: "p_b" }]
 */
export function redirects(
  previous: readonly Person[],
  next: PersonsByName,
  options: RedirectsOptions = {},
): readonly RedirectChange[] {
  const rows = new Map<string, string | undefined>();
  for (const { from, to } of options.standing ?? []) {
    if (rows.has(from)) throw new RangeError(`standing has two rows for the OneID ${JSON.stringify(from)}`);
    rows.set(from, to);
  }
  const { redirected, retired } = diffPersons(previous, next);
  const ended = new Set([...redirected.map(({ from }) => from), ...retired]);
  const changes: RedirectChange[] = [...ended].map((from) => changeTo(from, next.lookup(from)?.oneId));
  for (const [from, to] of rows) {
    const leads = next.lookup(from)?.oneId;
    if (leads !== to && !ended.has(from)) changes.push(changeTo(from, leads));
  }
  return changes.sort((x, y) => byCodeUnit(x.from, y.from));
}

function changeTo(from: string, leads: string | undefined): RedirectChange {
  if (leads === undefined) return { code: "retire", from };
  return leads === from ? { code: "revive", from } : { code: "redirect", from, to: leads };
}
