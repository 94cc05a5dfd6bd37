import { byCodeUnit, type Identifier, type IdentifierKey, identifierKey } from "../model";
import type { IdentifierType, IdentityPolicy } from "./policy";

/** Stands between the identifiers of a leaf's key; normalised identifiers never contain it. */
export const LEAF_SEPARATOR = "\u001f";

/** What an event's identifiers say about where it is filed. */
export interface Leaf {
  /** Every distinct person identifier, in code-unit order: what identity evidence is made of. */
  readonly keys: readonly IdentifierKey[];
  /** The same without transient types, unless there are no others: where the event's facts are kept. */
  readonly leaf: readonly IdentifierKey[];
}

/**
 * Reads the signature of an event from its normalised identifiers.
 *
 * Car identifiers (VIN, plate) are left out. Both lists are empty when no person identifier is there.
 *
 * @throws RangeError when the policy does not know a type
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [
 *     { type: "phone", normalise: "phoneCn", tier: 0 },
 *     { type: "session", normalise: "text", tier: 2, transient: true },
 *   ],
 * });
 * leafOf([{ type: "session", value: "s1" }, { type: "phone", value: "+8613912345678" }], policy);
 * // => { keys: ["phone:+8613912345678", "session:s1"], leaf: ["phone:+8613912345678"] }
 * leafOf([{ type: "session", value: "s1" }], policy).leaf; // => ["session:s1"]
 */
export function leafOf(ids: readonly Identifier[], policy: IdentityPolicy): Leaf {
  const persons = ids.filter(({ type }) => declaredType(type, policy).of !== "vehicle");
  const lasting = persons.filter(({ type }) => declaredType(type, policy).transient !== true);
  return { keys: distinctKeys(persons), leaf: distinctKeys(lasting.length > 0 ? lasting : persons) };
}

/**
 * Writes a leaf as one text.
 *
 * @example
 * leafKey(["phone:+8613912345678", "session:s1"]) === `phone:+8613912345678${LEAF_SEPARATOR}session:s1`; // => true
 */
export const leafKey = (leaf: readonly IdentifierKey[]): string => leaf.join(LEAF_SEPARATOR);

/** The keys of identifiers, distinct, in code-unit order. */
export const distinctKeys = (ids: readonly Identifier[]): IdentifierKey[] => {
  const keys = ids.map(identifierKey).sort(byCodeUnit);
  return keys.filter((key, i) => key !== keys[i - 1]);
};

function declaredType(type: string, policy: IdentityPolicy): IdentifierType {
  const declared = policy.types.find((known) => known.type === type);
  if (!declared) throw new RangeError(`the policy has no identifier type ${JSON.stringify(type)}`);
  return declared;
}
