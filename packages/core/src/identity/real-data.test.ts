import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type PartitionScore, scorePartition } from "../testing/score-partition";
import { definePolicy } from "./define-policy";
import type { Observation } from "./evidence";
import type { IdentityPolicy } from "./policy";
import { resolve } from "./resolve";

const DATA = new URL("../../../../../shared/data/", import.meta.url);

/** The rows of a CSV file without quotes, by column; undefined, with a printed reason, where it is not there. */
function rowsOf(path: string): readonly Readonly<Record<string, string>>[] | undefined {
  const file = new URL(path, DATA);
  if (!existsSync(file)) {
    if (process.env.CI === "true") throw new Error(`missing: ${file.pathname}`);
    console.info(`skipped: ${path} is not beside the repository`);
    return undefined;
  }
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const columns = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}

const open: Omit<IdentityPolicy, "types"> = {
  version: "1",
  prefer: "first",
  maxPerson: 1_000,
  maxComponent: 100_000,
  consent: "off",
};
const seen = { source: "file", strength: "import", purpose: "service" } as const;

const persons = rowsOf("identity/fake_1000.csv");

describe.skipIf(!persons)("resolve on the thousand records of fake_1000", () => {
  const policy = definePolicy({
    ...open,
    types: [
      { type: "record", normalise: "text", tier: 0 },
      { type: "email", normalise: "text", tier: 1 },
      { type: "nameAndBirth", normalise: "text", tier: 1 },
    ],
  });
  const rows = persons ?? [];
  const truth = rows.map((row) => ({
    identifier: { type: "record", value: `r${row.unique_id}` },
    person: row.cluster as string,
    from: 0,
  }));

  const pairwise = (
    keysOf: (row: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ): PartitionScore => {
    const observations = rows.flatMap((row) =>
      Object.entries({ "": "", ...keysOf(row) }).map(([type, value]): Observation => {
        const record = { type: "record", value: `r${row.unique_id}` };
        return {
          ...seen,
          obsId: `${row.unique_id} ${type}`,
          at: 0,
          ids: value === "" ? [record] : [record, { type, value }],
        };
      }),
    );
    const who = resolve({ observations }, policy, { asOf: 0 });
    const { precision, recall, f1 } = scorePartition(truth, (id) => who.personOf(id)?.oneId).pairwise;
    const round = (share: number): number => Math.round(share * 1_000) / 1_000;
    return { precision: round(precision), recall: round(recall), f1: round(f1) };
  };
  const email = (row: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
    email: row.email ?? "",
  });

  it("is never wrong by exact e-mail", () => {
    expect(pairwise(email)).toEqual({ precision: 1, recall: 0.336, f1: 0.503 });
  });

  it("finds more by exact name and birth date as well, and is still never wrong", () => {
    const both = pairwise((row) => {
      const name = [row.first_name, row.surname, row.dob];
      return { ...email(row), nameAndBirth: name.every((part) => part !== "") ? name.join("|") : "" };
    });
    expect(both).toEqual({ precision: 1, recall: 0.405, f1: 0.577 });
  });
});

const clicks = rowsOf("events/rees46_multicategory_2019-10-01_first3h.csv");

describe.skipIf(!clicks)("resolve on three hours of a real shop", () => {
  const observations = (clicks ?? []).map((row, i): Observation => {
    const at = Date.parse(`${row.event_time?.slice(0, 19).replace(" ", "T")}Z`);
    const user = { type: "userId", value: row.user_id as string };
    const session = { type: "session", value: row.user_session as string };
    return { obsId: `row${i}`, at, ids: [user, session], source: "shop", strength: "verified", purpose: "service" };
  });
  const asOf = Math.max(0, ...observations.map(({ at }) => at));
  const shop = (limit: { readonly limit?: number }): IdentityPolicy =>
    definePolicy({
      ...open,
      types: [
        { type: "userId", normalise: "text", tier: 0, ...limit },
        { type: "session", normalise: "text", tier: 2, transient: true },
      ],
    });

  it("keeps the two users of one session apart, and says why", () => {
    const who = resolve({ observations }, shop({ limit: 1 }), { asOf });
    expect(who.persons).toHaveLength(4_504);
    expect(who.refused).toHaveLength(1);
    expect(who.refused[0]?.witness).toMatchObject({ code: "limit", type: "userId", limit: 1 });
    const { edge, witness } = who.refused[0] as (typeof who.refused)[number];
    const users = "ids" in witness ? witness.ids : [];
    expect(users).toHaveLength(2);
    expect(who.personOf(users[0] as string)).not.toBe(who.personOf(users[1] as string));
    expect(who.personOf(edge.b)).toBeDefined();
  });

  it("would have made one person of them without a limit", () => {
    expect(resolve({ observations }, shop({}), { asOf }).persons).toHaveLength(4_503);
  });
});
