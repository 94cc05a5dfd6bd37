import {
  boundedList,
  canonicalJson,
  checkMatrix,
  checkPolicy,
  DefinitionError,
  frozenCopy,
  hashHex,
  type IdentityPolicy,
  type Issue,
  isTimeZone,
  type Json,
  ok,
  parseDefinition,
  pointerOf,
  RESERVED_EVENT_TYPES,
  type Result,
  refuse,
  type Strength,
} from "@tributary/core";
import * as z from "zod";
import { checkFacts, defineFacts, type FactSet } from "../facts/index";
import { checkGrades, defineGrades, type GradeSet } from "../grades/index";
import { checkLifecycle, defineLifecycle, type Lifecycle } from "../lifecycle/index";
import { checkSegments, compileSegments, type Segment } from "../segments/index";
import { checkTags, defineTags, type TagSet } from "../tags/index";
import { checkVehicles, defineVehicles, type Vehicles } from "../vehicles/index";
import { checkCatalogue, eventTypeSchema } from "./check-catalogue";
import { checkProperties, type PropertyReader } from "./check-properties";
import { checkRfm, rfmSchema } from "./check-rfm";
import { checkStatements, statedTypes } from "./check-statements";
import type { BlueprintDefinition, EventDefinition, IntentDefinition, RfmDefinition } from "./definition";
import { DERIVED_FACTS, derivedSchemas } from "./derived-facts";
import { checkActions, intentFacts, isIntentFact } from "./intent-facts";

/** All definitions of one host, checked together and compiled once. It has no memory and can be shared. */
export interface Blueprint {
  readonly definition: BlueprintDefinition;
  /** Hash of the whole definition: equal blueprints, equal version. */
  readonly version: string;
  readonly zone: string;
  /** The definition's `identifiers`. */
  readonly identity: IdentityPolicy;
  /** The catalogue and the reserved types. */
  readonly eventTypes: ReadonlyMap<string, EventDefinition>;
  readonly vehicles?: Vehicles;
  /** The facts, and the daily counts the intent score reads. */
  readonly facts: FactSet;
  readonly tags: TagSet;
  readonly segments: readonly Segment[];
  readonly lifecycle: Lifecycle;
  readonly grades: GradeSet;
  readonly intent?: IntentDefinition;
  readonly rfm?: RfmDefinition;
}

const part: z.ZodType<unknown> = z.unknown();
const blueprintSchema: z.ZodType<BlueprintDefinition> = z.strictObject({
  version: z.string().min(1).max(100),
  zone: z.string().refine(isTimeZone, { error: "must be an IANA time zone such as Asia/Shanghai" }),
  identifiers: part,
  events: boundedList(eventTypeSchema, 0, 2_000),
  vehicles: part.exactOptional(),
  facts: part,
  tags: part,
  segments: part,
  lifecycle: part,
  grades: part,
  intent: z
    .strictObject({
      matrix: part,
      actions: z.record(z.string().min(1).max(100), z.strictObject({ events: part, where: part.exactOptional() })),
    })
    .exactOptional(),
  rfm: rfmSchema.exactOptional(),
}) as unknown as z.ZodType<BlueprintDefinition>;

const MEMBERS = [
  "version",
  "zone",
  "identifiers",
  "events",
  "vehicles",
  "facts",
  "tags",
  "segments",
  "lifecycle",
  "grades",
  "intent",
  "rfm",
];

/**
 * Checks all definitions of a host together: each part by itself, and what they say of one another.
 *
 * @param input anything, usually parsed JSON
 * @returns the compiled blueprint, or every mistake at once, each with its place
 * @example
 * const refused = checkBlueprint({ ...automotiveDefinition(), zone: "Asia/Shanghia" });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/zone"]
 */
export function checkBlueprint(input: unknown): Result<Blueprint, readonly Issue[]> {
  const parsed = parseDefinition(blueprintSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const definition = frozenCopy(parsed.value);
  const issues = [...checkParts(definition), ...checkReferences(definition)];
  if (issues.length > 0) return refuse(issues);
  const inConditions = checkConditions(definition);
  return inConditions.length > 0 ? refuse(inConditions) : ok(compile(definition));
}

/**
 * Compiles all definitions of a host once.
 *
 * @throws DefinitionError with every mistake at once
 * @example
 * const blueprint = defineBlueprint(automotiveDefinition());
 * blueprint.zone; // => "Asia/Shanghai"
 * blueprint.version === automotive().version; // => true
 */
export function defineBlueprint(definition: BlueprintDefinition): Blueprint {
  const checked = checkBlueprint(definition);
  if (!checked.ok) throw new DefinitionError("The blueprint", checked.error);
  return checked.value;
}

/** What is wrong inside the parts that stand by themselves. */
function checkParts({ identifiers, vehicles, facts, intent, zone }: BlueprintDefinition): readonly Issue[] {
  const matrix = intent ? within("/intent/matrix", checkMatrix(intent.matrix)) : [];
  const daily =
    intent && matrix.length === 0 ? within("/intent/actions", checkFacts(intentFacts(intent), { zone })) : [];
  return [
    ...within("/identifiers", checkPolicy(identifiers)),
    ...(vehicles === undefined ? [] : within("/vehicles", checkVehicles(vehicles))),
    ...within("/facts", checkFacts(facts, { zone })),
    ...matrix,
    ...daily.map((issue) => ({ ...issue, pointer: issue.pointer.replace("/$intent.", "/") })),
    ...(intent && matrix.length + daily.length === 0 ? checkActions(intent) : []),
  ];
}

/** What the parts say of one another: event types and their properties, names of facts and of segments. */
function checkReferences({ events, vehicles, facts, intent, rfm }: BlueprintDefinition): readonly Issue[] {
  const readers: readonly PropertyReader[] = [
    ...Object.entries(facts ?? {}).flatMap(([name, definition]) => readersOf(["facts", name], definition)),
    ...Object.entries(intent?.actions ?? {}).map(([name, definition]) => ({
      path: ["intent", "actions", name],
      definition,
    })),
  ];
  const typed = readers.flatMap(({ path, definition, as }) =>
    as === undefined && isReader(definition) ? [{ path: [...path, "events"], events: definition.events }] : [],
  );
  const taken = Object.keys(facts ?? {}).filter((name) => isIntentFact(name) || DERIVED_FACTS.includes(name));
  return [
    ...checkCatalogue(events, [...statedTypes(vehicles), ...typed]),
    ...checkStatements(events, vehicles),
    ...checkProperties(events, readers),
    ...taken.map((name) => ({
      code: "reserved-name",
      pointer: pointerOf(["facts", name]),
      message: `${name} is a name that conditions read for what is computed: choose another`,
    })),
    ...(rfm ? checkRfm(rfm, facts) : []),
  ];
}

/** A fact reads its events; a sequence reads those of each step, and what its steps must agree in. */
function readersOf(path: readonly PropertyKey[], definition: unknown): readonly PropertyReader[] {
  const { steps, same } = (definition ?? {}) as { readonly steps?: unknown; readonly same?: unknown };
  if (!Array.isArray(steps)) return [{ path, definition }];
  return steps.flatMap((step: unknown, i) => [
    { path: [...path, "steps", i], definition: step },
    ...(same === undefined
      ? []
      : [{ path, definition: { ...(step as object), property: same, where: undefined }, as: "same" }]),
  ]);
}

const isReader = (fact: unknown): fact is { readonly events: string | readonly string[] } => {
  const events = (fact as { readonly events?: unknown } | null)?.events;
  return typeof events === "string" || (Array.isArray(events) && events.every((type) => typeof type === "string"));
};

/** What is wrong inside the parts that read facts, once the facts are known to be right. */
function checkConditions(definition: BlueprintDefinition): readonly Issue[] {
  const { tags, segments, lifecycle, grades } = definition;
  const schemas = derivedSchemas(compileFacts(definition).schema);
  return [
    ...within("/tags", checkTags(tags, { schema: schemas.tags })),
    ...within("/segments", checkSegments(segments, { schema: schemas.segments })),
    ...within("/lifecycle", checkLifecycle(lifecycle, { schema: schemas.lifecycle })),
    ...within("/grades", checkGrades(grades, { schema: schemas.grades })),
  ];
}

const within = (pointer: string, checked: Result<unknown, readonly Issue[]>): readonly Issue[] =>
  checked.ok ? [] : checked.error.map((issue) => ({ ...issue, pointer: pointer + issue.pointer }));

const compileFacts = ({ facts, intent, zone }: BlueprintDefinition): FactSet =>
  defineFacts({ ...facts, ...(intent && intentFacts(intent)) }, { zone });

function compile(definition: BlueprintDefinition): Blueprint {
  const { zone, identifiers, events, vehicles, lifecycle, grades, intent, rfm } = definition;
  const facts = compileFacts(definition);
  const schemas = derivedSchemas(facts.schema);
  const own = new Map(events.map((event) => [event.type, event]));
  const reserved = RESERVED_EVENT_TYPES.map((type) => [type, own.get(type) ?? reservedType(type)] as const);
  return {
    definition,
    version: hashHex(canonicalJson(definition as unknown as Json)),
    zone,
    identity: identifiers,
    eventTypes: new Map([...reserved, ...own]),
    ...(vehicles && { vehicles: defineVehicles(vehicles, { identity: identifiers }) }),
    facts,
    tags: defineTags(definition.tags, { schema: schemas.tags }),
    segments: compileSegments(definition.segments, { schema: schemas.segments }),
    lifecycle: defineLifecycle(lifecycle, { schema: schemas.lifecycle }),
    grades: defineGrades(grades, { schema: schemas.grades }),
    ...(intent && { intent }),
    ...(rfm && { rfm }),
  };
}

/** A reserved type the catalogue does not describe: `idsLinked` is a declared bond, the rest came with a form. */
const reservedType = (type: (typeof RESERVED_EVENT_TYPES)[number]): EventDefinition => ({
  type,
  label: { zh: type, en: type },
  strength: (type === "idsLinked" ? "bound" : "form") satisfies Strength,
  purpose: "service",
  properties: {},
});
