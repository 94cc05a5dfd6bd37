import { existsSync, readFileSync } from "node:fs";
import {
  definePolicy,
  type Evidence,
  type IdentityPolicy,
  type Observation,
  type Resolution,
  resolve,
} from "@tributary/core";
import { type PartitionScore, scorePartition } from "@tributary/core/testing";
import { describe, expect, it } from "vitest";
import { matchNames, matchObservations, type NamedRecord } from "./match-names";

const FILE = new URL("../../../shared/data/identity/fake_1000.csv", import.meta.url);
const there = existsSync(FILE);
if (!there) {
  if (process.env.CI === "true") throw new Error(`missing: ${FILE.pathname}`);
  console.info("skipped: identity/fake_1000.csv is not beside the repository");
}

interface Row extends NamedRecord {
  readonly email: string;
  readonly cluster: string;
}

const rows: readonly Row[] = !there
  ? []
  : readFileSync(FILE, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => {
        const [id = "", firstName = "", surname = "", birthDate = "", _city, email = "", cluster = ""] =
          line.split(",");
        return { id: `r${id}`, firstName, surname, birthDate, email, cluster };
      });

const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 100,
  maxComponent: 10_000,
  consent: "off",
  types: [
    { type: "record", normalise: "text", tier: 0 },
    { type: "email", normalise: "text", tier: 1, limit: 4 },
    { type: "nameAndBirth", normalise: "text", tier: 1 },
  ],
});
const record = (value: string): Observation["ids"][number] => ({ type: "record", value });
const strict = { types: policy.types.map((type) => (type.type === "email" ? { ...type, limit: 1 } : type)) };
const exactly = (row: Row): readonly Observation[] => {
  const name = [row.firstName, row.surname, row.birthDate];
  const keys = { email: row.email, nameAndBirth: name.every((part) => part !== "") ? name.join("|") : "" };
  const seen = { at: 0, source: "file", strength: "import", purpose: "service" } as const;
  const filled = Object.entries(keys).filter(([, value]) => value !== "");
  return [
    { ...seen, obsId: row.id, ids: [record(row.id)] },
    ...filled.map(([type, value]) => ({ ...seen, obsId: `${row.id} ${type}`, ids: [record(row.id), { type, value }] })),
  ];
};
const exact = rows.flatMap(exactly);
const found = matchNames(rows);
const probable = matchObservations(found, { type: "record", at: 1, purpose: "service" });

const read = (evidence: Evidence, change: Partial<IdentityPolicy> = {}): Resolution =>
  resolve(evidence, { ...policy, ...change }, { asOf: 1 });
function pairwise(who: Resolution): PartitionScore {
  const truth = rows.map(({ id, cluster }) => ({ identifier: record(id), person: cluster, from: 0 }));
  const { precision, recall, f1 } = scorePartition(truth, (id) => who.personOf(id)?.oneId).pairwise;
  const round = (share: number): number => Math.round(share * 1_000) / 1_000;
  return { precision: round(precision), recall: round(recall), f1: round(f1) };
}
/** Fails when somebody of one reading is no longer together in another. */
function expectNobodyParted(before: Resolution, after: Resolution): void {
  const parted = before.persons.filter(({ ids }) => new Set(ids.map((id) => after.personOf(id))).size > 1);
  expect(parted).toEqual([]);
}

describe.skipIf(!there)("matchNames on the thousand records of fake_1000", () => {
  it("finds far more than exact keys do, and nobody else", () => {
    const [alone, both] = [read({ observations: exact }), read({ observations: [...exact, ...probable] })];
    expect(pairwise(alone)).toEqual({ precision: 1, recall: 0.405, f1: 0.577 });
    expect(pairwise(both)).toEqual({ precision: 1, recall: 0.747, f1: 0.855 });
    const readme = readFileSync(new URL("./README.md", import.meta.url), "utf8");
    for (const figures of ["| 1.000 | 0.405 | 0.577 |", "| 1.000 | 0.747 | 0.855 |"]) expect(readme).toContain(figures);
    expectNobodyParted(alone, both);
  });

  it("compares one pair in three hundred", () => {
    expect([found.compared, found.matches.length]).toEqual([1_498, 821]);
    const everyPair = rows.flatMap((a, i) => rows.slice(i + 1).map((b) => [a, b]));
    expect(everyPair).toHaveLength(499_500);
  });

  it("joins nothing above its class", () => {
    const [alone, both] = [
      read({ observations: exact }, strict),
      read({ observations: [...exact, ...probable] }, strict),
    ];
    expectNobodyParted(alone, both);
    const ends = (who: Resolution): readonly string[] => who.refused.map(({ edge }) => `${edge.a} ${edge.b}`);
    const overruled = both.refused.filter(({ edge }) => edge.weakest === "probable");
    expect(ends(both)).toEqual(expect.arrayContaining([...ends(alone)]));
    expect(both.refused.length - overruled.length).toBe(alone.refused.length);
    expect(overruled.length).toBeGreaterThan(100);
    for (const { witness } of overruled) expect(witness).toMatchObject({ code: "limit", type: "email" });
    const joinedByNames = both.persons.flatMap((person) => both.report(person)?.edges ?? []);
    const names = joinedByNames.filter(({ sightings }) => sightings.every(({ source }) => source === "name-matcher"));
    expect(names.length).toBeGreaterThan(50);
    expect(names.every(({ weakest, strength }) => weakest === "probable" && strength === "probable")).toBe(true);
  });

  it("gives way to a person's decision, and is offered to one for review", () => {
    const [a, b] = (probable[0] as Observation).ids as [Observation["ids"][number], Observation["ids"][number]];
    const no = { link: "cannot" as const, a, b, at: 1, author: "li", reason: "two sisters" };
    const who = read({ observations: probable, overrides: [no] });
    expect(who.explainNot(a, b)).toMatchObject({ code: "cannot-link", override: no });
    const suggested = read({ observations: probable }).suggest();
    expect(new Set(suggested.map(({ code }) => code))).toEqual(new Set(["probable"]));
  });
});

describe("matchNames", () => {
  const person = (id: string, firstName: string, surname: string, birthDate: string): NamedRecord => ({
    id,
    firstName,
    surname,
    birthDate,
  });
  const pairs = (...records: readonly NamedRecord[]): readonly string[] =>
    matchNames(records).matches.map(({ a, b }) => `${a} ${b}`);

  it.each([
    ["mistyped", "Roberta", "Allen", "1971-06-24"],
    ["exchanged", "Allen", "Robert", "1971-06-24"],
    ["with another date by one digit", "Robert", "Allen", "1971-05-24"],
    ["without a surname", "Robert", "", "1971-06-24"],
    ["in capitals", "ROBERT", "ALLEN", "1971-06-24"],
  ])("knows somebody %s", (_, firstName, surname, birthDate) => {
    const [one, other] = [person("1", "Robert", "Allen", "1971-06-24"), person("2", firstName, surname, birthDate)];
    expect(pairs(one, other)).toEqual(["1 2"]);
    expect(pairs(other, one)).toEqual(["1 2"]);
  });

  it("parts nobody from what was seen of them", () => {
    const pair: readonly Row[] = ["a@example.com", "b@example.com"].map((email, i) => ({
      ...person(`r${i}`, "Robert", i === 0 ? "Allen" : "Alen", "1971-06-24"),
      email,
      cluster: "",
    }));
    const names = matchObservations(matchNames(pair), { type: "record", at: 1, purpose: "service" });
    const both = read({ observations: [...pair.flatMap(exactly), ...names] }, strict);
    expect(names).toHaveLength(1);
    expectNobodyParted(read({ observations: pair.flatMap(exactly) }, strict), both);
    expect(both.refused.map(({ edge, witness }) => [edge.weakest, witness?.code])).toEqual([["probable", "limit"]]);
  });

  it.each([
    ["a brother", "Richard", "Allen", "1974-02-03"],
    ["a twin", "Grace", "Allen", "1971-06-24"],
    ["a namesake", "Robert", "Allen", "1988-11-02"],
    ["somebody of whom only the date is known", "", "", "1971-06-24"],
  ])("does not take %s for the same", (_, firstName, surname, birthDate) => {
    expect(pairs(person("1", "Robert", "Allen", "1971-06-24"), person("2", firstName, surname, birthDate))).toEqual([]);
  });
});
