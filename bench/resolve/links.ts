import { definePolicy, type IdentityPolicy, type Name, type Sighting } from "@tributary/core/identity";

/** Sightings of two identifiers each, and the names of all identifiers. */
export interface Links {
  readonly sightings: readonly Sighting[];
  readonly names: ReadonlyMap<string, Name>;
}

/** The carmaker's limits: what one person may have, and how many anchors make a hub. */
export const limited: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1_000,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "text", tier: 0, limit: 3, hub: 20 },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "device", normalise: "text", tier: 2, limit: 10, hub: 5 },
    { type: "cookie", normalise: "text", tier: 2 },
  ],
});

/** The same types and nothing that could keep two identifiers apart: plain connected components. */
export const limitless: IdentityPolicy = definePolicy({
  ...limited,
  maxPerson: Number.MAX_SAFE_INTEGER,
  maxComponent: Number.MAX_SAFE_INTEGER,
  types: limited.types.map(({ type, normalise, scoped = false, tier }) => ({ type, normalise, scoped, tier })),
});

const PREFIXES = ["crmId:", "phone:", "openid@wx5ac8e1:", "openid@wx91b7d0:", "device:", "cookie:"];
const LETTERS = Buffer.from("abcdefghijklmnopqrstuvwxyz0123456789");

/**
 * Invents `count` links of a private domain from a seed: persons of 2–7 identifiers linked as a tree, a quarter of
 * their links seen again from another source, one in a hundred to a device somebody else uses too, and one tablet for
 * every 20,000 links that sees forty customers.
 *
 * Values have 28–32 characters. Every key is a string of its own, as a driver reads it: flat and not hashed yet.
 */
export function inventLinks(count: number, seed = 7): Links {
  const random = mulberry(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const values: { readonly prefix: string; readonly value: Buffer }[] = [];
  const invent = (prefix: string): number => {
    const value = Buffer.alloc(28 + below(5));
    for (let i = 0; i < value.length; i++) value[i] = LETTERS[below(LETTERS.length)] as number;
    return values.push({ prefix, value }) - 1;
  };
  const keyOf = (id: number): string => {
    const { prefix, value } = values[id] as (typeof values)[number];
    return Buffer.concat([Buffer.from(prefix), value]).toString("latin1");
  };
  const sightings: Sighting[] = [];
  const link = (a: number, b: number, source: string): void => {
    const keys = [keyOf(a), keyOf(b)].sort((x, y) => (x < y ? -1 : 1));
    const at = below(1e9);
    const strength = random() < 0.5 ? "bound" : "form";
    sightings.push({
      keys,
      source,
      strength,
      purpose: "service",
      count: 1 + below(3),
      firstAt: at,
      lastAt: at + below(1e6),
    });
  };

  const devices: number[] = [];
  const anchors: number[] = [];
  while (sightings.length < count) {
    const own = [invent(PREFIXES[below(2)] as string)];
    anchors.push(own[0] as number);
    for (let i = below(6); i >= 0; i--) {
      const prefix = PREFIXES[2 + below(4)] as string;
      if (prefix.startsWith("openid") && own.some((id) => values[id]?.prefix === prefix)) continue;
      const shared = prefix === "device:" && devices.length > 0 && random() < 0.04;
      const id = shared ? (devices[below(devices.length)] as number) : invent(prefix);
      if (prefix === "device:" && !shared) devices.push(id);
      const centre = own[below(own.length)] as number;
      link(centre, id, "app");
      if (random() < 0.23) link(centre, id, "crm");
      own.push(id);
    }
    if (random() < 40 / 20_000) {
      const tablet = invent("device:");
      for (let i = 0; i < 40; i++) link(tablet, anchors[below(anchors.length)] as number, "showroom");
    }
  }
  for (let i = count - 1; i > 0; i--) {
    const j = below(i + 1);
    [sightings[i], sightings[j]] = [sightings[j] as Sighting, sightings[i] as Sighting];
  }
  sightings.length = count;
  const names = new Map(values.map((_, id) => [keyOf(id), { seed: hex(random), seq: id }]));
  return { sightings, names };
}

const hex = (random: () => number): string =>
  [0, 0, 0, 0]
    .map(() =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    )
    .join("");

/** A small seeded generator; see bryc, "PRNGs in JavaScript", on mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
