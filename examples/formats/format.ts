import { createReadStream, statSync } from "node:fs";
import type { Decoded } from "@tributary/core/ports";
import { BadInput, whyNot } from "./bad-input";

/** A kind of file the examples can read, and how. */
export interface Format {
  readonly title: string;
  readonly zh: string;
  /** The blueprint whose catalogue has its event types. */
  readonly blueprint: "automotive" | "retail";
  /** Whose calendar days the data keeps. */
  readonly zone: string;
  /**
   * Decodes a file (or a folder, where the format is one), item by item.
   *
   * @param path where the data is
   * @param options.mapping where the CSV mapping is, for the format that needs one
   * @throws BadInput at once where there is no such data, or the mapping is none
   */
  readonly open: (path: string, options?: { readonly mapping?: string }) => AsyncIterable<Decoded>;
}

/**
 * A file as pieces of text; it is opened when the first is asked for.
 *
 * @throws BadInput at once where the path is no file
 */
export function textOf(path: string): AsyncIterable<string> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new BadInput(`${path} ${whyNot({ code: "EISDIR" })}`);
  }
  return piecesOf(path);
}

async function* piecesOf(path: string): AsyncGenerator<string, void, undefined> {
  yield* createReadStream(path, "utf8");
}
