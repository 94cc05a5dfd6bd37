import { createReadStream } from "node:fs";
import type { Decoded } from "@tributary/core/ports";

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
   */
  readonly open: (path: string, options?: { readonly mapping?: string }) => AsyncIterable<Decoded>;
}

/** A file as pieces of text. */
export const textOf = (path: string): AsyncIterable<string> => createReadStream(path, "utf8");
