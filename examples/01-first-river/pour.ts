import type { Hub, IngestItem } from "@tributary/adapters/hub";
import type { EpochMs, Issue } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";

/** What became of every item of one stream. */
export interface Tally {
  readonly read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly refused: number;
  readonly warned: number;
  /** How often each issue code was seen, in refusals and warnings. */
  readonly codes: Readonly<Record<string, number>>;
  /** The first refusals, with their lines. */
  readonly examples: readonly Reported[];
}

/** One item that was not simply accepted, with its place in the input. */
export interface Reported {
  readonly file?: string;
  readonly line?: number;
  readonly status: IngestItem["status"];
  readonly id?: string;
  readonly issues: readonly Issue[];
}

const EXAMPLES = 5;

/** Pours a decoded stream into the hub batch by batch; every item is counted, and those with something to say reported. */
export async function pour(
  hub: Hub,
  stream: AsyncIterable<Decoded>,
  options: {
    readonly now: EpochMs;
    readonly batch: number;
    readonly report: (item: Reported) => void;
    readonly progress: (tally: Tally) => void;
  },
): Promise<Tally> {
  const count = { read: 0, accepted: 0, duplicate: 0, conflict: 0, refused: 0, warned: 0 };
  const codes: Record<string, number> = {};
  const examples: Reported[] = [];
  const tally = (): Tally => ({ ...count, codes, examples });

  const tell = (item: Reported): void => {
    count.read++;
    count[item.status]++;
    if (item.issues.length > 0 && item.status !== "refused") count.warned++;
    for (const { code } of item.issues) codes[code] = (codes[code] ?? 0) + 1;
    if (item.status === "refused" && examples.length < EXAMPLES) examples.push(item);
    if (item.status !== "accepted" || item.issues.length > 0) options.report(item);
  };

  const flush = async (batch: readonly Decoded[]): Promise<void> => {
    const events = batch.flatMap(({ result }) => (result.ok ? [result.value] : []));
    const ingested = (await hub.ingest(events, { now: options.now }))[Symbol.iterator]();
    for (const decoded of batch) tell(reportOf(decoded, decoded.result.ok ? ingested.next().value : undefined));
    options.progress(tally());
  };

  let batch: Decoded[] = [];
  for await (const decoded of stream) {
    batch.push(decoded);
    if (batch.length < options.batch) continue;
    await flush(batch);
    batch = [];
  }
  if (batch.length > 0) await flush(batch);
  return tally();
}

function reportOf({ file, line, result, warnings }: Decoded, item: IngestItem | undefined): Reported {
  const place = { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
  if (!item) return { ...place, status: "refused", issues: [...(result.ok ? [] : result.error), ...warnings] };
  return {
    ...place,
    status: item.status,
    ...(item.id === undefined ? {} : { id: item.id }),
    issues: [...warnings, ...item.issues],
  };
}
