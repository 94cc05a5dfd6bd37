import type { CsvMapping } from "@tributary/adapters/csv";

/** Alibaba Tianchi, UserBehavior: nine days of Taobao users; times outside those days are warned about. */
export const taobao: CsvMapping = {
  source: "taobao",
  type: {
    column: "behavior",
    values: { pv: "productViewed", cart: "productCarted", fav: "productFavourited", buy: "productPurchased" },
  },
  at: { column: "timestamp", format: "epochSeconds" },
  ids: [{ column: "user_id", type: "userId", expected: true }],
  properties: {
    product: { column: "item_id", type: "string", empty: "refuse" },
    category: { column: "category_id", type: "string", empty: "warn" },
  },
  plausible: { from: "2017-11-25T00:00:00+08:00", to: "2017-12-04T00:00:00+08:00", otherwise: "warn" },
};
