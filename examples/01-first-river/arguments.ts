import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { EpochMs } from "@tributary/core";
import { type FormatName, formats } from "../formats/formats";

/** What the user asked for. */
export interface Choice {
  readonly data?: string;
  readonly format: FormatName;
  readonly mapping?: string;
  readonly now?: EpochMs;
  readonly store: string;
  readonly world?: number;
  readonly seed: number;
}

const HELP = `npm start                                  the shipped data and a synthetic world
npm start -- --data PATH --format NAME     a file or folder of your own; NAME is one of
                                           ${Object.keys(formats).join(" ")}
            --mapping FILE                 what the columns of a csv are
npm start -- --world PERSONS --seed N      a synthetic world of that size
            --now ISO                      the moment to read at, instead of the latest event's
            --store FOLDER                 where to keep the database, .tributary/first-river by default`;

/** Reads the command line, and stops with one clear sentence where it is off. */
export function readArguments(argv: readonly string[]): Choice {
  try {
    return choiceOf(argv);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
}

function choiceOf(argv: readonly string[]): Choice {
  const text = { type: "string" } as const;
  const options = { data: text, format: text, mapping: text, now: text, store: text, world: text, seed: text } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const { data, format = "csv", mapping, now, world } = values;
  if (!Object.hasOwn(formats, format)) throw new RangeError(`there is no format ${JSON.stringify(format)}`);
  if (values.format !== undefined && data === undefined) throw new RangeError("--format goes with --data PATH");
  if (data !== undefined && values.format === undefined) throw new RangeError("--data goes with --format NAME");
  for (const path of [data, mapping]) {
    if (path !== undefined && !existsSync(fromHere(path))) throw new RangeError(`there is no ${fromHere(path)}`);
  }
  return {
    ...(data !== undefined && { data: fromHere(data) }),
    format: format as FormatName,
    ...(mapping !== undefined && { mapping: fromHere(mapping) }),
    ...(now !== undefined && { now: instantOf(now) }),
    store: fromHere(
      values.store ?? join(fileURLToPath(new URL("../..", import.meta.url)), ".tributary", "first-river"),
    ),
    ...(world !== undefined && { world: wholeOf("--world", world, 1) }),
    seed: values.seed === undefined ? 1 : wholeOf("--seed", values.seed, 0),
  };
}

function instantOf(text: string): EpochMs {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`--now must be an instant such as 2026-01-31T08:00:00Z, got ${text}`);
  return at;
}

function wholeOf(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${option} must be a whole number from ${least}, got ${text}`);
  return value;
}

/** A path from where the user stands: npm runs scripts in the project's folder, and says where it was called. */
const fromHere = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
