import { readFileSync } from "node:fs";
import { campaignLeads } from "./campaign-leads";
import type { LeadFile } from "./lead-file";

const textOf = (name: string): string =>
  readFileSync(new URL(`../data/completejourney/${name}.csv`, import.meta.url), "utf8");

/** The leads of the data that is shipped with the examples. */
export const shippedLeads = (): LeadFile =>
  campaignLeads({
    campaigns: textOf("campaigns"),
    campaign_descriptions: textOf("campaign_descriptions"),
    coupon_redemptions: textOf("coupon_redemptions"),
    demographics: textOf("demographics"),
    transactions_sample: textOf("transactions_sample"),
  });
