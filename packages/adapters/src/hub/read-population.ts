import { type ConsentEntry, type EpochMs, identifierKey, type Person } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { fitRfm, type Rfm, type RfmModel } from "@tributary/core/scoring";
import { type Blueprint, readPerson } from "@tributary/rules/blueprint";
import type { Tracks } from "@tributary/rules/facts";
import type { TagStatement } from "@tributary/rules/tags";
import { mergedTracks, ownedLeaves } from "./person-tracks";
import { type OneIdOrder, resolveAll } from "./resolve-read";
import { TAG_STATED, tagStatementsIn } from "./tag-statements";

/** One person as the store knows them, before anything is read through the blueprint. */
export interface KnownPerson {
  readonly person: Person;
  readonly tracks: Tracks | undefined;
  readonly consents: readonly ConsentEntry[];
  /** What was said of the person's tags. */
  readonly statements: readonly TagStatement[];
}

/** Everybody at a moment, in code-unit order of their OneIDs. */
export async function readPopulation(
  store: Store,
  blueprint: Blueprint,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<readonly KnownPerson[]> {
  const { resolution, consents } = await resolveAll(store, blueprint.identity, options);
  const leaves = await ownedLeaves(store, blueprint.facts, resolution, await store.leaves("all"));
  const owned = byPerson(leaves, ({ oneId }) => oneId);
  const decided = byPerson(consents, ({ subject, at }) => resolution.personOf(subject, at)?.oneId);
  const said = byPerson(
    await store.events("all", [TAG_STATED]),
    ({ ids, at }) => resolution.ownerOf(ids.map(identifierKey), at)?.oneId,
  );
  return resolution.persons.map((person) => ({
    person,
    tracks: mergedTracks(blueprint.facts, owned.get(person.oneId) ?? []),
    consents: decided.get(person.oneId) ?? [],
    statements: tagStatementsIn(said.get(person.oneId) ?? []),
  }));
}

/** Items by the person they are of, in their order; of nobody's nothing is left. */
function byPerson<T>(items: readonly T[], oneIdOf: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const oneId = oneIdOf(item);
    const group = oneId === undefined ? undefined : groups.get(oneId);
    if (group) group.push(item);
    else if (oneId !== undefined) groups.set(oneId, [item]);
  }
  return groups;
}

/** Fits the blueprint's RFM bins to everybody who bought; `undefined` where it has none, or nobody bought. */
export function fitPopulation(
  blueprint: Blueprint,
  population: readonly KnownPerson[],
  options: { readonly now: EpochMs },
): RfmModel | undefined {
  if (!blueprint.rfm) return undefined;
  if (blueprint.rfm.method === "fixed") return fitRfm([], blueprint.rfm);
  const measured = population.flatMap(({ tracks }): Rfm[] => {
    const { rfm } = readPerson(blueprint, tracks, options);
    return rfm ? [rfm] : [];
  });
  return measured.length === 0 ? undefined : fitRfm(measured, blueprint.rfm);
}
