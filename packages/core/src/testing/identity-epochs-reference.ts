import { EPOCH_SEPARATOR, type EpochCut, type IdentityPolicy, type Observation } from "../identity/index";
import { byCodeUnit, type EpochMs, type IdentifierKey, parseDuration, parseIdentifierKey } from "../model";

type Seen = Pick<Observation, "at" | "strength"> & { readonly present: readonly IdentifierKey[] };

/** What an identifier was at a moment: its own key now, another for an owner's time that is over, none for nobody's. */
export type KeyAt = (key: IdentifierKey, at: EpochMs) => IdentifierKey | undefined;

/** The definition of epochs read plainly: instant by instant, on texts. */
export function epochsPlainly(
  observations: readonly Seen[],
  cuts: readonly (Pick<EpochCut, "at"> & { readonly key: IdentifierKey })[],
  policy: IdentityPolicy,
): KeyAt {
  const typeOf = (key: IdentifierKey): IdentityPolicy["types"][number] | undefined =>
    policy.types.find(({ type }) => type === parseIdentifierKey(key).type);
  const joins = (key: IdentifierKey): boolean => typeOf(key)?.merge !== false;

  const epochsOf = (key: IdentifierKey): readonly { from: number; to: number }[] => {
    const own = cuts.filter((cut) => cut.key === key).map(({ at }) => at);
    const silence = parseDuration(typeOf(key)?.silence ?? "") ?? Number.POSITIVE_INFINITY;
    const seen = observations.filter(({ present }) => present.includes(key));
    const instants = [...new Set(seen.map(({ at }) => at))].sort((x, y) => x - y);
    const parted = (x: number, y: number): boolean => own.some((cut) => x < cut && cut <= y);
    // instants without a silence or a cut between them, then who was met in each such stretch
    const stretches: number[][] = [];
    for (const at of instants) {
      const last = stretches.at(-1)?.at(-1);
      if (last === undefined || at - last >= silence || parted(last, at)) stretches.push([at]);
      else stretches.at(-1)?.push(at);
    }
    const met = (stretch: readonly number[]): IdentifierKey[] =>
      seen
        .filter(({ at, strength }) => stretch.includes(at) && strength !== "probable")
        .flatMap(({ present }) =>
          present.filter((other) => other !== key && (typeOf(other)?.tier ?? 2) < 2 && joins(other)),
        );
    const epochs: number[][] = [];
    for (const stretch of stretches) {
      const before = epochs.at(-1);
      if (!before) epochs.push([...stretch]);
      else if (parted(before.at(-1) as number, stretch[0] as number)) epochs.push([...stretch]);
      else {
        const [known, now] = [met(before), met(stretch)];
        const strangers = known.length > 0 && now.length > 0 && !now.some((other) => known.includes(other));
        if (strangers) epochs.push([...stretch]);
        else before.push(...stretch);
      }
    }
    return epochs.map((epoch, i) => {
      const [first, last] = [epoch[0] as number, epoch.at(-1) as number];
      const next = epochs[i + 1]?.[0] ?? Number.POSITIVE_INFINITY;
      const starts = own.filter((cut) => cut <= first && cut > (epochs[i - 1]?.at(-1) ?? Number.NEGATIVE_INFINITY));
      const ends = own.filter((cut) => cut > last);
      return {
        from: starts.length > 0 ? Math.max(...starts) : i === 0 ? Number.NEGATIVE_INFINITY : first,
        to: Math.min(next, ...ends),
      };
    });
  };

  const joining = new Set(observations.flatMap(({ present }) => present).filter(joins));
  const epochs = new Map([...joining].sort(byCodeUnit).map((key) => [key, epochsOf(key)]));
  return (key, at) => {
    const own = epochs.get(key);
    if (!own) return key;
    const number = own.findIndex(({ from, to }) => from <= at && at < to);
    if (number < 0) return undefined;
    return own[number]?.to === Number.POSITIVE_INFINITY ? key : `${key}${EPOCH_SEPARATOR}${number}`;
  };
}
