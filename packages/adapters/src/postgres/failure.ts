import { AdapterError } from "@tributary/core/model";

/** An error of the caller's own function, on its way out through a transaction. */
export class CallerError extends Error {
  override readonly name = "CallerError";
}

/** Another transaction made the same new leaf first; trying again finds it. */
export class RaceLost extends Error {
  override readonly name = "RaceLost";
}

const MAX_ATTEMPTS = 10;

/**
 * Runs a transaction, again where the database asks for it (deadlock, serialisation, a lost race), and says every
 * failure of the database as an {@link AdapterError}.
 */
export async function attempt<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (error instanceof CallerError) throw error.cause;
      const failure = adapterError(error);
      if (failure.code !== "conflict" || tries === MAX_ATTEMPTS) throw failure;
    }
  }
}

/** What SQLSTATE classes and socket errors mean to a caller; anything else is a refusal that trying again won't change. */
const MEANINGS: readonly (readonly [RegExp, AdapterError["code"], boolean, string])[] = [
  [/^(40001|40P01)$/, "conflict", true, "kept conflicting with other writers"],
  [/^(57014|55P03)$/, "timeout", true, "took too long"],
  [/^(08...|57P0[1-5]|53[03]00|E[A-Z]+)$/, "unavailable", true, "did not answer"],
  [/^(53100|25006)$/, "unavailable", false, "cannot write: full or read-only"],
  [/^(XX001|XX002)$/, "corrupt", false, "has damaged data"],
];

/** What pg says without any code of a connection that ended under a query, or of none that came free in time. */
const LOST = /connection (terminated|ended)|not queryable|closed|timeout exceeded when trying to connect/i;

function adapterError(cause: unknown): AdapterError {
  if (cause instanceof AdapterError) return cause;
  if (cause instanceof RaceLost)
    return new AdapterError("conflict", "PostgreSQL kept conflicting", { retryable: true });
  const { code, message } = cause as { code?: unknown; message?: unknown };
  const known = MEANINGS.find(([pattern]) => typeof code === "string" && pattern.test(code));
  const lost = code === undefined && LOST.test(String(message));
  if (lost) return new AdapterError("unavailable", "PostgreSQL did not answer", { retryable: true, cause });
  const [, meaning, retryable, text] = known ?? [undefined, "rejected" as const, false, "refused a statement"];
  return new AdapterError(meaning, `PostgreSQL ${text}`, { retryable, cause });
}
