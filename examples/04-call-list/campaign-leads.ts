import { DAY_MS, type EpochMs } from "@tributary/core";
import type { LeadField } from "@tributary/core/lead-model";
import { type FileLead, type LeadFile, type RuleTerm, rulePoints } from "./lead-file";
import { type Cells, readCsv } from "./read-csv";

/** The files of Complete Journey that are read here, as text. */
export interface CampaignFiles {
  readonly campaigns: string;
  readonly campaign_descriptions: string;
  readonly coupon_redemptions: string;
  readonly demographics: string;
  readonly transactions_sample: string;
}

/** The campaign whose households play today's leads: the last large one. */
const TODAY = "18";

const before = { knownAt: "before contact" } as const;
const amount = (field: string, en: string, zh: string): LeadField => ({
  field,
  kind: "number",
  encodings: ["log", "logSquare"],
  label: { en, zh },
  ...before,
});
const text = (field: string, en: string, zh: string): LeadField => ({
  field,
  kind: "category",
  label: { en, zh },
  ...before,
});

const FIELDS: readonly LeadField[] = [
  amount("redeemed", "coupons redeemed before", "此前核销券数"),
  amount("couponBaskets", "baskets with a coupon", "用券购物次数"),
  amount("baskets90d", "baskets in 90 days", "90天购物次数"),
  amount("spent90d", "spent in 90 days", "90天消费"),
  amount("daysSinceBasket", "days since the last basket", "距上次购物天数"),
  text("type", "kind of campaign", "活动类型"),
  text("income", "income", "收入"),
  text("age", "age", "年龄"),
];
const RULE: readonly RuleTerm[] = [
  { field: "redeemed", cap: 5, points: 50 },
  { field: "couponBaskets", cap: 5, points: 25 },
  { field: "baskets90d", cap: 15, points: 15 },
  { field: "spent90d", cap: 300, points: 10 },
];

/**
 * Leads made of campaigns: a household a campaign was sent to, won where it redeemed a coupon of it. Only what happened
 * before the campaign began is known of it; the model learns from campaigns that had ended when today's began.
 */
export function campaignLeads(files: CampaignFiles): LeadFile {
  const [sent, described, redemptions, people, lines] = [
    files.campaigns,
    files.campaign_descriptions,
    files.coupon_redemptions,
    files.demographics,
    files.transactions_sample,
  ].map(readCsv) as [readonly Cells[], readonly Cells[], readonly Cells[], readonly Cells[], readonly Cells[]];
  const campaigns = new Map(described.map((one) => [one.campaign_id, one]));
  const startOf = (campaign: string | undefined): EpochMs => Date.parse(campaigns.get(campaign)?.start_date ?? "");
  const endOf = (campaign: string | undefined): EpochMs => Date.parse(campaigns.get(campaign)?.end_date ?? "");
  const won = new Set(redemptions.map((one) => `${one.household_id}/${one.campaign_id}`));
  const [bought, redeemed] = [byHousehold(lines), byHousehold(redemptions)];
  const personOf = new Map(people.map((one) => [one.household_id, one]));
  const today = startOf(TODAY);
  const leads = sent.flatMap(({ household_id: household = "", campaign_id: campaign = "" }): FileLead[] => {
    const at = startOf(campaign);
    if (campaign !== TODAY && endOf(campaign) >= today) return [];
    const past = (bought.get(household) ?? []).filter((one) => Date.parse(one.transaction_timestamp ?? "") < at);
    const recent = past.filter((one) => Date.parse(one.transaction_timestamp ?? "") >= at - 90 * DAY_MS);
    const last = Math.max(...past.map((one) => Date.parse(one.transaction_timestamp ?? "")));
    const row = {
      redeemed: (redeemed.get(household) ?? []).filter((one) => Date.parse(one.redemption_date ?? "") < at).length,
      couponBaskets: basketsIn(past.filter((one) => Number(one.coupon_disc) > 0)),
      baskets90d: basketsIn(recent),
      spent90d: Math.round(recent.reduce((sum, one) => sum + Number(one.sales_value), 0)),
      daysSinceBasket: past.length === 0 ? null : Math.floor((at - last) / DAY_MS),
      type: campaigns.get(campaign)?.campaign_type ?? null,
      income: personOf.get(household)?.income ?? null,
      age: personOf.get(household)?.age ?? null,
    };
    const all = { ...row, at, rule: rulePoints(row, RULE), won: won.has(`${household}/${campaign}`) };
    return [{ id: `household ${household}, campaign ${campaign}`, row: all, known: campaign !== TODAY }];
  });
  const notes = [
    "these are grocery coupons, not cars: households a campaign was sent to, won where they redeemed a coupon of it",
    "the model learnt from campaigns that had ended when campaign 18 began, and knows nothing of later days",
  ];
  const title = "Complete Journey, a part (84.51°, CC0)";
  return { title, leads, rule: RULE, fields: FIELDS, valueMinor: 100, at: "at", notes };
}

type Grouped = ReadonlyMap<string, readonly Cells[]>;

function byHousehold(rows: readonly Cells[]): Grouped {
  const groups = new Map<string, Cells[]>();
  for (const row of rows) {
    const household = row.household_id ?? "";
    const group = groups.get(household);
    if (group) group.push(row);
    else groups.set(household, [row]);
  }
  return groups;
}

const basketsIn = (lines: readonly Cells[]): number => new Set(lines.map(({ basket_id }) => basket_id)).size;
