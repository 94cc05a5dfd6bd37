import { leafKey, leafOf } from "@tributary/core/identity";
import {
  byCodeUnit,
  type EpochMs,
  type Event,
  type Identifier,
  type IdentifierKey,
  type Issue,
  inKeyOrder,
  type Json,
  nearestName,
  ok,
  parseEvent,
  pointerOf,
  type Result,
  refuse,
} from "@tributary/core/model";
import type { Arrival } from "@tributary/core/ports";
import type { Blueprint, EventDefinition } from "@tributary/rules/blueprint";
import { EVERY_TAG } from "@tributary/rules/tags";
import { bodyHash } from "./body-hash";
import type { ReadIdentifier } from "./identifier-reader";
import { DECIDES } from "./resolve-read";
import { TAG_STATED, tagStatementOf } from "./tag-statements";

/** What events are admitted by. */
export interface Admission {
  readonly blueprint: Blueprint;
  readonly readIdentifier: (raw: Identifier) => ReadIdentifier;
  readonly now: EpochMs;
  /** How far a sender's clock may run ahead. */
  readonly maxAheadMs: number;
}

/** An event that may be filed, and what was odd about it. */
export interface Admitted {
  readonly arrival: Arrival;
  readonly warnings: readonly Issue[];
}

/** 1990-01-01: mainland China's customer records begin later, and what is earlier is a unit mistake. Our choice. */
const EARLIEST: EpochMs = 631_152_000_000;

const issue = (code: string, pointer: string, message: string): Issue => ({ code, pointer, message });

/**
 * Decides whether something from outside is an event this host knows, and where it belongs.
 *
 * @returns what the store files, or every reason why not; codes beside those of `parseEvent`: `unknown-event`,
 *   `future`, `too-old`, `bad-property`, `no-identifier`
 */
export function admitEvent(input: unknown, admission: Admission): Result<Admitted, readonly Issue[]> {
  const parsed = parseEvent(input);
  if (!parsed.ok) return parsed;
  const event = parsed.value;
  const { blueprint, readIdentifier } = admission;
  const entry = blueprint.eventTypes.get(event.type);
  const { ids, warnings } = readIdentifiers(event, readIdentifier);
  const { keys, leaf } = leafOf(ids, blueprint.identity);
  const issues = [
    ...checkTime(event.at, admission),
    ...checkReserved(event, keys.length),
    ...checkTagStated(event, blueprint),
    ...checkProperties(event, entry),
    ...(keys.length === 0 ? [...warnings, issue("no-identifier", "/ids", "no identifier of a person is left")] : []),
  ];
  if (!entry) return refuse([unknownEvent(event.type, blueprint), ...issues]);
  if (issues.length > 0) return refuse(issues);
  const { id, type, at, source } = event;
  const arrival = {
    event: { id, type, at, ids, properties: inKeyOrder(event.properties), source },
    bodyHash: bodyHash(event),
    keys,
    leaf: leafKey(leaf),
    strength: entry.strength,
    purpose: DECIDES.has(event.type) ? event.type : entry.purpose,
    receivedAt: admission.now,
  };
  return ok({ arrival, warnings });
}

function unknownEvent(type: string, { eventTypes }: Blueprint): Issue {
  const found = issue("unknown-event", "/type", `the blueprint has no event ${JSON.stringify(type)}`);
  const near = nearestName(type, eventTypes.keys());
  return near === undefined ? found : { ...found, hint: `did you mean ${near}?` };
}

function checkTime(at: EpochMs, { now, maxAheadMs }: Admission): Issue[] {
  if (at > now + maxAheadMs) return [issue("future", "/at", `${at} is ${at - now} ms ahead of now`)];
  if (at < EARLIEST) return [issue("too-old", "/at", `${at} is before 1990: are these seconds?`)];
  return [];
}

const LINKS: ReadonlySet<string> = new Set(["idsLinked", "idsUnlinked"]);
const CONSENTS: ReadonlySet<string> = new Set(["consentGiven", "consentWithdrawn"]);

function checkReserved({ type, properties }: Event, identifiers: number): Issue[] {
  if (LINKS.has(type) && identifiers === 1) return [issue("no-identifier", "/ids", `${type} is about two or more`)];
  if (CONSENTS.has(type) && !(typeof properties.purpose === "string" && /^.{1,100}$/u.test(properties.purpose))) {
    return [issue("bad-property", "/properties/purpose", "a consent names its purpose, in up to 100 characters")];
  }
  return [];
}

/** What staff or a person say of a tag that the blueprint has. */
function checkTagStated(event: Event, { tags }: Blueprint): readonly Issue[] {
  if (event.type !== TAG_STATED) return [];
  const said = tagStatementOf(event);
  if (!said.ok) return said.error.map((found) => ({ ...found, pointer: `/properties${found.pointer}` }));
  const { tag } = said.value;
  const known = tags.definitions.map((definition) => definition.tag);
  if (tag === EVERY_TAG || known.includes(tag)) return [];
  const found = issue("unknown-tag", "/properties/tag", `the blueprint has no tag ${JSON.stringify(tag)}`);
  const near = nearestName(tag, known);
  return [near === undefined ? found : { ...found, hint: `did you mean ${near}?` }];
}

const typeOf = (value: Json): string => (Array.isArray(value) ? "list" : typeof value);

/** Declared properties have their declared type, or are absent or null. */
const checkProperties = ({ properties }: Event, entry: EventDefinition | undefined): Issue[] =>
  Object.entries(entry?.properties ?? {}).flatMap(([name, type]) => {
    const value = Object.hasOwn(properties, name) ? (properties[name] ?? null) : null;
    if (value === null || typeOf(value) === type) return [];
    return [issue("bad-property", pointerOf(["properties", name]), `must be a ${type}`)];
  });

/** Normalised, distinct, in code-unit order: what is left of an event's identifiers, and what was wrong with the rest. */
function readIdentifiers(
  event: Event,
  read: Admission["readIdentifier"],
): { readonly ids: readonly Identifier[]; readonly warnings: readonly Issue[] } {
  const warnings: Issue[] = [];
  const byKey = new Map<IdentifierKey, Identifier>();
  for (let i = 0; i < event.ids.length; i++) {
    const { identifier, key, issue } = read(event.ids[i] as Identifier);
    if (issue) warnings.push({ ...issue, pointer: `/ids/${i}${issue.pointer}` });
    if (identifier && key !== undefined) byKey.set(key, identifier);
  }
  if (byKey.size === 1) return { ids: [...byKey.values()], warnings };
  const ids = [...byKey].sort(([a], [b]) => byCodeUnit(a, b)).map(([, identifier]) => identifier);
  return { ids, warnings };
}
