import type { IdentifierKey, Person } from "../model";
import type { Crowd } from "./crowd";
import type { Epoch } from "./epoch";
import type { Edge, RefusedEdge } from "./resolution";
import type { TimesSeen } from "./times-seen";

/** How many identifiers of one type, and of one scope where it is scoped, a person has of how many. */
export interface LimitUse {
  readonly type: string;
  readonly scope?: string;
  /** Those that went to others count too. */
  readonly used: number;
  readonly limit?: number;
  /** Most that first appeared within one window of this length. */
  readonly window?: { readonly used: number; readonly limit: number; readonly within: string };
}

/** An edge that would have joined a person to another. */
export interface BorderEdge extends RefusedEdge {
  /** The end that is the person's. */
  readonly own: IdentifierKey;
  readonly other: IdentifierKey;
  /** Who has the other end. */
  readonly oneId: string;
}

/** An identifier that was seen with a person and joins nobody: a shared device, or one of a type with `merge: false`. */
export interface Associated extends TimesSeen {
  readonly key: IdentifierKey;
  readonly because: ({ readonly code: "hub" } & Crowd) | { readonly code: "no-merge" };
  /** The person's identifiers it was seen with. */
  readonly seenWith: readonly IdentifierKey[];
}

/** An owner's time of an identifier that changed hands, and who had it before and after. */
export interface Handover {
  readonly epoch: Epoch;
  /** OneIDs; absent where nobody had it, or nothing was seen of who did. */
  readonly before?: string;
  readonly after?: string;
}

/** Two identifiers seen together that do not count, for want of consent at either. */
export interface Withheld extends TimesSeen {
  readonly own: IdentifierKey;
  readonly other: IdentifierKey;
  /** Who has the other one. */
  readonly oneId: string;
  readonly purpose: string;
  /** Which of the two have no consent for the purpose. */
  readonly missing: readonly IdentifierKey[];
}

/** Everything a resolution says about one person. Plain data, the same to the byte for the same evidence. */
export interface PersonReport {
  readonly person: Person;
  /** The version of the policy it was read by. */
  readonly policy: string;
  /** Identifiers, those that went to others among them, of how many one person may have. */
  readonly size: { readonly used: number; readonly limit: number };
  /** Of every type the person has and the policy limits, in the policy's order, then by scope. */
  readonly limits: readonly LimitUse[];
  /** What joined the person: one edge fewer than identifiers. In code-unit order of their keys, like all that follows. */
  readonly edges: readonly Edge[];
  readonly refused: readonly BorderEdge[];
  readonly associated: readonly Associated[];
  /** Of the person's identifiers that changed hands, in either direction. */
  readonly handovers: readonly Handover[];
  /** Links to others; those inside the person are joined without them. */
  readonly withheld: readonly Withheld[];
  /** Why the person is less certain than others: the component was larger than the cap, and its weakest class dropped. */
  readonly degraded?: { readonly code: "max-component"; readonly size: number; readonly limit: number };
}
