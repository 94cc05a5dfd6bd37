import type { FactSchema, FactType } from "./condition";
import { type IssueList, quoted } from "./issue-list";
import { EVERY, type PathSegment } from "./path";

/** A fact nobody declared: every operator may be asked of it, and types are checked when it is read. */
export const ANY: FactType = { type: "any" };

/** The type of a fact at a path, or `undefined` after saying why there is none. */
export function typeAt(
  fact: string,
  path: readonly PathSegment[],
  at: { readonly schema: FactSchema | undefined; readonly pointer: string; readonly issues: IssueList },
): FactType | undefined {
  const { schema, pointer, issues } = at;
  if (!schema) return ANY;
  if (!Object.hasOwn(schema, fact)) {
    const known = { name: fact, names: Object.keys(schema) };
    issues.add("unknown-fact", `${pointer}/fact`, `unknown fact ${quoted(fact)}`, known);
    return undefined;
  }
  return typeInside(schema[fact] as FactType, path, { pointer: `${pointer}/path`, issues });
}

/** The type at a path inside a type, or `undefined` after saying why there is none. */
export function typeInside(
  container: FactType,
  path: readonly PathSegment[],
  { pointer, issues }: { readonly pointer: string; readonly issues: IssueList },
): FactType | undefined {
  let type = container;
  for (const [i, segment] of path.entries()) {
    const inner = step(type, segment);
    if (typeof inner === "string") {
      const known = segment === EVERY ? undefined : { name: segment.key, names: Object.keys(type.fields ?? {}) };
      issues.add("unknown-path", pointer, `step ${i + 1}: ${inner}`, known);
      return undefined;
    }
    type = inner;
  }
  return path.includes(EVERY) ? { type: "list", of: type } : type;
}

/** One step into a type, or why there is nothing inside. */
function step(type: FactType, segment: PathSegment): FactType | string {
  if (type.type === "any") return ANY;
  if (type.type === "list") {
    if (segment === EVERY || /^\d+$/.test(segment.key)) return type.of ?? ANY;
    return segment.key === "length" ? { type: "number" } : `a list has no ${quoted(segment.key)}`;
  }
  if (type.type !== "object") return `a ${type.type} has nothing inside`;
  if (segment === EVERY) return type.of ?? ANY;
  const { fields = {} } = type;
  if (Object.hasOwn(fields, segment.key)) return fields[segment.key] as FactType;
  return type.of ?? (type.fields ? `there is no ${quoted(segment.key)}` : ANY);
}
