/**
 * A refusal the caller is expected to handle: either a value or a typed error, never both.
 *
 * @example
 * const half = (n: number): Result<number, "odd"> => (n % 2 === 0 ? ok(n / 2) : refuse("odd"));
 * half(4); // => { ok: true, value: 2 }
 * half(3); // => { ok: false, error: "odd" }
 */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/**
 * Wraps a value as a successful {@link Result}.
 *
 * @example
 * ok(1); // => { ok: true, value: 1 }
 */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/**
 * Wraps a typed error as a refused {@link Result}.
 *
 * @example
 * refuse("late"); // => { ok: false, error: "late" }
 */
export const refuse = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
