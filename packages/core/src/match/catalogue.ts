import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  issueAt,
  type Label,
  namesTaken,
  nearestName,
  parseDefinition,
  type Result,
  refuse,
} from "../model";

/** One way in which cars differ, and how much a shared value of it counts against the others. */
export interface CatalogueAttribute {
  readonly attribute: string;
  readonly label: Label;
  /** Above 0; only the ratio to the other attributes' weights matters. */
  readonly weight: number;
}

/** What owners and testers say of a car in one respect (口碑). */
export interface ReputationTag {
  readonly tag: string;
  /** From -1, everybody complains, to 1, everybody praises. */
  readonly sentiment: number;
  /** How many said it. */
  readonly count: number;
}

/** One model that can be offered. */
export interface CatalogueCar {
  readonly car: string;
  readonly series: string;
  readonly label: Label;
  /** What it costs, from its plainest to its dearest version, in integer minor units. */
  readonly priceMinor: { readonly from: number; readonly to: number };
  /** Its values of the catalogue's attributes, each without repeats; an attribute left out is not known. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly reputation?: readonly ReputationTag[];
  /** Sales, orders or views in some period, the same for every car: what is shown to somebody nothing is known of. */
  readonly popularity?: number;
}

/** The cars of a brand or a group, as data. */
export interface Catalogue {
  readonly version: string;
  readonly attributes: readonly CatalogueAttribute[];
  readonly cars: readonly CatalogueCar[];
}

const name: z.ZodString = z.string().min(1).max(100);
const label: z.ZodType<Label> = z.strictObject({ zh: name, en: name });
const priceMinor: z.ZodInt = z.int().min(1);

const catalogueSchema: z.ZodType<Catalogue> = z.strictObject({
  version: name,
  attributes: boundedList(z.strictObject({ attribute: name, label, weight: z.number().gt(0).max(1_000) }), 0, 100),
  cars: boundedList(
    z.strictObject({
      car: name,
      series: name,
      label,
      priceMinor: z
        .strictObject({ from: priceMinor, to: priceMinor })
        .refine(({ from, to }) => from <= to, { error: "to must not be below from", path: ["to"] }),
      attributes: z.record(name, boundedList(name, 1, 50)),
      reputation: boundedList(
        z.strictObject({ tag: name, sentiment: z.number().min(-1).max(1), count: z.int().min(0).max(1e9) }),
        0,
        200,
      ).exactOptional(),
      popularity: z.number().min(0).max(1e12).exactOptional(),
    }),
    1,
    10_000,
  ),
});

const MEMBERS: readonly string[] = (
  "version attributes cars attribute label weight car series priceMinor from to reputation popularity tag sentiment " +
  "count zh en"
).split(" ");

/**
 * Checks a catalogue from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the catalogue, or located issues, at most 100 of its shape
 * @example
 * const label = { zh: "远行", en: "Voyager" };
 * const priceMinor = { from: 0, to: 18_980_000 };
 * const cars = [{ car: "voyager", series: "voyager", label, priceMinor, attributes: {} }];
 * const refused = checkCatalogue({ version: "1", attributes: [], cars });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/cars/0/priceMinor/from"]
 */
export function checkCatalogue(input: unknown): Result<Catalogue, readonly Issue[]> {
  const parsed = parseDefinition(catalogueSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = [...repeatedNames(parsed.value), ...unknownAttributes(parsed.value)];
  return issues.length === 0 ? parsed : refuse(issues);
}

/**
 * Declares a catalogue.
 *
 * @throws DefinitionError with every issue when it is not one
 * @example
 * const attributes = [{ attribute: "body", label: { zh: "车身", en: "Body" }, weight: 2 }];
 * const car = { car: "voyager", series: "voyager", label: { zh: "远行", en: "Voyager" } };
 * const priceMinor = { from: 15_980_000, to: 18_980_000 };
 * defineCatalogue({ version: "1", attributes, cars: [{ ...car, priceMinor, attributes: { body: ["suv"] } }] }).cars.length; // => 1
 */
export function defineCatalogue(catalogue: Catalogue): Catalogue {
  const checked = checkCatalogue(catalogue);
  if (!checked.ok) throw new DefinitionError("catalogue", checked.error);
  return checked.value;
}

const repeatedNames = ({ attributes, cars }: Catalogue): Issue[] => [
  ...namesTaken(attributes.map(({ attribute }, i) => ({ name: attribute, path: ["attributes", i, "attribute"] }))),
  ...namesTaken(cars.map(({ car }, i) => ({ name: car, path: ["cars", i, "car"] }))),
  ...cars.flatMap(({ attributes, reputation = [] }, i) => [
    ...namesTaken(reputation.map(({ tag }, j) => ({ name: tag, path: ["cars", i, "reputation", j, "tag"] }))),
    ...Object.entries(attributes).flatMap(([attribute, values]) =>
      namesTaken(values.map((value, j) => ({ name: value, path: ["cars", i, "attributes", attribute, j] }))),
    ),
  ]),
];

function unknownAttributes({ attributes, cars }: Catalogue): Issue[] {
  const known = new Set(attributes.map(({ attribute }) => attribute));
  return cars.flatMap((car, i) =>
    Object.keys(car.attributes)
      .filter((attribute) => !known.has(attribute))
      .map((attribute) => {
        const near = nearestName(attribute, known);
        const message = `the catalogue has no attribute ${JSON.stringify(attribute)}`;
        const hint = near === undefined ? undefined : `did you mean ${near}?`;
        return issueAt("unknown-attribute", ["cars", i, "attributes", attribute], message, hint);
      }),
  );
}
