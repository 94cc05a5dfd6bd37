import type { CatalogueCar } from "@tributary/core";
import type { Look, RealLog } from "./history";
import { type Row, rowsOf } from "./rows";

/** REES46, three hours of a shop: products stand for cars, with category, brand and price band. */
export function rees46(): RealLog | undefined {
  const rows = rowsOf("rees46_multicategory_2019-10-01_first3h.csv");
  if (!rows) return undefined;
  const distinct = [...new Map(rows.map((row) => [Object.values(row).join(), row])).values()];
  const products = new Map<string, CatalogueCar>();
  for (const row of distinct) {
    const car = productOf(row);
    if (car && !products.has(car.car)) products.set(car.car, car);
  }
  const looks = distinct
    .map(
      ({ user_id = "", product_id = "", event_time = "" }): Look => ({
        person: user_id,
        item: product_id,
        at: Date.parse(`${event_time.slice(0, 19).replace(" ", "T")}Z`),
      }),
    )
    .filter(({ item }) => products.has(item))
    .sort((a, b) => a.at - b.at);
  const label = (name: string): { zh: string; en: string } => ({ zh: name, en: name });
  const attributes = ["category", "department", "brand", "price"].map((attribute) => ({
    attribute,
    label: label(attribute),
    weight: 1,
  }));
  const remarks = [
    `${rows.length - distinct.length} rows that repeat another left out`,
    `${distinct.length - looks.length} rows of products that never have a price left out`,
  ];
  return { name: "REES46 products", catalogue: { attributes, cars: [...products.values()] }, looks, remarks };
}

/** A product as a car; none where the row has no price. */
function productOf({
  product_id = "",
  category_id = "",
  category_code = "",
  brand = "",
  price,
}: Row): CatalogueCar | undefined {
  const minor = Math.round(Number(price) * 100);
  if (!(minor > 0)) return undefined;
  return {
    car: product_id,
    series: category_id,
    label: { zh: product_id, en: product_id },
    priceMinor: { from: minor, to: minor },
    attributes: {
      category: [category_id],
      ...(category_code !== "" && { department: [category_code.split(".")[0] as string] }),
      ...(brand !== "" && { brand: [brand] }),
      price: [`${category_id} ${Math.floor(Math.log2(minor / 100))}`],
    },
  };
}
