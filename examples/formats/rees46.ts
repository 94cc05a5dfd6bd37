import type { CsvMapping } from "@tributary/adapters/csv";

/**
 * REES46, eCommerce behavior data from a multi-category store: user ids beside session ids.
 *
 * Rows have no id, so equal rows are duplicates of one event.
 */
export const rees46: CsvMapping = {
  source: "rees46",
  type: {
    column: "event_type",
    values: { view: "productViewed", cart: "productCarted", purchase: "productPurchased" },
  },
  at: { column: "event_time", format: "yyyy-MM-dd HH:mm:ss UTC" },
  ids: [
    { column: "user_id", type: "userId", expected: true },
    { column: "user_session", type: "sessionId", expected: true },
  ],
  properties: {
    product: { column: "product_id", type: "string", empty: "refuse" },
    category: { column: "category_code", type: "string", empty: "warn" },
    brand: { column: "brand", type: "string", empty: "warn" },
    amountMinor: { column: "price", type: "money", decimals: 2, zero: "warn" },
  },
};
