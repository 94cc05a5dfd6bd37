import { type Issue, type Json, pointerOf } from "@tributary/core";
import type { ConditionOptions } from "./condition";
import { operatorsWith } from "./host-operator";
import { openDocument } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import { linkConditions } from "./link-conditions";
import { Slots } from "./plan";
import { planCondition, type Unit } from "./plan-condition";
import type { Reading } from "./plan-leaf";

/**
 * Reads a document and the named conditions beside it: bounded as JSON first, then each part, then their references.
 *
 * @param read reads the document itself into units and whatever else it holds
 */
export function readDocument<T>(
  document: unknown,
  { schema, conditions = {}, operators }: ConditionOptions,
  read: (document: Json, reading: Reading) => { readonly units: readonly Unit[]; readonly value: T },
): { readonly issues: readonly Issue[]; readonly value: T | undefined } {
  const { list, readable } = openDocument([
    { pointer: "", value: document },
    { pointer: "/conditions", value: conditions },
  ]);
  if (!readable) return { issues: list.issues, value: undefined };
  const reading: Reading = {
    issues: list,
    slots: new Slots(),
    schema,
    operators: operatorsWith(operators),
    params: new Map(),
  };
  const { units, value } = read(document as Json, reading);
  const named = new Map(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      planCondition(condition as unknown as Json, pointerOf(["conditions", name]), reading),
    ]),
  );
  const nodes = linkConditions(units, named, list);
  const { maxSetNodes } = CONDITION_LIMITS;
  if (nodes > maxSetNodes) list.add("too-large", "", `more than ${maxSetNodes} nodes with their references`);
  return { issues: list.issues, value };
}
