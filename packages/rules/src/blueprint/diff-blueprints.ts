import type { Json, Label } from "@tributary/core";
import type { Blueprint } from "./define-blueprint";
import { diffValues, type ValueChange } from "./diff-values";

/** One thing that a new blueprint decides otherwise. */
export interface BlueprintChange {
  /** The member of the definition, such as `segments`. */
  readonly part: string;
  /** Of a part that is a list of named things, which one. */
  readonly name?: string;
  readonly change: "added" | "removed" | "changed" | "moved";
  /** Where a changed thing differs, from its own root. */
  readonly at: readonly ValueChange[];
  /** The change in words. */
  readonly words: Label;
}

/** What two blueprints decide differently. */
export interface BlueprintDiff {
  /** Whether they are the same to the last value. */
  readonly same: boolean;
  /** Stored tracks are folded anew from their events the next time they are read. */
  readonly refolds: boolean;
  readonly changes: readonly BlueprintChange[];
}

/** The parts that are lists of named things, by path: the member that names, and what one is called. */
const NAMED: readonly NamedPart[] = [
  { path: ["identifiers", "types"], by: "type", one: { zh: "标识类型", en: "identifier type" } },
  { path: ["events"], by: "type", one: { zh: "事件", en: "event" } },
  { path: ["facts"], by: undefined, one: { zh: "指标", en: "fact" } },
  { path: ["tags"], by: "tag", one: { zh: "标签", en: "tag" }, ordered: true },
  { path: ["segments"], by: "segment", one: { zh: "人群", en: "segment" } },
  { path: ["lifecycle", "stages"], by: "stage", one: { zh: "阶段", en: "stage" }, ordered: true },
  { path: ["lifecycle", "regressions"], by: "regression", one: { zh: "回退", en: "regression" } },
  { path: ["grades", "grades"], by: "grade", one: { zh: "等级", en: "grade" }, ordered: true },
];

interface NamedPart {
  readonly path: readonly string[];
  /** Absent where the part is an object, by name already. */
  readonly by: string | undefined;
  readonly one: Label;
  /** Whether the order of its things decides anything. */
  readonly ordered?: boolean;
}

type Named = ReadonlyMap<string, Json>;

/**
 * Says in words what a new blueprint decides otherwise, before it goes live: what is added, removed, changed and where,
 * and what moved where the order decides.
 *
 * @example
 * const before = automotive();
 * const tags = [{ tag: "hardToReach", when: { fact: "missedCalls30d", operator: "greaterThanInclusive", value: 5 } }];
 * const after = automotive({ version: "automotive-2", tags });
 * const { refolds, changes } = diffBlueprints(before, after);
 * refolds; // => false
 * changes.map(({ words }) => words.en)[0]; // => 'version: "automotive-1" → "automotive-2"'
 * changes.find(({ part }) => part === "tags")?.at.find(({ pointer }) => pointer === "/when/value");
 * // => { pointer: "/when/value", before: 3, after: 5 }
 */
export function diffBlueprints(before: Blueprint, after: Blueprint): BlueprintDiff {
  const [old, now] = [before, after].map(({ definition }) => definition as unknown as Json) as [Json, Json];
  const changes = [...diffRest(old, now), ...NAMED.flatMap((part) => diffPart(part, old, now))];
  return { same: changes.length === 0, refolds: before.facts.version !== after.facts.version, changes };
}

/** What is no list of named things: compared as it is. */
function diffRest(old: Json, now: Json): readonly BlueprintChange[] {
  const named = NAMED.map(({ path }) => `/${path.join("/")}`);
  const rest = diffValues(withoutNamed(old), withoutNamed(now)).filter(({ pointer }) => !named.includes(pointer));
  return rest.map((change): BlueprintChange => {
    const part = change.pointer.split("/")[1] ?? "";
    const pointer = change.pointer.slice(part.length + 1);
    const words = sayChange({ ...change, pointer: part + pointer });
    return { part, change: "changed", at: [{ ...change, pointer }], words };
  });
}

function diffPart({ path, by, one, ordered = false }: NamedPart, old: Json, now: Json): readonly BlueprintChange[] {
  const [before, after] = [namedAt(old, path, by), namedAt(now, path, by)];
  const part = path[0] as string;
  const say = (name: string, zh: string, en: string): Label => ({
    zh: `${one.zh} ${name} ${zh}`,
    en: `${one.en} ${name} ${en}`,
  });
  const moved = ordered ? movedIn([...before.keys()], [...after.keys()]) : [];
  return [
    ...[...before.keys()].flatMap((name): readonly BlueprintChange[] =>
      after.has(name) ? [] : [{ part, name, change: "removed", at: [], words: say(name, "已删除", "removed") }],
    ),
    ...[...after].flatMap(([name, value]): readonly BlueprintChange[] => {
      if (!before.has(name)) return [{ part, name, change: "added", at: [], words: say(name, "新增", "added") }];
      const at = diffValues(before.get(name), value);
      if (at.length === 0) return [];
      const said = at.map(sayChange);
      const words = say(name, said.map(({ zh }) => zh).join(";"), said.map(({ en }) => en).join("; "));
      return [{ part, name, change: "changed", at, words }];
    }),
    ...moved.map(
      (name): BlueprintChange => ({
        part,
        name,
        change: "moved",
        at: [],
        words: say(name, "顺序调整", "moved"),
      }),
    ),
  ];
}

/** The things of a part by name; of namesakes, which no valid blueprint has, the last. */
function namedAt(definition: Json, path: readonly string[], by: string | undefined): Named {
  const part = path.reduce<Json | undefined>((value, key) => memberOf(value, key), definition);
  if (by === undefined) return new Map(Object.entries((part ?? {}) as { readonly [name: string]: Json }));
  return new Map(((part ?? []) as readonly Json[]).map((thing) => [String(memberOf(thing, by)), thing]));
}

/** A definition without its lists of named things. */
function withoutNamed(definition: Json): Json {
  const copy: { [key: string]: Json } = { ...(definition as { readonly [key: string]: Json }) };
  for (const { path } of NAMED) {
    const [part, member] = path as readonly [string, string?];
    if (member === undefined) delete copy[part];
    else if (copy[part] !== undefined) {
      const { [member]: _, ...rest } = copy[part] as { readonly [key: string]: Json };
      copy[part] = rest;
    }
  }
  return copy;
}

/** The names that stand after another one than before, those on one side only left out: as few as make the difference. */
function movedIn(before: readonly string[], after: readonly string[]): readonly string[] {
  const common = after.filter((name) => before.includes(name));
  const places = common.map((name) => before.indexOf(name));
  const kept = longestRise(places);
  return common.filter((_, i) => !kept.has(i));
}

/** The indexes of a longest ascending run of numbers, not necessarily side by side. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const best: { readonly length: number; readonly from: number }[] = [];
  for (const [i, number] of numbers.entries()) {
    let [length, from] = [1, -1];
    for (let j = 0; j < i; j++) {
      const before = best[j] as { readonly length: number };
      if ((numbers[j] as number) < number && before.length >= length) [length, from] = [before.length + 1, j];
    }
    best.push({ length, from });
  }
  const kept = new Set<number>();
  let at = best.reduce((top, { length }, i) => (length > (best[top]?.length ?? 0) ? i : top), 0);
  for (; at >= 0 && best[at] !== undefined; at = best[at]?.from ?? -1) kept.add(at);
  return kept;
}

function sayChange({ pointer, before, after }: ValueChange): Label {
  const [old, now] = [before, after].map((value) => (value === undefined ? undefined : shortJson(value)));
  if (old === undefined) return { zh: `${pointer} 新增 ${now}`, en: `${pointer} added: ${now}` };
  if (now === undefined) return { zh: `${pointer} 删除,原为 ${old}`, en: `${pointer} removed, was ${old}` };
  return { zh: `${pointer} 由 ${old} 改为 ${now}`, en: `${pointer}: ${old} → ${now}` };
}

/** Most characters of a value in words. Our choice: the whole value is beside the words. */
const MOST = 60;

function shortJson(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

const memberOf = (value: Json | undefined, key: string): Json | undefined =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as { readonly [key: string]: Json })[key]
    : undefined;
