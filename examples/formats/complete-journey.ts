import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { type CsvMapping, decodeCsvStream, readCsvStream } from "@tributary/adapters/csv";
import { type Event, type Issue, type JsonObject, ok } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import { BadInput } from "./bad-input";
import { basketsOf } from "./baskets";
import { textOf } from "./format";

const household = { column: "household_id", type: "householdId" } as const;
const text = (column: string): { readonly column: string; readonly type: "string" } => ({ column, type: "string" });
/** The year the data is of, and the last night of it; a line of another time would be lost in the order it joins. */
const year = { from: "2017-01-01T00:00:00Z", to: "2018-01-02T00:00:00Z", otherwise: "refuse" } as const;
const money = (column: string): { readonly column: string; readonly type: "money" } => ({ column, type: "money" });

/** Demographics say no day; the first of the year they describe stands for it. */
const demographics: CsvMapping = {
  source: "completejourney",
  type: "traitsSet",
  at: { fixed: "2017-01-01T00:00:00Z" },
  ids: [household],
  properties: {
    age: text("age"),
    income: text("income"),
    home: text("home_ownership"),
    maritalStatus: text("marital_status"),
    householdSize: text("household_size"),
    children: text("kids_count"),
  },
};

/** A campaign went out on its first day, which another file knows. */
const campaigns: CsvMapping = {
  source: "completejourney",
  id: ["campaign_id", "household_id"],
  type: "campaignReceived",
  at: { fixed: "2017-01-01T00:00:00Z" },
  ids: [household],
  properties: { campaign: text("campaign_id") },
};

const redemptions: CsvMapping = {
  source: "completejourney",
  type: "couponRedeemed",
  at: { column: "redemption_date", format: "yyyy-MM-dd", zone: "UTC" },
  plausible: year,
  ids: [household],
  properties: { coupon: text("coupon_upc"), campaign: text("campaign_id") },
};

const purchaseLines: CsvMapping = {
  source: "completejourney",
  id: ["household_id", "basket_id"],
  type: "orderPlaced",
  at: { column: "transaction_timestamp", format: "iso" },
  plausible: year,
  ids: [household],
  properties: {
    store: text("store_id"),
    product: text("product_id"),
    quantity: { column: "quantity", type: "integer", zero: "warn" },
    amountMinor: money("sales_value"),
    retailDiscountMinor: money("retail_disc"),
    couponDiscountMinor: money("coupon_disc"),
    matchDiscountMinor: money("coupon_match_disc"),
  },
};

/**
 * Reads a folder of Complete Journey: demographics, campaigns, coupon redemptions, then purchases, one order per basket.
 *
 * Items name their file, since the folder has several and line numbers start anew in each.
 *
 * @param folder with `transactions.csv` (or `transactions_sample.csv`) and the other files where there are any
 * @throws BadInput at once where there are no transactions
 */
export function completeJourney(folder: string): AsyncGenerator<Decoded, void, undefined> {
  if (fileIn(folder, "transactions") === undefined) {
    throw new BadInput(`${folder} is no folder of Complete Journey: it holds neither transactions.csv nor its sample`);
  }
  return readFolder(folder);
}

async function* readFolder(folder: string): AsyncGenerator<Decoded, void, undefined> {
  const read = (name: string, mapping: CsvMapping): AsyncIterable<Decoded> => {
    const path = fileIn(folder, name);
    return path === undefined ? nothing() : inFile(basename(path), decodeCsvStream(textOf(path), mapping));
  };
  yield* read("demographics", demographics);
  yield* campaignsReceived(read("campaigns", campaigns), await firstDays(folder));
  yield* read("coupon_redemptions", redemptions);
  const departments = await column(folder, "products", "product_id", "department");
  yield* basketsOf(read("transactions", purchaseLines), departments);
}

async function* nothing(): AsyncGenerator<Decoded, void, undefined> {}

/** The file of that name, whole or as the sample it is published with. */
const fileIn = (folder: string, name: string): string | undefined =>
  [`${name}.csv`, `${name}_sample.csv`, `${name}_in_sample.csv`].map((file) => join(folder, file)).find(existsSync);

async function* inFile(file: string, items: AsyncIterable<Decoded>): AsyncGenerator<Decoded, void, undefined> {
  for await (const item of items) yield { ...item, file };
}

/** One column of a small file by another. */
async function column(folder: string, name: string, key: string, value: string): Promise<ReadonlyMap<string, string>> {
  const path = fileIn(folder, name);
  const found = new Map<string, string>();
  let header: readonly string[] | undefined;
  if (path === undefined) return found;
  for await (const row of readCsvStream(textOf(path))) {
    if (!("cells" in row)) continue;
    if (header) found.set(row.cells[header.indexOf(key)] ?? "", row.cells[header.indexOf(value)] ?? "");
    else header = row.cells;
  }
  return found;
}

interface Campaign {
  readonly type: string | undefined;
  readonly start: number;
}

async function firstDays(folder: string): Promise<ReadonlyMap<string, Campaign>> {
  const types = await column(folder, "campaign_descriptions", "campaign_id", "campaign_type");
  const starts = await column(folder, "campaign_descriptions", "campaign_id", "start_date");
  return new Map([...starts].map(([id, day]) => [id, { type: types.get(id), start: Date.parse(`${day}T00:00:00Z`) }]));
}

async function* campaignsReceived(
  items: AsyncIterable<Decoded>,
  known: ReadonlyMap<string, Campaign>,
): AsyncGenerator<Decoded, void, undefined> {
  for await (const item of items) {
    const campaign = item.result.ok ? known.get(String(item.result.value.properties.campaign)) : undefined;
    if (!item.result.ok) yield item;
    else if (campaign) yield { ...item, result: ok(received(item.result.value, campaign)) };
    else yield { ...item, result: { ok: false, error: [unknownCampaign] } };
  }
}

const unknownCampaign: Issue = {
  code: "unknown-campaign",
  pointer: "/campaign_id",
  message: "campaign_descriptions.csv does not say when this campaign began",
};

const received = (event: Event, { type, start }: Campaign): Event => {
  const properties: JsonObject = type === undefined ? event.properties : { ...event.properties, campaignType: type };
  return { ...event, at: start, properties };
};
