import { frozenCopy, type Json, type JsonObject } from "@tributary/core";
import { isObject } from "../check-keys";
import { checkOperand } from "../check-operand";
import { ANY } from "../fact-type";
import type { IssueList } from "../issue-list";
import { CONDITION_LIMITS } from "../limits";
import type { Operator } from "../operator";
import { type PathSegment, parsePath } from "../path";
import type { Link, Unit } from "../plan-condition";
import { addedOperatorOf, findCompatible } from "./compatible-operator";
import {
  byPriority,
  type CompatibleFact,
  type CompatibleGroup,
  type CompatibleLeaf,
  type CompatibleNode,
  type CompatibleReference,
} from "./compatible-plan";

/** What is shared by all nodes of one document while it is read. */
export interface CompatibleReading {
  readonly issues: IssueList;
  /** The operators beside json-rules-engine's own. */
  readonly added: ReadonlyMap<string, Operator>;
  /** Whether a named condition exists. */
  readonly exists: (name: string) => boolean;
}

interface Walk {
  readonly reading: CompatibleReading;
  readonly links: Link<CompatibleNode>[];
  nodes: number;
  height: number;
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
}

const NO_ROOT = '"conditions" root must contain a single instance of "all", "any", "not", or "condition"';

/** Reads one condition as json-rules-engine does, with its words for what it refuses. */
export function planCompatible(
  input: Json | undefined,
  pointer: string,
  reading: CompatibleReading,
): Unit<CompatibleNode> {
  const walk: Walk = { reading, links: [], nodes: 0, height: 0 };
  const rooted = isObject(input) && ["all", "any", "not", "condition"].some((key) => Object.hasOwn(input, key));
  if (!rooted) reading.issues.add("no-root", pointer, NO_ROOT);
  const plan = rooted ? planRoot(input, { pointer, depth: 1 }, walk) : undefined;
  const { links, nodes, height } = walk;
  return { pointer, plan, nodes, height, links };
}

/** At the root a boolean key that is not empty comes before a reference; anywhere else a reference comes first. */
function planRoot(input: JsonObject, place: Place, walk: Walk): CompatibleNode | undefined {
  const kind = (["any", "all", "not"] as const).find((key) => input[key]);
  return kind ? planGroup(kind, input, enter(place, walk), walk) : planNode(input, place, walk);
}

function enter(place: Place, walk: Walk): Place {
  walk.nodes++;
  walk.height = Math.max(walk.height, place.depth);
  return place;
}

function planNode(input: Json | undefined, place: Place, walk: Walk): CompatibleNode | undefined {
  const { pointer, depth } = enter(place, walk);
  const { issues } = walk.reading;
  if (issues.full || issues.closed(pointer)) return undefined;
  if (depth > CONDITION_LIMITS.maxDepth) {
    issues.add("too-deep", pointer, `nested deeper than ${CONDITION_LIMITS.maxDepth} conditions`);
    return undefined;
  }
  if (!isObject(input)) {
    issues.add("bad-condition", pointer, 'Condition: constructor "fact" property required');
    return undefined;
  }
  const kind = (["any", "all", "not"] as const).find((key) => Object.hasOwn(input, key));
  if (Object.hasOwn(input, "condition")) return planReference(input, place, walk);
  return kind ? planGroup(kind, input, place, walk) : planLeaf(input, pointer, walk.reading);
}

function planReference(input: JsonObject, place: Place, walk: Walk): CompatibleReference {
  const reference: CompatibleReference = { kind: "condition", source: copyOf(input, walk), children: [] };
  const { condition: name } = input;
  if (typeof name === "string" && walk.reading.exists(name))
    walk.links.push({ name, pointer: `${place.pointer}/condition`, depth: place.depth, plan: reference });
  return reference;
}

function planGroup(
  kind: "all" | "any" | "not",
  input: JsonObject,
  { pointer, depth }: Place,
  walk: Walk,
): CompatibleGroup | undefined {
  const { issues } = walk.reading;
  const inner = input[kind];
  const at = `${pointer}/${kind}`;
  if (Array.isArray(inner) === (kind === "not")) {
    issues.add("bad-condition", at, `"${kind}" ${kind === "not" ? "cannot" : "must"} be an array`);
    return undefined;
  }
  const parts = (kind === "not" ? [inner] : inner) as readonly Json[];
  if (walk.nodes + parts.length > CONDITION_LIMITS.maxNodes) {
    walk.nodes += parts.length;
    return undefined;
  }
  const children = parts.flatMap((part, i) => {
    const place = { pointer: kind === "not" ? at : `${at}/${i}`, depth: depth + 1 };
    return planNode(part, place, walk) ?? [];
  });
  const priority = Number.parseInt(String(input.priority), 10) || 1;
  const sets = byPriority([...children.keys()], (i) => priorityOf(children[i] as CompatibleNode));
  return { kind, source: copyOf(input, walk), priority, children, sets };
}

const priorityOf = (node: CompatibleNode): unknown =>
  (node.kind === "all" || node.kind === "any" || node.kind === "not" ? node.priority : node.source.priority) || 1;

function planLeaf(input: JsonObject, pointer: string, reading: CompatibleReading): CompatibleLeaf | undefined {
  const { issues, added } = reading;
  const seen = issues.met;
  for (const key of ["fact", "operator", "value"])
    if (!Object.hasOwn(input, key))
      issues.add("bad-condition", pointer, `Condition: constructor "${key}" property required`);
  const { operator, value } = input;
  if (operator !== undefined && typeof operator !== "string")
    issues.add("bad-operator", `${pointer}/operator`, "must be an operator's name");
  const path = planPath(input.path, `${pointer}/path`, issues);
  const reference = isObject(value) && Object.hasOwn(value, "fact") ? value : undefined;
  const otherPath = planPath(reference?.path, `${pointer}/value/path`, issues);
  if (issues.met === seen && !reference) checkAdded(operator as string, value as Json, pointer, reading);
  if (issues.met > seen || !issues.plain) return undefined;
  const other: CompatibleFact | undefined = reference && { fact: reference.fact, path: otherPath };
  return {
    kind: "leaf",
    source: frozenCopy(input),
    fact: input.fact,
    path,
    compare: findCompatible(operator as string, added),
    expected: other ? { reference: other } : { constant: frozenCopy(value) },
  };
}

/** An operator json-rules-engine does not have is checked as strictly as anywhere. */
function checkAdded(name: string, literal: Json, at: string, { added, issues }: CompatibleReading): void {
  const operator = addedOperatorOf(name, added);
  if (!operator || operator.operand === "none" || name !== operator.name) return;
  const left = { type: ANY, what: "the fact", pointer: `${at}/operator` };
  checkOperand({ operator, decorators: [], left, right: { literal, pointer: `${at}/value` } }, issues);
}

function planPath(text: Json | undefined, pointer: string, issues: IssueList): readonly PathSegment[] | undefined {
  if (!text) return undefined;
  const path = typeof text === "string" ? parsePath(text) : undefined;
  if (path?.ok && !String(text).startsWith("[")) return path.value;
  if (path?.ok)
    issues.add("unsupported-path", pointer, `json-rules-engine finds nothing there; write $${String(text)}`);
  else if (!path) issues.add("bad-path", pointer, "must be a text such as $.a.b");
  else issues.add(path.error.code, pointer, `${path.error.message}, at position ${path.error.position}`);
  return undefined;
}

const copyOf = (input: JsonObject, { reading }: Walk): JsonObject => (reading.issues.plain ? frozenCopy(input) : input);
