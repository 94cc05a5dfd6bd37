import {
  boundedList,
  checkVehiclePolicy,
  type Issue,
  issueAt,
  nearestName,
  ok,
  parseDefinition,
  parseDuration,
  pointerOf,
  type Result,
  refuse,
  VEHICLE_ROLES,
} from "@tributary/core";
import * as z from "zod";
import type { VehicleReading, VehiclesDefinition } from "./definition";

const name: z.ZodString = z.string().min(1).max(100);
const property = name.exactOptional();
const label = { label: z.strictObject({ zh: name, en: name }).exactOptional() };
const duration = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: "must be a duration such as 30d, 12h or 45m",
});
const lasting = { to: property, for: duration.exactOptional(), ...label };

const SHAPES: { readonly [kind in VehicleReading["kind"]]: z.ZodRawShape } = {
  claim: { role: z.string(), vin: property, ...lasting },
  transfer: { vin: property, ...label },
  plate: { vin: property, ...lasting },
  intention: { series: property, model: property, ...lasting },
};
const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [kind, z.strictObject({ kind: z.literal(kind), ...shape })]),
);

/** Most ways to read one event. Our choice: every role, a plate and an intention, with room. */
const MAX_READINGS = 20;

const part: z.ZodType<unknown> = z.unknown();
const vehiclesSchema = z.strictObject({
  policy: part,
  statements: z.record(name, part).refine((types) => Object.keys(types).length <= 2_000, { error: "too many" }),
});
const readingsSchema = boundedList(part, 1, MAX_READINGS);

/**
 * Checks from outside how events are read as statements about cars, and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the definition, or located issues; whether its events and properties exist, `checkBlueprint` knows
 * @example
 * const statements = { vehicleDelivered: { kind: "claim", role: "ovner" }, serviceCompleted: { kind: "claim", role: "driver", for: "a day" } };
 * const refused = checkVehicles({ policy: DEFAULT_VEHICLE_POLICY, statements });
 * refused.ok ? [] : refused.error.map(({ pointer, hint }) => [pointer, hint]);
 * // => [["/statements/vehicleDelivered/role", "did you mean owner?"], ["/statements/serviceCompleted/for", undefined]]
 */
export function checkVehicles(input: unknown): Result<VehiclesDefinition, readonly Issue[]> {
  const parsed = parseDefinition(vehiclesSchema, input, ["policy", "statements"]);
  if (!parsed.ok) return parsed;
  const { policy, statements } = parsed.value;
  const issues = [
    ...within(["policy"], checkVehiclePolicy(policy)),
    ...Object.entries(statements).flatMap(([type, readings]) => checkReadings(readings, ["statements", type])),
  ];
  return issues.length > 0 ? refuse(issues) : ok(parsed.value as VehiclesDefinition);
}

type Path = readonly PropertyKey[];

function checkReadings(readings: unknown, path: Path): readonly Issue[] {
  if (!Array.isArray(readings)) return checkReading(readings, path);
  const listed = within(path, parseDefinition(readingsSchema, readings));
  return listed.length > 0 ? listed : readings.flatMap((reading, i) => checkReading(reading, [...path, i]));
}

function checkReading(reading: unknown, path: Path): readonly Issue[] {
  if (typeof reading !== "object" || reading === null)
    return [issueAt("bad-value", path, "must be a reading, or a list")];
  const { kind } = reading as { readonly kind?: unknown };
  const schema = typeof kind === "string" ? SCHEMAS.get(kind) : undefined;
  if (!schema) {
    const message = `must be one of ${[...SCHEMAS.keys()].join(", ")}`;
    return [issueAt("unknown-kind", [...path, "kind"], message, nearest(kind, SCHEMAS.keys()))];
  }
  const members = ["kind", ...Object.keys(SHAPES[kind as VehicleReading["kind"]])];
  const shape = within(path, parseDefinition(schema, reading, members));
  return shape.length > 0 ? shape : checkTogether(reading as VehicleReading, path);
}

/** What no member can say alone, and roles by their nearest name. */
function checkTogether(reading: VehicleReading, path: Path): readonly Issue[] {
  const issues: Issue[] = [];
  if (reading.kind === "claim" && !VEHICLE_ROLES.includes(reading.role)) {
    const message = `must be one of ${VEHICLE_ROLES.join(", ")}; intending to buy is a reading of its own kind`;
    issues.push(issueAt("unknown-role", [...path, "role"], message, nearest(reading.role, VEHICLE_ROLES)));
  }
  if (reading.kind === "intention" && reading.series === undefined && reading.model === undefined) {
    issues.push(
      issueAt("no-target", [...path, "series"], "an intention names a property with a series, a model or both"),
    );
  }
  if (reading.kind !== "transfer" && reading.to !== undefined && reading.for !== undefined) {
    issues.push(issueAt("two-ends", [...path, "for"], "ends by its property `to` already"));
  }
  return issues;
}

const nearest = (written: unknown, known: Iterable<string>): string | undefined => {
  const near = typeof written === "string" ? nearestName(written, known) : undefined;
  return near === undefined ? undefined : `did you mean ${near}?`;
};

const within = (path: Path, checked: Result<unknown, readonly Issue[]>): readonly Issue[] =>
  checked.ok ? [] : checked.error.map((found) => ({ ...found, pointer: pointerOf(path) + found.pointer }));
