import { parseDuration } from "../model";
import { type BlockedReason, blockedFor, isPlainType } from "./blocked-reason";
import type { IdentifierType, IdentityPolicy } from "./policy";

/** A limit on how many identifiers may first appear within any window `[t, t + withinMs)`. */
export interface WindowLimit {
  readonly limit: number;
  readonly within: string;
  readonly withinMs: number;
}

/** One identifier type in one scope, as resolution reads it: everything a key's part before its colon decides. */
export interface Group {
  /** The part of the key before its colon: `phone`, or `openid@wx1`. */
  readonly prefix: string;
  readonly type: string;
  readonly scope: string | undefined;
  /** Position in the policy: the lower, the stronger. */
  readonly rank: number;
  readonly tier: number;
  readonly anchor: boolean;
  readonly hub: number;
  readonly hubPersons: number;
  readonly limit: number;
  readonly window: WindowLimit | undefined;
  /** Infinity where the type has no `silence`. */
  readonly silenceMs: number;
  /** What the host declared; undefined for a type the policy does not know. */
  readonly declared: IdentifierType | undefined;
  /** Why no value of this group can be used, or undefined. */
  readonly unusable: "unknown-type" | "missing-scope" | "unexpected-scope" | undefined;
  readonly blockedReason: (value: string) => BlockedReason | undefined;
  /** Whether {@link isOrdinary} is all there is to ask about a value. */
  readonly plain: boolean;
}

/**
 * Prepares reading a policy by key prefix.
 *
 * @throws RangeError when a window or a silence is no duration
 */
export function compilePolicy(policy: IdentityPolicy): (prefix: string) => Group {
  const ranks = new Map(policy.types.map(({ type }, rank) => [type, rank]));
  return (prefix) => {
    const at = prefix.indexOf("@");
    const type = at < 0 ? prefix : prefix.slice(0, at);
    const scope = at < 0 ? undefined : prefix.slice(at + 1);
    const rank = ranks.get(type) ?? policy.types.length;
    const declared = policy.types[rank];
    return {
      prefix,
      type,
      scope,
      rank,
      tier: declared?.tier ?? 2,
      anchor: declared?.anchor ?? declared?.tier === 0,
      hub: declared?.hub ?? Number.POSITIVE_INFINITY,
      hubPersons: declared?.hubPersons ?? Number.POSITIVE_INFINITY,
      limit: declared?.limit ?? Number.POSITIVE_INFINITY,
      window: declared?.windowLimit && compileWindow(type, declared.windowLimit),
      silenceMs: silenceOf(declared),
      declared,
      unusable: unusable(declared, scope),
      blockedReason: blockedFor(declared),
      plain: declared !== undefined && isPlainType(declared),
    };
  };
}

function unusable(declared: IdentifierType | undefined, scope: string | undefined): Group["unusable"] {
  if (!declared) return "unknown-type";
  if (declared.scoped === true) return scope === undefined ? "missing-scope" : undefined;
  return scope === undefined ? undefined : "unexpected-scope";
}

function compileWindow(type: string, { limit, within }: { limit: number; within: string }): WindowLimit {
  return { limit, within, withinMs: durationOf(`windowLimit of ${type}`, within) };
}

/** How long an identifier of a type must be silent before it may have changed hands; Infinity where it never does. */
export const silenceOf = (declared: IdentifierType | undefined): number =>
  declared?.silence === undefined
    ? Number.POSITIVE_INFINITY
    : durationOf(`silence of ${declared.type}`, declared.silence);

function durationOf(of: string, text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new RangeError(`${of}: not a duration: ${JSON.stringify(text)}`);
  return ms;
}
