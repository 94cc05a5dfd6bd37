import { type EpochMs, isEpochMs } from "../model";

/** Somebody shared something. */
export interface RippleShare {
  readonly id: string;
  readonly at: EpochMs;
  /** Who shared: a stable identifier, such as a leaf or an openid. */
  readonly by: string;
  /** The share it passes on, where the sharer came by one. */
  readonly parent?: string;
  readonly device?: string;
}

/** Somebody opened a share. */
export interface RippleVisit {
  readonly id: string;
  readonly at: EpochMs;
  readonly share: string;
  readonly who: string;
  readonly device?: string;
}

/** Somebody became a member. */
export interface RippleJoin {
  readonly id: string;
  readonly at: EpochMs;
  readonly who: string;
  readonly device?: string;
}

/** What sharing and fission (裂变) is read from: sets of events, each counted once by its id. */
export interface RippleEvents {
  readonly shares: readonly RippleShare[];
  readonly visits: readonly RippleVisit[];
  readonly joins: readonly RippleJoin[];
}

/** The order in which events are read: by time, then by id in code units. */
export const inTime = (a: { readonly at: EpochMs; readonly id: string }, b: typeof a): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Throws where an instant is none. */
export function requireInstants(events: RippleEvents): void {
  for (const { id, at } of [...events.shares, ...events.visits, ...events.joins]) {
    if (!isEpochMs(at)) throw new RangeError(`at of ${id} must be an integer number of epoch milliseconds, got ${at}`);
  }
}
