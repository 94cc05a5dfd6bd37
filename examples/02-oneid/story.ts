import {
  definePolicy,
  type EpochMs,
  type Evidence,
  type Identifier,
  type IdentifierKey,
  type IdentityPolicy,
  identifierKey,
  localDate,
  type Name,
  normaliseIdentifier,
  type Observation,
  type Resolution,
  resolve,
  type Strength,
} from "@tributary/core";

/** A story as Markdown: paragraphs, what was printed, drawings. */
export type Story = readonly string[];

const ZONE = "Asia/Shanghai";

/** Noon in Shanghai on a date. */
export const noon = (date: string): EpochMs => Date.parse(`${date}T12:00:00+08:00`);

export const dateOf = (at: EpochMs): string => localDate(at, ZONE);

/** What all three stories go by. */
const policy: IdentityPolicy = definePolicy({
  version: "2026-03",
  prefer: "first",
  maxPerson: 30,
  maxComponent: 1_000,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, limit: 1, silence: "180d" },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
    { type: "device", normalise: "text", tier: 2, hub: 2 },
  ],
});

export const crmId = (value: string): Identifier => ({ type: "crmId", value });
export const phone = (value: string): Identifier => ({ type: "phone", value });
export const openid = (value: string): Identifier => ({ type: "openid", scope: "wx1", value });
export const device = (value: string): Identifier => ({ type: "device", value });
export const vin = (value: string): Identifier => ({ type: "vin", value });

/** Identifiers seen together on a day. */
export const seen = (date: string, strength: Strength, ...ids: readonly Identifier[]): Observation => ({
  obsId: `${date} ${ids.map(({ value }) => value).join(" ")}`,
  ids,
  at: noon(date),
  source: "story",
  strength,
  purpose: "service",
});

/** Reads evidence at the end of a day. Names are numbers in the order of entry here; a store's are random. */
export function read(evidence: Evidence, date: string): Resolution {
  const names = new Map<IdentifierKey, Name>();
  for (const { ids } of evidence.observations) {
    for (const id of ids) {
      const normal = normaliseIdentifier(id, policy);
      const key = identifierKey(normal.ok ? normal.value : id);
      const seq = names.get(key)?.seq ?? names.size + 1;
      names.set(key, { seed: String(seq), seq });
    }
  }
  return resolve(evidence, policy, { asOf: noon(date), names });
}

/** The OneID of who holds an identifier now, or held it on a date. */
export const oneIdOf = (who: Resolution, id: Identifier, date?: string): string =>
  (date === undefined ? who.personOf(id) : who.personOf(id, noon(date)))?.oneId ?? "nobody";

export const printed = (...lines: readonly string[]): string => ["```text", ...lines, "```"].join("\n");

/** The picture of whoever holds an identifier. */
export function drawing(who: Resolution, id: Identifier): string {
  const text = who.draw({ oneId: oneIdOf(who, id) }, { zone: ZONE }) ?? "";
  return ["```mermaid", text.trimEnd(), "```"].join("\n");
}
