import { boundedList, type Issue, pointerOf } from "@tributary/core";
import * as z from "zod";
import type { FactDefinition, FactDefinitions } from "../facts/index";
import type { RfmDefinition } from "./definition";

const name: z.ZodString = z.string().min(1).max(200);
const breaks = z.array(z.number()).min(1).max(8);
const range = z.tuple([z.int(), z.int()]).readonly();
const segment = z.strictObject({
  segment: name,
  label: z.strictObject({ zh: name, en: name }),
  recency: range,
  frequency: range,
  monetary: range,
});
const segments = boundedList(segment, 0, 1_000);

const part = z.int().min(0).max(1_000);
const weights = z
  .strictObject({ recency: part, frequency: part, monetary: part })
  .refine(({ recency, frequency, monetary }) => recency + frequency + monetary > 0, { error: "must not all be 0" });

const shared = {
  orders: z.strictObject({ count: name, sum: name, last: name }),
  weights: weights.exactOptional(),
  segments: segments.exactOptional(),
};

/** The shape of the RFM part. */
export const rfmSchema: z.ZodType<RfmDefinition> = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("quantile"), bins: z.int().min(2).max(9).exactOptional(), ...shared }),
  z.strictObject({
    method: z.literal("fixed"),
    breaks: z.strictObject({ recencyDays: breaks, frequency: breaks, monetaryMinor: breaks }),
    ...shared,
  }),
]);

type Member = "count" | "sum" | "last";
const windowed = (fact: FactDefinition): boolean => "within" in fact && fact.within !== undefined;

/** What each member must be, since ever: a window would measure something else. */
const WANTED: Readonly<Record<Member, { readonly what: string; readonly fits: (fact: FactDefinition) => boolean }>> = {
  count: { what: "a count since ever", fits: (fact) => fact.kind === "count" && !windowed(fact) },
  sum: {
    what: "a sum since ever",
    fits: (fact) => fact.kind === "sum" && !windowed(fact) && fact.last === undefined,
  },
  last: {
    what: 'a last since ever that reads "at"',
    fits: (fact) => fact.kind === "last" && fact.read === "at" && !windowed(fact),
  },
};

/** Finds what is wrong with RFM beyond its shape: its facts, its bins, and regions of scores that nobody can have. */
export const checkRfm = (rfm: RfmDefinition, facts: FactDefinitions): readonly Issue[] => [
  ...checkOrders(rfm, facts),
  ...checkBreaks(rfm),
  ...checkRegions(rfm),
];

/** RFM members that name no fact, or one that measures something else. */
const checkOrders = ({ orders }: RfmDefinition, facts: FactDefinitions): readonly Issue[] =>
  (["count", "sum", "last"] as const).flatMap((member) => {
    const fact = Object.hasOwn(facts, orders[member]) ? facts[orders[member]] : undefined;
    if (fact && WANTED[member].fits(fact)) return [];
    const message = `${JSON.stringify(orders[member])} must be the name of a fact that is ${WANTED[member].what}`;
    return [{ code: "wrong-fact", pointer: pointerOf(["rfm", "orders", member]), message }];
  });

/** Breaks that do not ascend, or are not as many for each measure as for recency. */
function checkBreaks(rfm: RfmDefinition): readonly Issue[] {
  if (rfm.method !== "fixed") return [];
  const { breaks } = rfm;
  const wanted = breaks.recencyDays.length;
  return (["recencyDays", "frequency", "monetaryMinor"] as const).flatMap((measure) => {
    const list = breaks[measure];
    const ascends = list.every((value, i) => i === 0 || value > (list[i - 1] as number));
    if (ascends && list.length === wanted) return [];
    const message = ascends ? `must be ${wanted} numbers, as many as recencyDays has` : "must ascend";
    return [{ code: "bad-breaks", pointer: pointerOf(["rfm", "breaks", measure]), message }];
  });
}

/** Ranges of scores that run backwards or leave the bins. */
function checkRegions(rfm: RfmDefinition): readonly Issue[] {
  const bins = rfm.method === "fixed" ? rfm.breaks.recencyDays.length + 1 : (rfm.bins ?? 5);
  return (rfm.segments ?? []).flatMap((region, i) =>
    (["recency", "frequency", "monetary"] as const).flatMap((measure) => {
      const [from, to] = region[measure];
      if (1 <= from && from <= to && to <= bins) return [];
      const message = `must be [from, to] with 1 ≤ from ≤ to ≤ ${bins}, the number of bins`;
      return [{ code: "bad-range", pointer: pointerOf(["rfm", "segments", i, measure]), message }];
    }),
  );
}
