import type { EpochMs, IdentifierKey } from "../model";
import type { EpochCut } from "./evidence";

/**
 * Stands between an identifier's key and the number of an epoch of it that has ended, such as a phone before it went to
 * somebody else. Normalised identifiers never contain it.
 */
export const EPOCH_SEPARATOR = "\u001e";

/** Why an identifier is taken as another person's from a moment on. */
export type EpochCause =
  | { readonly code: "cut"; readonly cut: EpochCut }
  | {
      readonly code: "silence";
      /** When it was last seen before. */
      readonly silentFrom: EpochMs;
      /** Identifiers of tier 0 or 1 seen with it before and after. */
      readonly before: readonly IdentifierKey[];
      readonly after: readonly IdentifierKey[];
    };

/** A stretch of time in which an identifier that changed hands was one person's. */
export interface Epoch {
  /** The identifier's own key. */
  readonly key: IdentifierKey;
  /** 0 for the first owner of whom something was seen, and so on. */
  readonly number: number;
  /** `[from, to)`; no `from`: as long as known; no `to`: still so. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Why it began; absent for the first. */
  readonly because?: EpochCause;
  /** Why it ended; absent while it lasts. */
  readonly ended?: EpochCause;
}

/**
 * What an edge, a witness or a refusal calls an identifier in an epoch that has ended.
 *
 * @example
 * endedKey("phone:+8613912345678", 0) === `phone:+8613912345678${EPOCH_SEPARATOR}0`; // => true
 */
export const endedKey = (key: IdentifierKey, number: number): IdentifierKey => `${key}${EPOCH_SEPARATOR}${number}`;

/**
 * Reads a key that may be of an ended epoch.
 *
 * @example
 * readEndedKey(`phone:+8613912345678${EPOCH_SEPARATOR}0`); // => { key: "phone:+8613912345678", number: 0 }
 * readEndedKey("phone:+8613912345678"); // => { key: "phone:+8613912345678" }
 */
export function readEndedKey(key: IdentifierKey): { readonly key: IdentifierKey; readonly number?: number } {
  const at = key.indexOf(EPOCH_SEPARATOR);
  return at < 0 ? { key } : { key: key.slice(0, at), number: Number(key.slice(at + 1)) };
}

/** Whether a moment lies in an epoch. */
export const isIn = ({ from, to }: Epoch, at: EpochMs): boolean =>
  (from === undefined || from <= at) && (to === undefined || at < to);

/** What an identifier of these epochs is called at a moment; undefined when it was nobody's. */
export function nodeKeyAt(
  key: IdentifierKey,
  epochs: readonly Epoch[] | undefined,
  at: EpochMs,
): IdentifierKey | undefined {
  const epoch = epochs?.find((one) => isIn(one, at));
  if (epochs && !epoch) return undefined;
  return epoch?.to === undefined ? key : endedKey(key, epoch.number);
}
