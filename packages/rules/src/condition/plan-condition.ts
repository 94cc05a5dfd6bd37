import type { Json, JsonObject, Label } from "@tributary/core";
import { checkKeys, isObject } from "./check-keys";
import type { FactType, NodeNotes } from "./condition";
import { type ElementTest, elementTest } from "./element-test";
import type { IssueList } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import { type GroupPlan, type Plan, Slots } from "./plan";
import { type PlanElement, planLeaf, type Reading } from "./plan-leaf";

/** A reference met while reading, to be linked once every named condition is known. */
export interface Link<P = Plan> {
  readonly name: string;
  readonly pointer: string;
  readonly depth: number;
  readonly plan: { readonly children: P[] };
}

/** One condition of a document, read on its own: how big it is and what it refers to. */
export interface Unit<P = Plan> {
  readonly pointer: string;
  readonly plan: P | undefined;
  readonly nodes: number;
  readonly height: number;
  readonly links: readonly Link<P>[];
}

interface Walk {
  readonly reading: Reading;
  /** The references so far; inside an element there can be none. */
  readonly links: Link[] | undefined;
  nodes: number;
  height: number;
}

const ROOTS: readonly string[] = ["all", "any", "not", "condition", "fact"];
const NOTES: readonly string[] = ["name", "label", "priority"];
const LEAF: readonly string[] = ["fact", "operator", "value", "path", "params", "window"];

/**
 * Reads one condition into a plan. The document was checked as JSON before, so the recursion is bounded; a group
 * that is too big is not gone into, and whoever follows the references refuses the unit for its `nodes`.
 */
export function planCondition(input: Json | undefined, pointer: string, reading: Reading): Unit {
  const links: Link[] = [];
  const walk: Walk = { reading, links, nodes: 0, height: 0 };
  const plan = planNode(input, { pointer, depth: 1 }, walk);
  const { nodes, height } = walk;
  return { pointer, plan, nodes, height, links };
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
}

function planNode(input: Json | undefined, place: Place, walk: Walk): Plan | undefined {
  const { pointer, depth } = place;
  const { issues } = walk.reading;
  if (issues.full || issues.closed(pointer)) return undefined;
  walk.nodes++;
  walk.height = Math.max(walk.height, depth);
  if (depth > CONDITION_LIMITS.maxDepth) {
    issues.add("too-deep", pointer, `nested deeper than ${CONDITION_LIMITS.maxDepth} conditions`);
    return undefined;
  }
  if (!isObject(input)) {
    issues.add("bad-condition", pointer, "a condition is an object with all, any, not, condition or fact");
    return undefined;
  }
  const [root, ...others] = ROOTS.filter((key) => Object.hasOwn(input, key));
  if (root === undefined || others.length > 0) {
    const [code, what] = root === undefined ? ["no-root", "none"] : ["several-roots", [root, ...others].join(" and ")];
    issues.add(code, pointer, `a condition has one of all, any, not, condition and fact; this one has ${what}`);
    return undefined;
  }
  checkKeys(input, [...(root === "fact" ? LEAF : [root]), ...NOTES], pointer, issues);
  const notes = readNotes(input, pointer, issues);
  if (root === "fact") {
    const planElement: PlanElement = (value, at, element) => planInside(value, { pointer: at, depth }, element, walk);
    return planLeaf(input, { pointer, notes, planElement }, walk.reading);
  }
  if (root === "condition") return planLink(input.condition, place, notes, walk);
  return planGroup(root as "all" | "any" | "not", input[root], { ...place, notes }, walk);
}

function planGroup(
  kind: "all" | "any" | "not",
  input: Json | undefined,
  at: Place & { readonly notes: NodeNotes | undefined },
  walk: Walk,
): Plan | undefined {
  const { issues } = walk.reading;
  const { depth } = at;
  const pointer = `${at.pointer}/${kind}`;
  if (issues.closed(pointer)) return undefined;
  if (kind === "not") {
    const child = planNode(input, { pointer, depth: depth + 1 }, walk);
    return child && { kind, children: [child], shown: at.notes };
  }
  if (!Array.isArray(input) || input.length === 0) {
    issues.add(
      Array.isArray(input) ? "empty-group" : "bad-condition",
      pointer,
      `${kind} is a list of conditions, at least one`,
    );
    return undefined;
  }
  if (walk.nodes + input.length > CONDITION_LIMITS.maxNodes) {
    walk.nodes += input.length;
    return undefined;
  }
  const children: Plan[] = [];
  for (const [i, inner] of input.entries()) {
    const child = planNode(inner, { pointer: `${pointer}/${i}`, depth: depth + 1 }, walk);
    if (child) children.push(child);
  }
  return { kind, children, shown: at.notes };
}

/**
 * Reads a condition about one element: its facts are the element's own keys, and its nodes and depth count as those of the
 * condition around it.
 */
function planInside(input: Json, place: Place, element: FactType, walk: Walk): ElementTest | undefined {
  const { issues, operators } = walk.reading;
  if (element.type !== "any" && element.type !== "object") {
    issues.add("wrong-type", place.pointer, `an element is a ${element.type}, which has no keys to ask for`);
    return undefined;
  }
  const reading: Reading = { issues, operators, slots: new Slots(), schema: element.fields, params: new Map() };
  const inner: Walk = { reading, links: undefined, nodes: walk.nodes, height: walk.height };
  const plan = planNode(input, { ...place, depth: place.depth + 1 }, inner);
  walk.nodes = inner.nodes;
  walk.height = inner.height;
  return plan && elementTest(plan);
}

function planLink(name: Json | undefined, place: Place, notes: NodeNotes | undefined, walk: Walk): Plan | undefined {
  const pointer = `${place.pointer}/condition`;
  if (typeof name !== "string") {
    walk.reading.issues.add("bad-condition", pointer, "must be the name of a condition");
    return undefined;
  }
  if (!walk.links) {
    walk.reading.issues.add("bad-condition", pointer, "a named condition is about a person, not about an element");
    return undefined;
  }
  const plan: GroupPlan = { kind: "condition", children: [], shown: { condition: name, ...notes } };
  walk.links.push({ name, pointer, depth: place.depth, plan });
  return plan;
}

function readNotes(input: JsonObject, pointer: string, issues: IssueList): NodeNotes | undefined {
  const { name, label, priority } = input;
  if (name !== undefined && typeof name !== "string") issues.add("bad-name", `${pointer}/name`, "must be a text");
  if (label !== undefined && !isLabel(label))
    issues.add("bad-label", `${pointer}/label`, 'must be a text in both languages: { "zh": "…", "en": "…" }');
  checkPriority(priority, pointer, issues);
  if (name === undefined && label === undefined) return undefined;
  return {
    ...(typeof name === "string" && { name }),
    ...(isLabel(label) && { label: Object.freeze({ zh: label.zh, en: label.en }) }),
  };
}

const isLabel = (label: Json | undefined): label is JsonObject & Label =>
  isObject(label) && typeof label.zh === "string" && typeof label.en === "string";

/** A priority is a whole number from 1, as json-rules-engine wants it. */
export function checkPriority(priority: Json | undefined, pointer: string, issues: IssueList): void {
  if (priority !== undefined && !(Number.isSafeInteger(priority) && (priority as number) >= 1))
    issues.add("bad-priority", `${pointer}/priority`, "must be a whole number from 1");
}
