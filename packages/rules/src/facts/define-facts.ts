import { byCodeUnit, DefinitionError, frozenCopy, type Issue, ok, type Result, refuse } from "@tributary/core";
import type { FactSchema } from "../condition/index";
import { checkDefinitions } from "./check-definitions";
import type { FactDefinition, FactDefinitions } from "./definition";
import { type CompiledFact, compileFact } from "./fact-reader";
import { schemaOf } from "./fact-schema";
import { compileFormulaFact } from "./formula-reader";
import { type CompiledTrack, compileTrack, tracksByType } from "./plan";
import { layOutTracks, layoutVersion } from "./track-layout";
import type { FactSchemaOf } from "./typed-facts";

/**
 * Facts checked and compiled. It has no memory: it can be shared, kept and used again. What `S` knows of names and types
 * is known of what {@link readFacts} gives, and of conditions written for the set.
 */
export interface FactSet<S extends FactSchema = FactSchema> {
  readonly definitions: FactDefinitions;
  /** Every fact that can be read, with its type: what conditions are checked against. */
  readonly schema: S;
  /** Names the layout of stored tracks: as long as it stays, stored tracks can be read; labels and windows keep it. */
  readonly version: string;
  /** The event types that any fact reads, in code-unit order. */
  readonly events: readonly string[];
  /** The calendar of `daily` facts without a zone of their own. */
  readonly zone: string;
  /** Compiled, for this room's own functions; not part of the contract. */
  readonly plan: FactPlan;
}

/** What folding and reading run on. */
export interface FactPlan {
  readonly tracks: readonly CompiledTrack[];
  readonly byType: ReadonlyMap<string, readonly CompiledTrack[]>;
  /** In the order of the definitions. */
  readonly readers: ReadonlyMap<string, FactReader>;
}

/** One fact's reader under its name. */
export interface FactReader extends CompiledFact {
  readonly name: string;
  /** The names of the two facts that a `top` reads more. */
  readonly top?: { readonly count: string; readonly share: string };
}

/** What a set of facts has in common. */
export interface FactOptions {
  /** IANA zone whose calendar days `daily` facts count by; UTC by default. */
  readonly zone?: string;
}

/**
 * Checks and compiles facts: what is to be known of a person, as data.
 *
 * @throws DefinitionError with every mistake at once
 * @example
 * const facts = defineFacts({
 *   testDrives: { kind: "count", events: "testDriveCompleted", within: "30d" },
 *   favouriteSeries: { kind: "top", events: ["vehicleViewed", "configuratorSaved"], property: "series" },
 * });
 * facts.schema.testDrives; // => { type: "number", max: 64 }
 * Object.keys(facts.schema); // => ["testDrives", "favouriteSeries", "favouriteSeriesCount", "favouriteSeriesShare"]
 */
export function defineFacts<const D extends FactDefinitions>(
  definitions: D,
  options: FactOptions = {},
): FactSet<FactSchemaOf<D>> {
  const checked = checkFacts(definitions, options);
  if (!checked.ok) throw new DefinitionError("The facts", checked.error);
  return checked.value as FactSet as FactSet<FactSchemaOf<D>>;
}

/**
 * Checks facts from outside, such as a marketer's editor, and compiles them.
 *
 * @param input parsed JSON: fact name → definition
 * @returns the compiled set, or every mistake with its place
 * @example
 * const refused = checkFacts({ visits: { kind: "coutn", events: "storeVisited" } });
 * refused.ok ? [] : refused.error.map(({ pointer, hint }) => [pointer, hint]); // => [["/visits/kind", "count"]]
 */
export function checkFacts(input: unknown, options: FactOptions = {}): Result<FactSet, readonly Issue[]> {
  const { zone = "UTC" } = options;
  const issues = checkDefinitions(input, zone);
  return issues.length > 0 ? refuse(issues) : ok(compile(frozenCopy(input as FactDefinitions), zone));
}

function compile(definitions: FactDefinitions, zone: string): FactSet {
  const { layouts, indexesOf } = layOutTracks(definitions, zone);
  const tracks = layouts.map(compileTrack);
  const schema = schemaOf(definitions);
  const readers = new Map<string, FactReader>();
  const compileNamed = (name: string, fact: FactDefinition): CompiledFact =>
    fact.kind === "formula"
      ? compileFormulaFact(fact, schema[name]?.type, (operand) => readers.get(operand))
      : compileFact(
          fact,
          indexesOf(fact).map((index) => tracks[index] as CompiledTrack),
          zone,
        );
  for (const [name, fact] of Object.entries(definitions)) {
    const top = fact.kind === "top" ? { top: { count: `${name}Count`, share: `${name}Share` } } : {};
    readers.set(name, { name, ...compileNamed(name, fact), ...top });
  }
  const byType = tracksByType(tracks);
  return {
    definitions,
    schema,
    version: layoutVersion(layouts),
    events: [...byType.keys()].sort(byCodeUnit),
    zone,
    plan: { tracks, byType, readers },
  };
}
