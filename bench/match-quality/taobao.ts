import type { CatalogueCar } from "@tributary/core";
import type { Look, RealLog } from "./history";
import { rowsOf } from "./rows";

/** Taobao, 814 users over nine days: categories stand for cars. Nothing is known of a category but its name. */
export function taobao(): RealLog | undefined {
  const rows = rowsOf("taobao_userbehavior_814users.csv");
  if (!rows) return undefined;
  const [from, to] = [Date.parse("2017-11-25T00:00:00+08:00"), Date.parse("2017-12-04T00:00:00+08:00")];
  const looks = rows
    .map(
      ({ user_id = "", category_id = "", timestamp }): Look => ({
        person: user_id,
        item: category_id,
        at: Number(timestamp) * 1000,
      }),
    )
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at);
  const cars = [...new Set(looks.map(({ item }) => item))].map(
    (item): CatalogueCar => ({
      car: item,
      series: item,
      label: { zh: item, en: item },
      priceMinor: { from: 1, to: 1 },
      attributes: {},
    }),
  );
  const remarks = [`${rows.length - looks.length} rows outside the nine days left out`];
  return { name: "Taobao categories", catalogue: { attributes: [], cars }, looks, remarks };
}
