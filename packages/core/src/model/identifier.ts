import * as z from "zod";
import { isUnstorableText } from "./json";

const text = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !isUnstorableText(value), { error: "contains U+0000 or half a surrogate pair" });

/** The name of an identifier type, such as `phone`, `openid` or `crmId`. */
export const identifierTypeSchema: z.ZodString = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, {
  error: "an identifier type is a letter and up to 31 letters, digits or underscores",
});

/**
 * One identifier of a person or a car: a type, a scope where the type has one, and a value.
 *
 * The same value in another scope is another identifier: an `openid` belongs to one app id, an `externalUserid` to one
 * corp id. An identifier is *normalised* once `normaliseIdentifier` of the identity room has accepted it.
 */
export const identifierSchema: z.ZodType<Identifier, Identifier> = z.strictObject({
  type: identifierTypeSchema,
  scope: text(128)
    .regex(/^[^:]+$/, { error: "a scope has no colon" })
    .exactOptional(),
  value: text(1_024),
});

/** One identifier of a person or a car. */
export interface Identifier {
  readonly type: string;
  readonly scope?: string;
  readonly value: string;
}

/** An identifier as one text: `type:value`, or `type@scope:value`. Equal keys, equal identifiers. */
export type IdentifierKey = string;

/**
 * Writes an identifier as its key.
 *
 * @example
 * identifierKey({ type: "openid", scope: "wx1", value: "oA" }); // => "openid@wx1:oA"
 * identifierKey({ type: "phone", value: "+8613912345678" }); // => "phone:+8613912345678"
 */
export const identifierKey = ({ type, scope, value }: Identifier): IdentifierKey =>
  scope === undefined ? `${type}:${value}` : `${type}@${scope}:${value}`;

/**
 * Reads an identifier back from its key.
 *
 * @throws RangeError when the text is not a key
 * @example
 * parseIdentifierKey("openid@wx1:oA"); // => { type: "openid", scope: "wx1", value: "oA" }
 */
export function parseIdentifierKey(key: IdentifierKey): Identifier {
  const match = /^([A-Za-z][A-Za-z0-9_]*)(?:@([^:]+))?:([\s\S]+)$/.exec(key);
  if (!match) throw new RangeError(`not an identifier key: ${JSON.stringify(key.slice(0, 80))}`);
  const [, type, scope, value] = match as unknown as [string, string, string | undefined, string];
  return scope === undefined ? { type, value } : { type, scope, value };
}
