import type { FactSchema, Facts } from "@tributary/rules";

/** What is known of a person here. json-rules-engine has no place for it; the strict reading checks rules against it. */
export const schema: FactSchema = {
  visits: { type: "number" },
  city: { type: "string" },
  owner: { type: "boolean" },
  carAgeYears: { type: "number" },
  tags: { type: "list", of: { type: "string" } },
  budget: { type: "object", fields: { maxMinor: { type: "number" } } },
};

const CITIES = ["上海", "北京", "杭州", "成都", "苏州"];
const TAGS = ["test-drive", "newsletter", "do-not-disturb"];

/** Invented persons, the same every time. Of one in three nobody has asked whether they own a car. */
export const makePersons = (count: number): readonly Facts[] =>
  Array.from({ length: count }, (_, i) => ({
    visits: i % 7,
    city: CITIES[i % CITIES.length],
    ...(i % 3 > 0 && { owner: i % 3 === 1, carAgeYears: i % 9 }),
    tags: TAGS.filter((__, tag) => (i >> tag) % 2 === 1),
    budget: { maxMinor: (i % 11) * 4_000_000 },
  }));
