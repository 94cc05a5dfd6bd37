import { type Issue, pointerOf } from "@tributary/core";
import { PROPERTY_MEMBERS } from "../vehicles/definition";
import { unknownProperty } from "./check-properties";
import type { EventDefinition } from "./definition";

type Path = readonly PropertyKey[];

/** Where the events stand that are read as statements about cars, of what looks like statements at all. */
export const statedTypes = (vehicles: unknown): readonly { readonly path: Path; readonly events: string }[] =>
  Object.keys(statementsOf(vehicles)).map((type) => ({ path: ["vehicles", "statements", type], events: type }));

/**
 * Finds properties that a statement about cars reads and its event does not carry, or not as a value of that kind. Only
 * where the event says what it carries; without a list it may carry anything.
 */
export function checkStatements(events: readonly EventDefinition[], vehicles: unknown): readonly Issue[] {
  const carried = new Map(events.map(({ type, properties }) => [type, properties]));
  return Object.entries(statementsOf(vehicles)).flatMap(([type, readings]) => {
    const properties = carried.get(type) ?? {};
    if (Object.keys(properties).length === 0) return [];
    const path = ["vehicles", "statements", type];
    if (!Array.isArray(readings)) return checkReading(readings, path, properties);
    return readings.flatMap((reading, i) => checkReading(reading, [...path, i], properties));
  });
}

function checkReading(reading: unknown, path: Path, carried: EventDefinition["properties"]): readonly Issue[] {
  if (!isObject(reading)) return [];
  return Object.entries(PROPERTY_MEMBERS).flatMap(([member, wanted]) => {
    const property = reading[member];
    if (typeof property !== "string") return [];
    const place = [...path, member];
    if (!Object.hasOwn(carried, property)) return [unknownProperty(property, place, new Set(Object.keys(carried)))];
    if (carried[property] === wanted) return [];
    const message = `must name a ${wanted}, and ${JSON.stringify(property)} is a ${carried[property]}`;
    return [{ code: "wrong-property", pointer: pointerOf(place), message }];
  });
}

const statementsOf = (vehicles: unknown): { readonly [type: string]: unknown } =>
  isObject(vehicles) && isObject(vehicles.statements) ? vehicles.statements : {};

const isObject = (value: unknown): value is { readonly [member: string]: unknown } =>
  value !== null && typeof value === "object" && !Array.isArray(value);
