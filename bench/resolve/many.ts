import { resolveSightings, type Sighting } from "@tributary/core/identity";
import { limited } from "./links";

/** Two more than a `Map` can hold: V8 throws at 2^24 keys, and interning must not. */
const MORE_THAN_A_MAP = 2 ** 24 + 2;

const keysOf = (person: number): readonly [string, string] => {
  const value = String(person).padStart(12, "0");
  return [`cookie:${value}-browser`, `crmId:${value}-customer`];
};

/** Persons of two identifiers each, prepared outside the timing; what comes back resolves them and asks at both ends. */
export function manyIdentifiers(): () => string {
  const sightings = Array.from({ length: MORE_THAN_A_MAP / 2 }, (_, person): Sighting => {
    const seen = { source: "crm", strength: "bound", purpose: "service", count: 1 } as const;
    return { keys: keysOf(person), ...seen, firstAt: person, lastAt: person };
  });
  const names = { get: (key: string) => ({ seed: key, seq: 0 }) };
  return () => {
    const who = resolveSightings({ sightings }, limited, { asOf: 2e9, names });
    for (const person of [0, sightings.length - 1]) {
      const [cookie, crmId] = keysOf(person);
      const holder = who.personOf(crmId);
      if (holder?.ids.length !== 2 || who.personOf(cookie) !== holder) throw new Error(`${crmId} is not one of two`);
    }
    if (who.personOf(keysOf(0)[0]) === who.personOf(keysOf(1)[0])) throw new Error("two persons are one");
    return `${MORE_THAN_A_MAP} identifiers, more than a Map holds`;
  };
}
