import { type EpochMs, ok, type Result, refuse, requireNow } from "../model";
import { type PointsEntry, requirePoints } from "./points-entry";
import { answeredBefore, type IdTaken, type PointsAnswer } from "./spend-points";
import { standingEntries } from "./standing-entries";

/** A wish to take an entry back. */
export interface ReverseRequest {
  /** The idempotency key: the return or the cancellation it is for. */
  readonly id: string;
  /** The entry to reverse: an earn, a spend or a correction. */
  readonly of: string;
  /** How many points of it; all that is not reversed yet by default. */
  readonly points?: number;
  readonly because?: string;
}

/** Why an entry was not reversed. */
export type ReverseRefusal =
  | IdTaken
  /** There is no such entry in this ledger. */
  | { readonly code: "unknown-entry"; readonly of: string }
  /** It is a reversal itself, or ends a lot. */
  | { readonly code: "not-reversible"; readonly of: string }
  /** So many points of it are not reversed yet. */
  | { readonly code: "exceeds"; readonly left: number };

/**
 * Takes back an earn, a spend or a correction, whole or in part, or says why not. The host appends the entry.
 *
 * The entry is kept at the leaf of what it reverses, so that no split parts the two. Repeating a request gives the entry
 * that answered it before. Points of an earn that are spent already are owed; see decision 023.
 *
 * @param entries the entries of all of a person's leaves, in any order
 * @throws RangeError when `now` is no instant, or points are not whole or below 1
 * @example
 * const earn = { type: "earn", id: "order-1", at: 0, leaf: "phone:1", points: 100 };
 * const back = reversePoints([earn], { id: "return-1", of: "order-1", points: 40 }, { now: 9 });
 * back.ok && back.value.entry;
 * // => { type: "reverse", id: "return-1", of: "order-1", points: 40, at: 9, leaf: "phone:1" }
 */
export function reversePoints(
  entries: readonly PointsEntry[],
  request: ReverseRequest,
  options: { readonly now: EpochMs },
): Result<PointsAnswer, ReverseRefusal> {
  const now = requireNow(options.now);
  const { entries: standing } = standingEntries(entries);
  const { id, of, because } = request;
  const target = standing.find((entry) => entry.id === of);
  const same = standing.find((entry) => entry.id === id);
  const wished = request.points ?? (same?.type === "reverse" ? same.points : undefined);
  if (wished !== undefined) requirePoints(wished, "points");
  const left = target ? leftOf(target, standing) : 0;
  const entry: PointsEntry = {
    type: "reverse",
    id,
    of,
    points: wished ?? left,
    at: now,
    leaf: target?.leaf ?? "",
    ...(because !== undefined && { because }),
  };
  const before = answeredBefore(standing, entry);
  if (before) return before;
  if (!target) return refuse({ code: "unknown-entry", of });
  if (target.type === "reverse" || target.type === "expire") return refuse({ code: "not-reversible", of });
  if (entry.points > left || left === 0) return refuse({ code: "exceeds", left });
  return ok({ entry, repeated: false });
}

/** The points of an entry that no reversal takes back. */
function leftOf(target: PointsEntry, standing: readonly PointsEntry[]): number {
  if (target.type === "reverse" || target.type === "expire") return 0;
  let left = Math.abs(target.points);
  for (const entry of standing) if (entry.type === "reverse" && entry.of === target.id) left -= entry.points;
  return Math.max(0, left);
}
