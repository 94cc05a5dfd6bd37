import { type Issue, pointerOf } from "@tributary/core";
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
const segments = z.array(segment);

const shared = { orders: z.strictObject({ count: name, sum: name, last: name }), segments: segments.exactOptional() };

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

/** Finds RFM members that name no fact, or one that measures something else. */
export const checkRfm = ({ orders }: RfmDefinition, facts: FactDefinitions): readonly Issue[] =>
  (["count", "sum", "last"] as const).flatMap((member) => {
    const fact = Object.hasOwn(facts, orders[member]) ? facts[orders[member]] : undefined;
    if (fact && WANTED[member].fits(fact)) return [];
    const message = `${JSON.stringify(orders[member])} must be the name of a fact that is ${WANTED[member].what}`;
    return [{ code: "wrong-fact", pointer: pointerOf(["rfm", "orders", member]), message }];
  });
