import type { CsvMapping } from "@tributary/adapters/csv";

/**
 * CDNOW: purchases by day, without an id. Two equal rows are two purchases of one day, not a repeated one.
 */
export const cdnow: CsvMapping = {
  source: "cdnow",
  repeats: "distinct",
  type: "orderPlaced",
  at: { column: "date", format: "yyyy-MM-dd", zone: "UTC" },
  ids: [{ column: "customer_id", type: "userId", expected: true }],
  properties: {
    amountMinor: { column: "price", type: "money", decimals: 2, zero: "warn" },
    items: { column: "cds", type: "integer", zero: "warn" },
  },
};
