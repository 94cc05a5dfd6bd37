import { type Issue, pointerOf } from "@tributary/core";
import { parsePath } from "../condition/index";
import type { FactDefinition, FactSet } from "../facts/index";
import { checkFact, isListStep } from "./check-fact";
import type { Column, Draft } from "./draft";
import { factColumn } from "./fact-column";

/** Reads facts of a set as sides of comparisons, each written once, and collects what cannot be said of them. */
export class FactOperands {
  readonly issues: Issue[] = [];
  /** What stands under each column of the facts read. */
  readonly columns: Map<string, string> = new Map();
  readonly #known = new Map<string, Column | undefined>();

  constructor(
    readonly set: FactSet,
    readonly draft: Draft,
  ) {}

  refuse(code: string, pointer: string, message: string): undefined {
    this.issues.push({ code, pointer, message });
    return undefined;
  }

  /** A fact, or a place in it; `undefined` after saying why there is none. */
  at(fact: string, path: string | undefined, pointer: string): Column | undefined {
    if (!this.#known.has(fact)) this.#known.set(fact, this.#write(fact, pointer));
    const column = this.#known.get(fact);
    return column && this.#inside(column, path, `${pointer}/path`);
  }

  #write(name: string, pointer: string): Column | undefined {
    const definition = Object.hasOwn(this.set.definitions, name)
      ? (this.set.definitions[name] as FactDefinition)
      : undefined;
    if (definition === undefined)
      return this.refuse("unsupported-fact", `${pointer}/fact`, `${JSON.stringify(name)} is read beside another fact`);
    const refused = checkFact(name, definition);
    this.issues.push(...refused.map((issue) => ({ ...issue, pointer: pointerOf(["facts"]) + issue.pointer })));
    if (refused.length > 0) return undefined;
    const { type, sql } = factColumn(definition, this.draft);
    const column = `f${this.columns.size + 1}`;
    this.columns.set(column, sql);
    return { type, sql: `"${column}"` };
  }

  #inside(column: Column, path: string | undefined, pointer: string): Column | undefined {
    const parsed = parsePath(path ?? "$");
    const steps = parsed.ok ? parsed.value : [];
    if (steps.length === 0) return column;
    const keys = steps.flatMap((step) => (step === "*" ? [] : [step.key]));
    if (keys.length < steps.length || keys.some(isListStep))
      return this.refuse("unsupported-path", pointer, "goes through a list, which SQL does not read");
    const { dialect, bind } = this.draft;
    return { type: "json", sql: dialect.property(column.sql, keys, bind) };
  }
}
