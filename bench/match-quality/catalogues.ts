import { type Catalogue, type CatalogueCar, checkCatalogue, type Issue } from "@tributary/core";
import { type Row, rowsOf } from "./rows";

/** A real catalogue as it was loaded: what was refused, where, and what became of it. */
export interface RealCatalogue {
  readonly name: string;
  readonly catalogue: Catalogue;
  /** Of the whole file, before rows with issues were left out. */
  readonly issues: readonly Issue[];
  readonly remarks: readonly string[];
}

const label = (name: string): CatalogueCar["label"] => ({ zh: name, en: name });
const attributesOf = (weights: Readonly<Record<string, number>>): Catalogue["attributes"] =>
  Object.entries(weights).map(([attribute, weight]) => ({ attribute, label: label(attribute), weight }));

/** Checks a catalogue; cars it is refused for are left out by their pointers, and it is checked again. */
function load(name: string, whole: Catalogue, remarks: readonly string[]): RealCatalogue {
  const checked = checkCatalogue(whole);
  const issues = checked.ok ? [] : checked.error;
  const refused = new Set(issues.map(({ pointer }) => Number(/^\/cars\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN)));
  const again = checkCatalogue({ ...whole, cars: whole.cars.filter((_, i) => !refused.has(i)) });
  if (!again.ok) throw new Error(`${name}: ${again.error[0]?.pointer} ${again.error[0]?.message}`);
  return { name, catalogue: again.value, issues, remarks };
}

/** Car series sold in China: brand and price band; no body or power is known. Prices are in 10,000 yuan. */
export function dongchedi(): RealCatalogue | undefined {
  const rows = rowsOf("cars/dongchedi_series_cn.csv");
  if (!rows) return undefined;
  const cars = rows.map((row): CatalogueCar => {
    const { series_id = "", series_name = "", brand_name = "", count } = row;
    const [from, to] = [row.min_price, row.max_price].map((price) =>
      price === "" ? Number.NaN : Math.round(Number(price) * 1_000_000),
    );
    return {
      car: series_id,
      series: series_id,
      label: label(series_name),
      priceMinor: { from: from as number, to: to as number },
      attributes: { brand: [brand_name], priceBand: [bandOf(from as number)] },
      popularity: Number(count),
    };
  });
  return load("Dongchedi series", { version: "1", attributes: attributesOf({ brand: 1, priceBand: 1 }), cars }, []);
}

/** Twice the price, another band. */
const bandOf = (minor: number): string => `${Math.floor(Math.log2(Math.max(minor, 1) / 100))}`;

/** Models sold in the United States until 2017: one car a make and model, of its last year; prices are in dollars. */
export function edmunds(): RealCatalogue | undefined {
  const rows = rowsOf("cars/car_features_msrp.csv");
  if (!rows) return undefined;
  const distinct = [...new Map(rows.map((row) => [Object.values(row).join(), row])).values()];
  const models = new Map<string, Row[]>();
  for (const row of distinct) {
    const name = `${row.Make} ${row.Model}`;
    const known = models.get(name);
    if (known) known.push(row);
    else models.set(name, [row]);
  }
  const cars = [...models].map(([name, all]): CatalogueCar => {
    const year = Math.max(...all.map((row) => Number(row.Year)));
    const last = all.filter((row) => Number(row.Year) === year);
    const prices = last.map((row) => Number(row.MSRP) * 100);
    const values = (column: string): string[] =>
      [...new Set(last.flatMap((row) => (row[column] ?? "").split(",")))].filter(
        (value) => value !== "" && value !== "N/A",
      );
    const attributes = {
      make: values("Make"),
      style: values("Vehicle Style"),
      size: values("Vehicle Size"),
      market: values("Market Category"),
      fuel: values("Engine Fuel Type"),
      drive: values("Driven_Wheels"),
    };
    return {
      car: name,
      series: name,
      label: label(name),
      priceMinor: { from: Math.min(...prices), to: Math.max(...prices) },
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, found]) => found.length > 0)),
      popularity: Number(last[0]?.Popularity),
    };
  });
  const floor = rows.filter(({ MSRP }) => MSRP === "2000").length;
  const market = rows.filter((row) => row["Market Category"] === "N/A").length;
  const remarks = [
    `${rows.length - distinct.length} rows that repeat another left out, ${models.size} models left of ${distinct.length} rows`,
    `${floor} rows have the price 2,000, a floor for old cars: taken as it stands`,
    `${market} rows have no market category: not known, no value of its own`,
  ];
  const weights = { make: 1, style: 2, size: 1, market: 1, fuel: 1, drive: 1 };
  return load("Edmunds models", { version: "1", attributes: attributesOf(weights), cars }, remarks);
}
