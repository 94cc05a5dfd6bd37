import type { EpochMs } from "@tributary/core";

/** The identifier type an external id stands for, with its scope where the type has one. */
export interface SegmentIdentity {
  readonly type: string;
  readonly scope?: string;
}

/** What the host knows about a Segment stream and the messages do not say. */
export interface SegmentOptions {
  /** When the host received the messages; without it each message's own `receivedAt` counts. */
  readonly receivedAt?: EpochMs;
  /** Names the stream on every event; `segment` by default. */
  readonly source?: string;
  /** Our event type for a `track` event name; names not listed stay as they are. */
  readonly events?: Readonly<Record<string, string>>;
  /** Our identifier type for `userId`; `loginId` by default. */
  readonly userId?: string;
  /** Our identifier type for `anonymousId` and `previousId`; `anonymousId` by default, false where it means nobody. */
  readonly anonymousId?: string | false;
  /** Identifier types by the `type` of `context.externalIds`; others are left out with a warning. */
  readonly externalIds?: Readonly<Record<string, SegmentIdentity>>;
  /** Members of `context` to keep in `properties.context`, such as `["campaign"]`; none by default. */
  readonly context?: readonly string[];
  /** Our name among `integrations`: a message that switches it, or `All`, off is refused as `opted-out`. */
  readonly destination?: string;
}

/** Largest message. @see Segment documentation, HTTP API source: 32 kB per call, 500 kB per batch */
export const MAX_MESSAGE_BYTES: number = 32 * 1024;
/** Largest batch. @see Segment documentation, HTTP API source: 32 kB per call, 500 kB per batch */
export const MAX_BATCH_BYTES: number = 500 * 1024;
