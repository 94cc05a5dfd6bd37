import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Event, identifierKey, normalisePhoneCn, parseEvent } from "../model";
import { generateWorld, type World } from "./world";

const world = generateWorld({ seed: 7, persons: 600 });
const keyOf = (id: Event["ids"][number]): string =>
  identifierKey(id.type === "phone" ? { ...id, value: normalisePhoneCn(id.value) ?? id.value } : id);
const distinctEvents = (of: World): readonly Event[] => [
  ...new Map(of.events.map((event) => [event.id, event])).values(),
];

describe("generateWorld", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    const bytes = (seed: number): string => JSON.stringify(generateWorld({ seed, persons: 40 }));
    expect(bytes(3)).toBe(bytes(3));
    expect(bytes(3)).not.toBe(bytes(4));
  });

  it("gives only events that pass, inside its time", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 25 }), (seed, persons) => {
        const { events, from, to } = generateWorld({ seed, persons, days: 60 });
        return events.every((event) => parseEvent(event).ok && event.at >= from && event.at < to);
      }),
      { numRuns: 100 },
    );
  });

  it("gives each person two to seven identifiers, slips aside", () => {
    const seen = new Set(distinctEvents(world).flatMap(({ ids }) => ids.map(keyOf)));
    expect(world.truth.filter(({ identifier }) => seen.has(identifierKey(identifier))).length / 600).toBeGreaterThan(
      2.5,
    );
    const perPerson = new Map<string, number>();
    for (const { identifier, person } of world.truth) {
      if (identifier.type !== "phone") perPerson.set(person, (perPerson.get(person) ?? 0) + 1);
    }
    expect(Math.max(...perPerson.values())).toBeLessThanOrEqual(7);
    expect(new Set(world.truth.map(({ person }) => person)).size).toBe(600);
  });

  it("knows whose every identifier is that is neither shared, a car's nor a placeholder", () => {
    const known = new Set([...world.truth.map(({ identifier }) => identifier), ...world.shared].map(identifierKey));
    const stray = distinctEvents(world).flatMap(({ ids }) =>
      ids.filter((id) => id.type !== "vin" && id.value !== "13800138000" && !known.has(keyOf(id))),
    );
    expect(stray).toEqual([]);
  });

  it("sets every trap of its recipe", () => {
    const events = distinctEvents(world);
    const shared = new Set(world.shared.map(identifierKey));
    const of = (test: (event: Event) => boolean): number => events.filter(test).length;
    expect(world.events.length / events.length).toBeCloseTo(1.05, 1);
    expect(of(({ ids }) => ids.some((id) => shared.has(keyOf(id))))).toBeGreaterThan(100);
    const typed = of(({ ids }) => ids.length > 1 && ids.some(({ type }) => type === "phone"));
    const staffTyped = of(({ ids }) => ids.some((id) => id.type === "phone" && shared.has(keyOf(id))));
    expect(staffTyped / typed).toBeGreaterThan(0.02);
    expect(of(({ ids }) => ids.some(({ value }) => value === "13800138000"))).toBeGreaterThan(5);
    expect(of(({ type }) => type === "consentWithdrawn")).toBeGreaterThan(5);
    expect(of(({ type }) => type === "vehicleDelivered")).toBeGreaterThan(20);
    const late = world.events.filter((event, i) =>
      world.events.slice(0, i).some(({ at }) => at > event.at + 86_400_000),
    );
    expect(late.length / world.events.length).toBeGreaterThan(0.08);
  });

  it("lets phones change hands after a silence", () => {
    const owners = new Map<string, typeof world.truth>();
    for (const owned of world.truth) {
      const key = identifierKey(owned.identifier);
      owners.set(key, [...(owners.get(key) ?? []), owned]);
    }
    const recycled = [...owners].filter(([, each]) => each.length > 1);
    expect(recycled.length).toBeGreaterThan(5);
    for (const [key, [first, second]] of recycled) {
      expect(first?.to).toBe(second?.from);
      const uses = distinctEvents(world).filter(({ ids }) => ids.some((id) => keyOf(id) === key));
      const silent = uses.filter(
        ({ at }) => at > world.from + (world.to - world.from) * 0.2 && at < world.from + (world.to - world.from) * 0.8,
      );
      expect(silent).toEqual([]);
    }
  });

  it("gives events in the order they arrive: most soon after they happen, a tenth late", () => {
    let newest = Number.NEGATIVE_INFINITY;
    const late = distinctEvents(world).filter(({ at }) => {
      const behind = at < newest - 300_000;
      newest = Math.max(newest, at);
      return behind;
    });
    const share = late.length / distinctEvents(world).length;
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.12);
  });

  it("never gives an identifier to two persons at once", () => {
    const { truth } = generateWorld({ seed: 11, persons: 4, eventsPerPerson: 10_000 });
    const overlapping = truth.filter((owned, i) => {
      const next = truth[i + 1];
      const same = next && identifierKey(next.identifier) === identifierKey(owned.identifier);
      return same && (owned.to ?? Number.POSITIVE_INFINITY) > next.from;
    });
    expect(overlapping).toEqual([]);
  });

  it("has equal openids of two apps that are different persons", () => {
    const openids = world.truth.filter(({ identifier }) => identifier.type === "openid");
    const persons = new Map<string, Set<string>>();
    for (const { identifier, person } of openids) {
      persons.set(identifier.value, (persons.get(identifier.value) ?? new Set()).add(person));
    }
    expect([...persons.values()].filter((each) => each.size === 2).length).toBeGreaterThan(10);
  });

  it("refuses sizes that make no world", () => {
    expect(() => generateWorld({ seed: 1, persons: 0 })).toThrow(/persons/);
    expect(() => generateWorld({ seed: 0.5, persons: 1 })).toThrow(/seed/);
  });
});
