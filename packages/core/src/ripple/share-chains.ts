import { byCodeUnit } from "../model";
import { inTime, type RippleShare } from "./ripple-events";

/** A share in its chain. */
export interface ChainedShare {
  readonly id: string;
  readonly by: string;
  /** The share it passes on; absent where a chain begins. */
  readonly parent?: string;
  /** The share its chain begins with. */
  readonly root: string;
  /** How many shares are above it. */
  readonly depth: number;
}

/** A parent that a share cannot have: its chain begins at the share instead. */
export interface RefusedParent {
  /** Nobody knows the parent; following parents comes back to the share; the parent is later than the share. */
  readonly code: "unknown-parent" | "cycle" | "later-parent";
  readonly share: string;
  readonly parent: string;
}

/** Shares linked to what they pass on, as a forest. */
export interface ShareChains {
  /** In order of time. */
  readonly shares: readonly ChainedShare[];
  /** In code-unit order of their shares. */
  readonly refused: readonly RefusedParent[];
}

/**
 * Links shares into chains. A parent has to come before its share, by time and then by id: so no chain can be a circle,
 * and which links are refused does not depend on the order in which shares arrive.
 */
export function shareChains(shares: readonly RippleShare[]): ShareChains {
  const byId = new Map(shares.map((share) => [share.id, share]));
  const circles = onCircles(byId);
  const chained = new Map<string, ChainedShare>();
  const refused: RefusedParent[] = [];
  for (const share of [...shares].sort(inTime)) {
    const { id, by, parent } = share;
    const code = parent === undefined ? undefined : refusalOf(share, parent, byId, circles);
    if (parent !== undefined && code) refused.push({ code, share: id, parent });
    const above = parent === undefined || code ? undefined : (chained.get(parent) as ChainedShare);
    chained.set(
      id,
      above ? { id, by, parent: above.id, root: above.root, depth: above.depth + 1 } : { id, by, root: id, depth: 0 },
    );
  }
  return { shares: [...chained.values()], refused: refused.sort((a, b) => byCodeUnit(a.share, b.share)) };
}

function refusalOf(
  share: RippleShare,
  parent: string,
  byId: ReadonlyMap<string, RippleShare>,
  circles: ReadonlySet<string>,
): RefusedParent["code"] | undefined {
  const above = byId.get(parent);
  if (!above) return "unknown-parent";
  if (inTime(above, share) < 0) return undefined;
  return circles.has(share.id) ? "cycle" : "later-parent";
}

/** The shares from which following parents comes back to themselves. */
function onCircles(byId: ReadonlyMap<string, RippleShare>): ReadonlySet<string> {
  const walks = new Map<string, string>();
  const circles = new Set<string>();
  for (const start of byId.keys()) {
    let at = byId.get(start);
    while (at && !walks.has(at.id)) {
      walks.set(at.id, start);
      at = byId.get(at.parent ?? "");
    }
    // a walk that ends where it has been itself has found a circle
    while (at && walks.get(at.id) === start && !circles.has(at.id)) {
      circles.add(at.id);
      at = byId.get(at.parent ?? "");
    }
  }
  return circles;
}
