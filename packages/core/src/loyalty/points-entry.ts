import * as z from "zod";
import { boundedList, type EpochMs, type Issue, isEpochMs, parseDefinition, type Result } from "../model";

/** The most points one entry may move; our choice, so that no sum of a person's points is beyond exact integers. */
const MAX_POINTS = 1_000_000_000;

interface AnyEntry {
  /** The idempotency key: the order, the gift or the campaign it is for. An id counts once, wherever and however often. */
  readonly id: string;
  readonly at: EpochMs;
  /** Where the entry is kept: the leaf of whoever did it. A person's ledger is what the person's leaves keep. */
  readonly leaf: string;
  /** Why, for whoever reads the history. */
  readonly because?: string;
}

/** One line of a points ledger (积分流水). Nothing is ever changed in it: a mistake is reversed by another line. */
export type PointsEntry =
  /** A new lot of points, gone from `expiresAt` on where that is given. */
  | (AnyEntry & { readonly type: "earn"; readonly points: number; readonly expiresAt?: EpochMs })
  | (AnyEntry & { readonly type: "spend"; readonly points: number })
  /** Ends what is left of the lot `of` before its time. */
  | (AnyEntry & { readonly type: "expire"; readonly of: string })
  /** Takes back so many points of the entry `of`: an earn whose order was returned, a spend whose gift was. */
  | (AnyEntry & { readonly type: "reverse"; readonly of: string; readonly points: number })
  /** A correction by hand: above zero a lot, below zero a spend. */
  | (AnyEntry & { readonly type: "adjust"; readonly points: number; readonly expiresAt?: EpochMs });

const text: z.ZodString = z.string().min(1).max(200);
const at: z.ZodNumber = z.number().refine(isEpochMs, { error: "must be an integer number of epoch milliseconds" });
const points: z.ZodNumber = z.int().min(1).max(MAX_POINTS);
const any = { id: text, at, leaf: z.string().min(1).max(4_096), because: z.string().max(1_000).exactOptional() };

const entrySchema: z.ZodType<PointsEntry> = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("earn"), ...any, points, expiresAt: at.exactOptional() }),
    z.strictObject({ type: z.literal("spend"), ...any, points }),
    z.strictObject({ type: z.literal("expire"), ...any, of: text }),
    z.strictObject({ type: z.literal("reverse"), ...any, of: text, points }),
    z.strictObject({
      type: z.literal("adjust"),
      ...any,
      points: z
        .int()
        .min(-MAX_POINTS)
        .max(MAX_POINTS)
        .refine((value) => value !== 0, { error: "must not be 0" }),
      expiresAt: at.exactOptional(),
    }),
  ])
  .refine((entry) => !("expiresAt" in entry) || (entry.points > 0 && entry.expiresAt > entry.at), {
    error: "only points that are given expire, and later than they are given",
    path: ["expiresAt"],
  });

const entriesSchema: z.ZodType<readonly PointsEntry[]> = boundedList(entrySchema, 0, 100_000);
const MEMBERS: readonly string[] = "type id at leaf because points expiresAt of".split(" ");

/**
 * Checks ledger lines from outside and says everything that is wrong with them at once.
 *
 * @param input anything, usually parsed JSON: a list of at most 100,000 entries
 * @returns the entries, or located issues
 * @example
 * const earn = { type: "earn", id: "order-1", at: 0, leaf: "phone:1", points: 100 };
 * checkPoints([earn]).ok; // => true
 * const refused = checkPoints([{ ...earn, points: 0.5, expires: 1 }]);
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/0/points", "/0/expires"]
 */
export const checkPoints = (input: unknown): Result<readonly PointsEntry[], readonly Issue[]> =>
  parseDefinition(entriesSchema, input, MEMBERS);

/** Throws where a caller's entry is not one: types cannot say that points are whole. */
export function requireEntry(entry: PointsEntry): void {
  const { id, at, type } = entry;
  if (!isEpochMs(at))
    throw new RangeError(`at of entry ${id} must be an integer number of epoch milliseconds, got ${at}`);
  if (type === "expire") return;
  const { points } = entry;
  requirePoints(type === "adjust" ? Math.abs(points) : points, `points of entry ${id}`);
  if (type !== "earn" && type !== "adjust") return;
  const { expiresAt } = entry;
  if (expiresAt === undefined || (isEpochMs(expiresAt) && expiresAt > at && points > 0)) return;
  throw new RangeError(`expiresAt of entry ${id} must be an instant after its at, of points given, got ${expiresAt}`);
}

/** Returns points if they are whole and from 1 to {@link MAX_POINTS}, and throws otherwise. */
export function requirePoints(points: number, what: string): number {
  if (Number.isInteger(points) && points >= 1 && points <= MAX_POINTS) return points;
  throw new RangeError(`${what} must be a whole number from 1 to ${MAX_POINTS}, got ${points}`);
}
