import type { Event } from "@tributary/core/model";
import { generateWorld } from "@tributary/core/testing";

/** Exactly `size` different synthetic events of about 12 per person, in the order of their arrival. */
export function inventEvents(size: number): readonly Event[] {
  const { events } = generateWorld({ seed: 7, persons: Math.ceil(size / 8), eventsPerPerson: 12 });
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
  if (distinct.length < size) throw new Error(`the world has only ${distinct.length} events`);
  return distinct.slice(0, size);
}

/** Later than every event. */
export const NOW = 1_800_000_000_000;
