import type { CallList, IdentityReport, PersonSummary, PersonView } from "@tributary/adapters/hub";
import { identifierKey, type Label } from "@tributary/core";
import type { Blueprint } from "@tributary/rules/blueprint";
import type { Tally } from "./pour";

const both = ({ zh, en }: Label): string => `${zh} ${en}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const day = (at: number | undefined): string => (at === undefined ? "–" : new Date(at).toISOString().slice(0, 10));

/** How wide a text is on a terminal, where a Chinese character takes two columns. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? 2
        : 1),
    0,
  );
const pad = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - width(text)));

/** Rows in columns as wide as they need to be. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? "")))) ?? [];
  return rows.map((row) => `  ${row.map((cell, i) => pad(cell, widths[i] ?? 0)).join("  ")}`.trimEnd());
}

/** What became of a stream, with the first refusals and how often each remark was made. */
export function tallyLines(title: string, tally: Tally, reportFile: string): readonly string[] {
  const { read, accepted, duplicate, conflict, refused, warned } = tally;
  const codes = Object.entries(tally.codes).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [
    `${title}: ${read} read = ${accepted} accepted + ${duplicate} duplicate + ${conflict} conflict + ${refused} refused; ${warned} with remarks`,
    ...codes.slice(0, 8).map(([code, count]) => `  ${count} × ${code}`),
    ...tally.examples.map(
      ({ file, line, issues }) =>
        `  refused${file === undefined ? "" : ` ${file}`}${line === undefined ? "" : ` line ${line}`}: ${issues[0]?.pointer ?? ""} ${issues[0]?.message ?? ""}`,
    ),
    ...(codes.length > 0 || refused + duplicate + conflict > 0 ? [`  every one of them: ${reportFile}`] : []),
  ];
}

/** What stands between identifiers: refused links with their reasons, hubs, values that identify nobody. */
export function identityLines({ persons, refused, hubs, blocked }: IdentityReport): readonly string[] {
  const shown = refused
    .slice(0, 3)
    .map(({ edge, witness }) => [
      edge.a,
      `not with ${edge.b}`,
      witness.code === "limit" ? `one person has at most ${witness.limit} ${witness.type}` : witness.code,
    ]);
  const tell = (count: number, what: string): readonly string[] => (count === 0 ? [] : [`  ${count} ${what}`]);
  return [
    `OneID: ${persons} persons`,
    ...tell(refused.length, "links refused, such as"),
    ...table(shown).map((line) => `  ${line}`),
    ...tell(hubs.length, "shared identifiers (hubs) that join nobody"),
    ...tell(blocked.length, "values that identify nobody"),
  ];
}

/** Counts of persons by RFM segment, tag, lifecycle stage and grade. */
export function populationLines(blueprint: Blueprint, persons: readonly PersonSummary[]): readonly string[] {
  const count = (names: readonly string[]): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts;
  };
  const ranked = (counts: ReadonlyMap<string, number>): readonly string[] =>
    table(
      [...counts]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .map(([name, persons_]) => [String(persons_), name]),
    );
  const tags = persons.flatMap((person) => person.tags.map(({ tag, label }) => (label ? both(label) : tag)));
  const segments = new Map(blueprint.segments.map(({ segment, label }) => [segment, both(label)]));
  return [
    `${persons.length} persons`,
    ...section("RFM segments", ranked(count(persons.flatMap(({ rfm }) => rfm?.score?.segment ?? [])))),
    ...section("Tags 标签", ranked(count(tags))),
    ...section(
      "Segments 人群",
      ranked(count(persons.flatMap((p) => p.segments.map((name) => segments.get(name) ?? name)))),
    ),
    ...section("Stages 阶段", ranked(count(persons.map(({ stage }) => both(stage.label))))),
    ...section("Grades 等级", ranked(count(persons.flatMap(({ grade }) => (grade ? both(grade.label) : []))))),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", title, ...lines];

/** One person with the reasons. */
export function personLines(blueprint: Blueprint, person: PersonView): readonly string[] {
  const { definition } = blueprint;
  const facts = person.factsBecause
    .filter(({ value }) => value !== undefined && value !== 0)
    .map(({ fact, value, occurrences, counted }) => [
      both(definition.facts[fact]?.label ?? { zh: "", en: fact }),
      fact.endsWith("At") && typeof value === "number" ? day(value) : JSON.stringify(value),
      `from ${counted ?? occurrences.length} events`,
    ]);
  const why = person.why.map(({ a, b, strength, count }) => [
    `${a} – ${b}`,
    `${strength ?? "decided"}, seen ${count} ×`,
  ]);
  const tags = person.tagsBecause
    .filter(({ given }) => given)
    .map(({ tag, definition: { label }, condition, facts: read }) => [
      label ? both(label) : tag,
      condition ? `because ${JSON.stringify(conditionOf(condition))}` : `read ${JSON.stringify(read)}`,
    ]);
  const actions = (person.intent?.contributions ?? []).filter(({ points }) => points !== 0);
  return [
    `${person.oneId}, ${person.ids.length} identifiers: ${person.ids.map(identifierKey).join(", ")}`,
    ...section("why one person", table(why)),
    ...section("facts", table(facts)),
    ...section("tags", table(tags)),
    ...(person.intent
      ? section(
          `intent ${percent(person.intent.score)} (${person.intent.band})`,
          table(
            actions.map(({ action, count, points, next }) => [
              action,
              `${count} ×`,
              percent(points),
              `one more adds ${percent(next)}`,
            ]),
          ),
        )
      : []),
    ...(person.rfm
      ? section("RFM", [
          `  ${person.rfm.recencyDays} days ago, ${person.rfm.frequency} orders, ${person.rfm.monetaryMinor / 100}${person.rfm.score ? ` → ${person.rfm.score.r}${person.rfm.score.f}${person.rfm.score.m} ${person.rfm.score.segment}` : ""}`,
        ])
      : []),
    "",
    `stage ${both(person.stage.label)}; grade ${person.grade ? `${both(person.grade.label)}, due ${day(person.grade.due)}` : "none"}`,
  ];
}

/** The facts a condition read, without its tree. */
function conditionOf(node: unknown): object {
  const found: Record<string, unknown> = {};
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== "object") return;
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
      return;
    }
    const leaf = value as { readonly fact?: string; readonly actual?: unknown };
    if (typeof leaf.fact === "string" && "actual" in leaf) found[leaf.fact] = leaf.actual;
    else for (const item of Object.values(value)) walk(item);
  };
  walk(node);
  return found;
}

/** The call list (外呼名单) as a table. */
export function callLines(list: CallList): readonly string[] {
  const rows = list.calls.map((call, i) => [
    `${i + 1}.`,
    call.contact,
    `${call.oneId.slice(0, 10)}…`,
    both(call.grade.label),
    `due ${day(call.grade.due)}${call.overdue ? " overdue" : ""}`,
    call.intent ? percent(call.intent.score) : "",
    call.contributions.map(({ action, count }) => `${action} × ${count}`).join(", "),
    call.tags.map(({ tag, value }) => (value === undefined ? tag : `${tag} ${String(value)}`)).join(", "),
  ]);
  const reasons = new Map<string, number>();
  for (const { reason } of list.notCallable) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const not = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(", ");
  return [
    `Call list 外呼名单: ${list.calls.length} to call, ${list.waiting.length} waiting${not && `, not callable: ${not}`}`,
    ...table(rows),
  ];
}
