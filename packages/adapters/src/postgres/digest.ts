import { hash } from "node:crypto";

/** 128 bits of SHA-256 as the text of a uuid without dashes: the key of a row by what the row is. */
export const digest = (text: string): string => hash("sha256", text, "hex").slice(0, 32);
