import type { Issue } from "@tributary/core/model";
import type { Arrival, FoldLeaf, Receipt, Store } from "@tributary/core/ports";
import { type Admission, admitEvent } from "./admit-event";

/** What became of one input, and what was wrong (`refused`) or odd (otherwise) about it. */
export interface IngestItem {
  readonly index: number;
  readonly status: Receipt | "refused";
  /** The event's id, where the input has one. */
  readonly id?: string;
  readonly issues: readonly Issue[];
}

/** What ingesting needs beside the inputs. */
export interface Intake extends Admission {
  readonly store: Store;
  readonly fold: FoldLeaf;
  /** Most events in one transaction. */
  readonly batchSize: number;
  readonly log: ((entry: HubLog) => void) | undefined;
}

/** What a hub tells its host while it works: counts, never anybody's data. */
export interface HubLog {
  readonly what: "ingested";
  readonly accepted: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly refused: number;
}

const NO_ISSUES: readonly Issue[] = [];

/** Admits and files inputs, batch by batch; a bad one never harms its neighbours. */
export async function ingestEvents(inputs: readonly unknown[], intake: Intake): Promise<readonly IngestItem[]> {
  if (!Array.isArray(inputs)) throw new TypeError(`inputs must be a list of events, got ${typeof inputs}`);
  const items: IngestItem[] = [];
  for (let from = 0; from < inputs.length; from += intake.batchSize) {
    const batch = await ingestBatch(inputs.slice(from, from + intake.batchSize), from, intake);
    for (const item of batch) items.push(item);
    intake.log?.(countStatuses(batch));
  }
  return items;
}

function countStatuses(items: readonly IngestItem[]): HubLog {
  const counts = { accepted: 0, duplicate: 0, conflict: 0, refused: 0 };
  for (const { status } of items) counts[status]++;
  return { what: "ingested", ...counts };
}

async function ingestBatch(inputs: readonly unknown[], from: number, intake: Intake): Promise<readonly IngestItem[]> {
  const { store, fold } = intake;
  const admitted = Array.from(inputs, (input) => admitEvent(input, intake)); // gaps in the list are inputs too
  const arrivals: Arrival[] = [];
  for (const one of admitted) if (one.ok) arrivals.push(one.value.arrival);
  const receipts = arrivals.length === 0 ? [] : await store.append(arrivals, fold);
  let filed = 0;
  return admitted.map((one, i) => {
    const index = from + i;
    if (!one.ok) return { index, status: "refused", ...idOf(inputs[i]), issues: one.error };
    const { arrival, warnings } = one.value;
    const status = receipts[filed++] as Receipt;
    const conflict = { code: "conflict", pointer: "/id", message: "another event has this id, and stands" };
    const issues = status === "conflict" ? [conflict, ...warnings] : warnings;
    return { index, status, id: arrival.event.id, issues: issues.length === 0 ? NO_ISSUES : issues };
  });
}

function idOf(input: unknown): { readonly id?: string } {
  if (typeof input !== "object" || input === null) return {};
  try {
    const id = Object.hasOwn(input, "id") && (input as { id: unknown }).id;
    return typeof id === "string" ? { id: id.slice(0, 200) } : {};
  } catch {
    return {}; // a getter or a proxy threw
  }
}
