import { hash } from "node:crypto";

/**
 * 128 bits of SHA-256 as the text of a uuid without dashes: the key of a row by what the row is.
 */
export const digest = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

/** Digests as a PostgreSQL array literal; they are hexadecimal, so nothing needs quoting. */
export const digestArray = (digests: Iterable<string>): string => `{${[...digests].join(",")}}`;
