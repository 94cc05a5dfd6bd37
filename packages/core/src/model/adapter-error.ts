/** What an adapter knows about a failure of the outside world. */
export interface AdapterFailure {
  /** Whether trying the same call again may succeed without anybody changing anything. */
  readonly retryable: boolean;
  /** The driver's own error. */
  readonly cause?: unknown;
}

/**
 * The outside world failed: a database, a network, a file. The driver's error is the `cause`.
 *
 * @example
 * const error = new AdapterError("unavailable", "PostgreSQL did not answer", { retryable: true });
 * [error.code, error.retryable]; // => ["unavailable", true]
 */
export class AdapterError extends Error {
  override readonly name = "AdapterError";
  readonly code: "unavailable" | "conflict" | "timeout" | "rejected" | "corrupt";
  readonly retryable: boolean;

  constructor(code: AdapterError["code"], message: string, failure: AdapterFailure) {
    super(message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.code = code;
    this.retryable = failure.retryable;
  }
}
