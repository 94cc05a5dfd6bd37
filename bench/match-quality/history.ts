import type { Catalogue } from "@tributary/core";

/** Somebody looked at something; in order of time, as the file has them where times are equal. */
export interface Look {
  readonly person: string;
  readonly item: string;
  readonly at: number;
}

/** A real log: what there was to look at, who looked at what, and what the file's dirt was. */
export interface RealLog {
  readonly name: string;
  readonly catalogue: Omit<Catalogue, "version">;
  readonly looks: readonly Look[];
  readonly remarks: readonly string[];
}
