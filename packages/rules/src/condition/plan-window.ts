import { type Json, type JsonObject, parseDuration } from "@tributary/core";
import { checkKeys, isObject } from "./check-keys";
import { badDuration } from "./check-operand";
import type { FactType } from "./condition";
import { ANY, typeInside } from "./fact-type";
import { type IssueList, quoted } from "./issue-list";
import type { Measure, WindowPlan } from "./measure-window";
import { type PathSegment, parsePath } from "./path";

const MEASURES: readonly string[] = ["count", "sum", "min", "max", "distinct"] satisfies readonly Measure[];

/** A window as it is read, and the type of what it measures. */
export interface MeasuredWindow {
  readonly window: WindowPlan;
  readonly type: FactType;
}

/** Checks a window against the type of the list it is over; `undefined` after saying what is wrong. */
export function planWindow(
  input: Json,
  list: { readonly type: FactType; readonly what: string },
  at: { readonly pointer: string; readonly issues: IssueList },
): MeasuredWindow | undefined {
  const { pointer, issues } = at;
  const seen = issues.met;
  const element = elementTypeOf(list.type);
  if (!element) issues.add("wrong-type", pointer, `${list.what} is a ${list.type.type}, not a list of events`);
  if (!isObject(input)) {
    issues.add("bad-window", pointer, "must be an object with measure, within and at");
    return undefined;
  }
  checkKeys(input, ["measure", "within", "at", "property"], pointer, issues);
  const { measure, within } = input;
  if (typeof measure !== "string" || !MEASURES.includes(measure))
    issues.add("bad-window", `${pointer}/measure`, `must be one of ${MEASURES.join(", ")}`, {
      name: String(measure),
      names: MEASURES,
    });
  const withinMs = typeof within === "string" ? parseDuration(within) : undefined;
  if (withinMs === undefined) issues.add("bad-duration", `${pointer}/within`, badDuration(within));
  const needs = measure !== "count";
  if (!needs && input.property !== undefined)
    issues.add("bad-window", `${pointer}/property`, "count counts events and measures no property");
  const instant = planPlace(input, "at", { element, pointer, issues }, ["date", "number"]);
  const types = measure === "distinct" ? undefined : (["number", "date"] as const);
  const measured = needs ? planPlace(input, "property", { element, pointer, issues }, types) : undefined;
  if (issues.met > seen || !instant || (needs && !measured) || withinMs === undefined) return undefined;
  const isDate = (measure === "min" || measure === "max") && measured?.type.type === "date";
  return {
    window: { measure: measure as Measure, withinMs, at: instant.path, property: measured?.path },
    type: { type: isDate ? "date" : "number" },
  };
}

/** The type of a list's elements, or `undefined` for a type that is no list. */
export function elementTypeOf({ type, of = ANY }: FactType): FactType | undefined {
  if (type === "any") return ANY;
  return type === "list" ? of : undefined;
}

function planPlace(
  input: JsonObject,
  key: "at" | "property",
  at: { readonly element: FactType | undefined; readonly pointer: string; readonly issues: IssueList },
  types: readonly FactType["type"][] | undefined,
): { readonly path: readonly PathSegment[]; readonly type: FactType } | undefined {
  const { element = ANY, issues } = at;
  const pointer = `${at.pointer}/${key}`;
  const text = input[key];
  const path = typeof text === "string" ? parsePath(text) : undefined;
  if (!path?.ok) {
    const message = path ? `${path.error.message}, at position ${path.error.position}` : "must be a path, such as at";
    issues.add(path?.error.code ?? "bad-path", pointer, message);
    return undefined;
  }
  const type = typeInside(element, path.value, { pointer, issues });
  if (type && types && type.type !== "any" && !types.includes(type.type))
    issues.add("wrong-type", pointer, `${quoted(text as string)} is a ${type.type}, not a ${types.join(" or a ")}`);
  return type && { path: path.value, type };
}
