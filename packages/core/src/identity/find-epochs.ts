import { byCodeUnit, type EpochMs, type IdentifierKey, identifierKey } from "../model";
import { appendTo } from "./append-to";
import type { Epoch, EpochCause } from "./epoch";
import type { EpochCut, Sighting } from "./evidence";
import { type Interned, JOINS } from "./intern-sightings";

/** The epochs of the identifiers that changed hands, by node: only those in which something was seen, in order. */
export type FoundEpochs = ReadonlyMap<number, readonly Epoch[]>;

/**
 * Finds the identifiers that changed hands, and when.
 *
 * A decision cuts at its instant. Without one, an identifier is another person's when it was silent for as long as its
 * type's `silence` and was seen from then on with other persons' identifiers of tier 0 or 1: with some before and after,
 * and none of them both. Devices do not count, since strangers share them. Only the identifier's own sightings are looked
 * at, whether consent lets them count or not: a cut can only keep people apart.
 *
 * @throws RangeError when a sighting lies on both sides of a cut
 */
export function findEpochs(interned: Interned, cuts: readonly EpochCut[]): FoundEpochs {
  const cutsOf = new Map<number, EpochCut[]>();
  for (const cut of cuts) {
    const node = interned.find(identifierKey(cut.identifier));
    if (node !== undefined) appendTo(cutsOf, node, cut);
  }
  const found = new Map<number, readonly Epoch[]>();
  for (const [node, sightings] of sightingsThatMayCut(interned, cutsOf)) {
    const decided = [...(cutsOf.get(node) ?? [])].sort(byInstant);
    const epochs = epochsOf(interned, node, stretchesOf(interned, node, sightings, decided), decided);
    if (epochs.length > 1 || decided.length > 0) found.set(node, epochs);
  }
  return found;
}

const FOREVER = Number.POSITIVE_INFINITY;

/** Of two decisions at one instant the first stands, by author and reason. */
const byInstant = (x: EpochCut, y: EpochCut): number =>
  x.at - y.at || byCodeUnit(x.author, y.author) || byCodeUnit(x.reason, y.reason);

/** The sightings of every identifier that a decision or its type's silence could cut. */
function sightingsThatMayCut(
  { sightings, offsets, nodes, status, groups, groupOf }: Interned,
  cutsOf: ReadonlyMap<number, unknown>,
): ReadonlyMap<number, number[]> {
  const found = new Map<number, number[]>();
  const silent = groups.map(({ silenceMs }) => Number.isFinite(silenceMs));
  if (cutsOf.size === 0 && !silent.includes(true)) return found;
  for (let s = 0; s < sightings.length; s++) {
    for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
      const node = nodes[i] as number;
      if (status[node] === JOINS && (silent[groupOf[node] as number] || cutsOf.has(node))) appendTo(found, node, s);
    }
  }
  return found;
}

/** Sightings of one identifier without a silence or a cut between them. */
interface Stretch {
  readonly from: EpochMs;
  to: EpochMs;
  /** Decisions since the stretch before. */
  readonly cuts: readonly EpochCut[];
  /** Nodes of tier 0 or 1 that were seen with it. */
  readonly met: Set<number>;
}

function stretchesOf(interned: Interned, node: number, own: readonly number[], cuts: readonly EpochCut[]): Stretch[] {
  const { silenceMs } = interned.groups[interned.groupOf[node] as number] as Interned["groups"][number];
  const at = (s: number): Sighting => interned.sightings[s] as Sighting;
  const stretches: Stretch[] = [];
  let next = 0;
  for (const s of [...own].sort((x, y) => at(x).firstAt - at(y).firstAt)) {
    const { firstAt, lastAt } = at(s);
    const since: EpochCut[] = [];
    for (; next < cuts.length && (cuts[next] as EpochCut).at <= firstAt; next++) since.push(cuts[next] as EpochCut);
    const through = cuts[next];
    if (through && through.at <= lastAt) throw straddles(at(s), through);
    const last = stretches.at(-1);
    const fresh = !last || since.length > 0 || firstAt - last.to >= silenceMs;
    const stretch = fresh ? { from: firstAt, to: lastAt, cuts: since, met: new Set<number>() } : last;
    if (fresh) stretches.push(stretch);
    stretch.to = Math.max(stretch.to, lastAt);
    if (at(s).strength !== "probable") addMet(interned, node, s, stretch.met);
  }
  return stretches;
}

const straddles = ({ keys, firstAt, lastAt }: Sighting, { at }: EpochCut): RangeError =>
  new RangeError(`sighting of ${keys.join()} from ${firstAt} to ${lastAt} lies on both sides of the cut at ${at}`);

function addMet(interned: Interned, node: number, sighting: number, met: Set<number>): void {
  const { offsets, nodes, status, groups, groupOf } = interned;
  for (let i = offsets[sighting] as number; i < (offsets[sighting + 1] as number); i++) {
    const other = nodes[i] as number;
    const { tier } = groups[groupOf[other] as number] as Interned["groups"][number];
    if (other !== node && status[other] === JOINS && tier < 2) met.add(other);
  }
}

/** An epoch while stretches are added to it. */
interface Open {
  readonly from?: EpochMs;
  readonly because?: EpochCause;
  last: EpochMs;
  readonly met: Set<number>;
}

/** Joins stretches that no decision parts and in which nobody else is seen. */
function epochsOf(interned: Interned, node: number, stretches: readonly Stretch[], cuts: readonly EpochCut[]): Epoch[] {
  const epochs: Open[] = [];
  for (const stretch of stretches) {
    const before = epochs.at(-1);
    const because = causeOf(interned, before, stretch);
    if (before && !because) {
      before.last = stretch.to;
      for (const other of stretch.met) before.met.add(other);
      continue;
    }
    const from = because?.code === "cut" ? because.cut.at : stretch.from;
    epochs.push({ ...(because && { from, because }), last: stretch.to, met: stretch.met });
  }
  const key = interned.keys[node] as IdentifierKey;
  return epochs.map(({ from, because, last }, number) => {
    const [cut, next] = [cuts.find(({ at }) => at > last), epochs[number + 1]];
    const to = Math.min(cut?.at ?? FOREVER, next?.from ?? FOREVER);
    const ended: EpochCause | undefined = next?.from === to ? next.because : cut && { code: "cut", cut };
    return {
      key,
      number,
      ...(from !== undefined && { from }),
      ...(to !== FOREVER && { to }),
      ...(because && { because }),
      ...(ended && { ended }),
    };
  });
}

function causeOf(interned: Interned, before: Open | undefined, { cuts, met }: Stretch): EpochCause | undefined {
  const cut = cuts.at(-1);
  if (cut) return { code: "cut", cut };
  if (!before || !areStrangers(before.met, met)) return undefined;
  const names = (of: ReadonlySet<number>): IdentifierKey[] =>
    Array.from(of, (one) => interned.keys[one] as IdentifierKey).sort(byCodeUnit);
  return { code: "silence", silentFrom: before.last, before: names(before.met), after: names(met) };
}

/** Whether there is somebody on both sides, and nobody on both. */
const areStrangers = (before: ReadonlySet<number>, after: ReadonlySet<number>): boolean =>
  before.size > 0 && after.size > 0 && ![...after].some((node) => before.has(node));
