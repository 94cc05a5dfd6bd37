import { applyPersonDiff } from "@tributary/core/identity";
import { byCodeUnit, canonicalJson, identifierKey, type Json, type Person } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import type { Blueprint } from "@tributary/rules/blueprint";
import type { Hub } from "./create-hub";
import { type OneIdOrder, resolveAll } from "./resolve-read";

/** Persons as text: as sets, since which identifier is the strongest is not published, nor who has none any more. */
const asText = (persons: readonly Person[]): string =>
  canonicalJson(
    persons
      .map(({ oneId, ids, degraded }) => ({
        oneId,
        ids: ids.map(identifierKey).sort(byCodeUnit),
        ...(degraded !== undefined && { degraded }),
      }))
      .filter(({ ids }) => ids.length > 0)
      .sort((x, y) => byCodeUnit(x.oneId, y.oneId)) as unknown as Json,
  );

/** Publishes until nothing is left. */
export async function publishAll(hub: Hub, now: number): Promise<void> {
  while ((await hub.publish({ now })).left);
}

/** Who is who as published: the members, and what somebody has who applied every change in order. */
export async function readPublished(store: Store): Promise<{ readonly members: string; readonly followed: string }> {
  const changes = await store.changes({ after: 0, limit: 1e9 });
  const gap = changes.find(({ seq }, i) => seq !== i + 1);
  if (gap) throw new Error(`change ${gap.seq} is out of its place`);
  const followed = changes.reduce<readonly Person[]>((persons, { diff }) => applyPersonDiff(persons, diff), []);
  const ids = new Map<string, string[]>();
  const members = await store.members("all");
  for (const [key, { oneId }] of members) ids.set(oneId, [...(ids.get(oneId) ?? []), key].sort(byCodeUnit));
  const persons = [...new Map([...members.values()].map((member) => [member.oneId, member])).values()]
    .map((member) => ({ ...member, ids: ids.get(member.oneId) ?? [] }))
    .sort((x, y) => byCodeUnit(x.oneId, y.oneId));
  return { members: canonicalJson(persons as unknown as Json), followed: asText(followed) };
}

/** Who is who by all evidence, in the same words. */
export async function readResolved(
  store: Store,
  { identity }: Blueprint,
  options: { readonly now: number; readonly oneIdOrder: OneIdOrder },
): Promise<string> {
  const { resolution } = await resolveAll(store, identity, { asOf: options.now, oneIdOrder: options.oneIdOrder });
  return asText(resolution.persons);
}
