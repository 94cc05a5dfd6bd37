import { byCodeUnit, canonicalJson, type Json, type JsonObject, pointerOf } from "../model";
import type { IdentityPolicy } from "./policy";

/** One thing that two policies say differently. */
export interface PolicyChange {
  /** RFC 6901, into the policy after; of what was taken out, into the policy before. */
  readonly pointer: string;
  /** The identifier type it is about. */
  readonly type?: string;
  /** Absent: it was not said. */
  readonly from?: Json;
  /** Absent: it is not said any more. */
  readonly to?: Json;
}

/**
 * Says what was changed in a policy.
 *
 * Types are compared by name, wherever they stand. A type that came or went is one change; `/types` itself is one when
 * types that both have stand in another order, which is their priority.
 *
 * @param before a policy from `definePolicy`
 * @param after another one
 * @returns what was taken out, by its place before; then what is new or different, by its place after
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const [phone, device] = policy.types;
 * diffPolicies(policy, { ...policy, maxPerson: 30, types: [{ ...phone, limit: 2 }, { ...device, hub: 9 }] });
 * // => [{ pointer: "/maxPerson", from: 50, to: 30 }, { pointer: "/types/0/limit", type: "phone", from: 1, to: 2 },
 * //     { pointer: "/types/1/hub", type: "device", to: 9 }]
 */
export function diffPolicies(before: IdentityPolicy, after: IdentityPolicy): readonly PolicyChange[] {
  const [{ types: oldTypes, ...oldRest }, { types: newTypes, ...newRest }] = [readable(before), readable(after)];
  const [was, is] = [byName(oldTypes), byName(newTypes)];
  const removed = oldTypes.flatMap((from, i): PolicyChange[] =>
    is.has(from.type) ? [] : [{ pointer: pointerOf(["types", i]), type: from.type, from }],
  );
  const changed = newTypes.flatMap((to, i): PolicyChange[] => {
    const from = was.get(to.type);
    if (!from) return [{ pointer: pointerOf(["types", i]), type: to.type, to }];
    return differences(from, to, ["types", i]).map((change) => ({ ...change, type: to.type }));
  });
  const [oldOrder, newOrder] = [
    oldTypes.filter(({ type }) => is.has(type)),
    newTypes.filter(({ type }) => was.has(type)),
  ];
  const reordered = oldOrder.some(({ type }, i) => type !== newOrder[i]?.type);
  const order = { pointer: "/types", from: oldTypes.map(({ type }) => type), to: newTypes.map(({ type }) => type) };
  return [...removed, ...differences(oldRest, newRest, []), ...(reordered ? [order] : []), ...changed];
}

/** A policy as the JSON it is. */
type Readable = JsonObject & { readonly types: readonly Declared[] };
type Declared = JsonObject & { readonly type: string };

const readable = (policy: IdentityPolicy): Readable => policy as unknown as Readable;

const byName = (types: readonly Declared[]): ReadonlyMap<string, Declared> =>
  new Map(types.map((declared) => [declared.type, declared]));

/** The members of two objects that differ, objects in them member by member, in code-unit order of their names. */
function differences(from: JsonObject, to: JsonObject, place: readonly PropertyKey[]): readonly PolicyChange[] {
  const members = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(byCodeUnit);
  return members.flatMap((member): readonly PolicyChange[] => {
    const [was, is] = [from[member], to[member]];
    if (isObject(was) && isObject(is)) return differences(was, is, [...place, member]);
    if (was !== undefined && is !== undefined && canonicalJson(was) === canonicalJson(is)) return [];
    return [
      {
        pointer: pointerOf([...place, member]),
        ...(was !== undefined && { from: was }),
        ...(is !== undefined && { to: is }),
      },
    ];
  });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
