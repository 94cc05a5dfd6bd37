import type { Resolution } from "@tributary/core/identity";
import { type ConsentEntry, type EpochMs, type Event, identifierKey, type Person } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { fitRfm, type Rfm, type RfmModel } from "@tributary/core/scoring";
import { type Blueprint, readPerson } from "@tributary/rules/blueprint";
import type { Tracks } from "@tributary/rules/facts";
import type { TagStatement } from "@tributary/rules/tags";
import { mergedTracks, type OwnedLeaf, ownedLeaves } from "./person-tracks";
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
  const owned = new Map<string, OwnedLeaf[]>();
  for (const leaf of await ownedLeaves(store, blueprint.facts, resolution, await store.leaves("all"))) {
    const own = owned.get(leaf.oneId);
    if (own) own.push(leaf);
    else owned.set(leaf.oneId, [leaf]);
  }
  const decided = new Map<string, ConsentEntry[]>();
  for (const entry of consents) {
    const oneId = resolution.personOf(entry.subject, entry.at)?.oneId;
    const own = oneId === undefined ? undefined : decided.get(oneId);
    if (own) own.push(entry);
    else if (oneId !== undefined) decided.set(oneId, [entry]);
  }
  const said = await saidOfTags(store, resolution);
  return resolution.persons.map((person) => ({
    person,
    tracks: mergedTracks(blueprint.facts, owned.get(person.oneId) ?? []),
    consents: decided.get(person.oneId) ?? [],
    statements: tagStatementsIn(said.get(person.oneId) ?? []),
  }));
}

/** Everything that was said of tags, by the person it was said of. */
async function saidOfTags(store: Store, resolution: Resolution): Promise<ReadonlyMap<string, readonly Event[]>> {
  const said = new Map<string, Event[]>();
  for (const event of await store.events("all", [TAG_STATED])) {
    const oneId = resolution.ownerOf(event.ids.map(identifierKey), event.at)?.oneId;
    const own = oneId === undefined ? undefined : said.get(oneId);
    if (own) own.push(event);
    else if (oneId !== undefined) said.set(oneId, [event]);
  }
  return said;
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
