import { type Identifier, type Issue, identifierKey, nearestName } from "@tributary/core";
import { locate } from "../decode/index";
import { SENSORS_IDENTITIES, type SensorsIdentity, type SensorsOptions } from "./options";
import { isObject, type SensorsRecord } from "./record";

/** The identifiers of a record, and what was left out of it. */
export interface ReadIds {
  readonly ids: readonly Identifier[];
  /** Where each identifier stood. */
  readonly places: readonly (readonly PropertyKey[])[];
  readonly warnings: readonly Issue[];
}

/** What each identity key stands for, its scope settled. */
export type KnownIdentities = ReadonlyMap<string, SensorsIdentity>;

/** The preset identity keys and the host's, with the host's scopes where a key has none of its own. */
export const knownIdentities = ({ identities, scopes = {} }: SensorsOptions): KnownIdentities =>
  new Map(
    Object.entries({ ...SENSORS_IDENTITIES, ...identities }).map(([key, identity]) => {
      const scope = identity.scope ?? (Object.hasOwn(scopes, identity.type) ? scopes[identity.type] : undefined);
      return [key, scope === undefined ? { type: identity.type } : { type: identity.type, scope }];
    }),
  );

/**
 * Reads every identifier of a record: `distinct_id`, `login_id`, `anonymous_id`, each of `identities`, and what
 * `track_signup` joined.
 *
 * `distinct_id` is a login id where `login_id` repeats it or `properties.$is_login_id` says so, and an anonymous id
 * otherwise; where it only repeats one of the `identities`, as its value or as `key+value`, it adds nothing. Null and the
 * empty text are nobody, and what is no text is left out with a warning: a number may have lost digits already.
 */
export function readIds(record: SensorsRecord, known: KnownIdentities): ReadIds {
  const found = new Map<string, { readonly identifier: Identifier; readonly at: readonly PropertyKey[] }>();
  const warnings: Issue[] = [];
  const add = (key: string, value: unknown, at: readonly PropertyKey[]): void => {
    const identity = known.get(key);
    if (value === undefined || value === null || value === "") return;
    if (typeof value !== "string") {
      warnings.push(locate("bad-value", at, "must be a text; it was left out"));
    } else if (identity) {
      const identifier = { ...identity, value };
      found.set(identifierKey(identifier), { identifier, at });
    } else {
      const message = "no identifier type is declared for this identity key; it was left out";
      warnings.push(locate("unknown-identity", at, message, nearestName(key, known.keys())));
    }
  };
  const { distinct_id, original_id, login_id, anonymous_id } = record;
  const identities = isObject(record.identities) ? record.identities : {};
  if (record.identities !== identities && (record.identities ?? undefined) !== undefined) {
    warnings.push(locate("bad-value", ["identities"], "must be a JSON object; it was left out"));
  }
  for (const key of Object.keys(identities)) add(key, identities[key], ["identities", key]);
  add("login_id", login_id, ["login_id"]);
  add("anonymous_id", anonymous_id, ["anonymous_id"]);
  if (record.type === "track_signup") add("anonymous_id", original_id, ["original_id"]);
  const repeats = Object.entries(identities).some(
    ([key, value]) => typeof value === "string" && (distinct_id === value || distinct_id === `${key}+${value}`),
  );
  if (!repeats) add(isLoginId(record) ? "login_id" : "anonymous_id", distinct_id, ["distinct_id"]);
  const ids = [...found.values()];
  return { ids: ids.map(({ identifier }) => identifier), places: ids.map(({ at }) => at), warnings };
}

const isLoginId = ({ type, distinct_id, login_id, properties }: SensorsRecord): boolean =>
  type === "track_signup" || (login_id !== undefined && login_id === distinct_id) || properties?.$is_login_id === true;
