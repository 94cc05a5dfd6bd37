import type { IdentifierKey } from "@tributary/core";
import type { Resolution } from "@tributary/core/identity";
import type { Ownership, World } from "@tributary/core/testing";
import { type TrueLinks, truePath } from "./true-links";
import { type Case, nodeOf, readPerson, sumUpWrong, typeOf, type WrongBy } from "./wrong";

/** The reason for which nobody can be blamed: see {@link TrueLinks}. */
export const NEVER_SHOWN = "no event shows that they belong together";

/**
 * Why true persons were read as several: for each pair of their identifiers that is apart, why the first true link
 * between the two was not taken. A person split for several reasons counts under each.
 */
export function wronglyApart(world: World, who: Resolution, links: TrueLinks): WrongBy {
  const oneIds = world.truth.map((owned) => readPerson(who, owned));
  const together = (a: number, b: number): boolean => oneIds[a] !== undefined && oneIds[a] === oneIds[b];
  const cases: Case[] = [];
  for (const entries of entriesByPerson(world)) {
    const pairs = new Map<string, number>();
    entries.forEach((a, i) => {
      for (const b of entries.slice(i + 1)) {
        if (together(a, b)) continue;
        const reason = whyApart(world, who, links, { together, a, b });
        pairs.set(reason, (pairs.get(reason) ?? 0) + 1);
      }
    });
    for (const [reason, count] of pairs) cases.push({ reason, pairs: count });
  }
  return sumUpWrong(cases);
}

function entriesByPerson({ truth }: World): Iterable<readonly number[]> {
  const persons = new Map<string, number[]>();
  truth.forEach(({ person }, entry) => {
    persons.set(person, [...(persons.get(person) ?? []), entry]);
  });
  return persons.values();
}

/** Two entries of one person that are apart, and who else is together. */
interface Apart {
  readonly together: (a: number, b: number) => boolean;
  readonly a: number;
  readonly b: number;
}

function whyApart(world: World, who: Resolution, links: TrueLinks, { together, a, b }: Apart): string {
  const path = truePath(links, a, b);
  if (!path) return NEVER_SHOWN;
  const broken = path.findIndex((entry, i) => i > 0 && !together(path[i - 1] as number, entry));
  const node = (i: number): IdentifierKey => nodeOf(who, world.truth[path[i] as number] as Ownership);
  const why = who.explainNot(node(broken - 1), node(broken));
  switch (why.code) {
    case "refused":
      return `refused by ${why.witness.code === "limit" ? `the limit of ${why.witness.type}` : why.witness.code}`;
    case "hub":
      return `${typeOf(why.key)} taken for a hub`;
    case "epoch":
      return `${typeOf(why.key)} taken for another owner's after a silence`;
    default:
      return why.code;
  }
}
