import { DefinitionError } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { defineFacts } from "../facts/index";
import { defineGrades } from "../grades/index";
import { defineLifecycle } from "../lifecycle/index";
import { compileSegment, compileSegments } from "../segments/index";
import { defineTags } from "../tags/index";

const { schema } = defineFacts({
  visits: { kind: "count", events: "storeVisited", within: "30d", keep: 8 },
  lastVisitAt: { kind: "last", events: "storeVisited", read: "at" },
});
const label = { zh: "人群", en: "Somebody" };

describe("a builder that knows the facts", () => {
  it("takes what is right", () => {
    const often = { fact: "visits", operator: "greaterThan", value: 2 } as const;
    const validity = { from: "lastVisitAt", lasts: "7d" } as const;
    expect(defineTags([{ tag: "often", when: often, validity }], { schema }).plan.length).toBe(1);
    expect(compileSegment({ segment: "often", label, when: often }, { schema }).segment).toBe("often");
    const stages = [
      { stage: "aware", label },
      { stage: "warm", label, entry: often, minDwell: "1d" },
    ] as const;
    expect(defineLifecycle({ stages }, { schema }).stages.length).toBe(2);
    const grades = [{ grade: "H", label, when: often, followUpWithin: "24h", dueFrom: ["lastVisitAt"] }] as const;
    expect(defineGrades({ dueFrom: ["lastVisitAt"], grades }, { schema }).grades.length).toBe(1);
  });

  it("takes any name where nothing is known of them", () => {
    const when = { fact: "whatever", operator: "exists" } as const;
    expect(defineTags([{ tag: "a", when }]).plan.length).toBe(1);
    expect(compileSegment({ segment: "a", label, when }).segment).toBe("a");
  });

  it("does not compile over a mistyped fact or a wrong operand, and throws as well", () => {
    const wrong = (build: () => unknown): void => expect(build).toThrow(DefinitionError);
    // @ts-expect-error no fact has this name
    wrong(() => defineTags([{ tag: "a", when: { fact: "vists", operator: "equal", value: 1 } }], { schema }));
    // @ts-expect-error no fact has this name
    wrong(() => defineTags([{ tag: "a", fact: "vists" }], { schema }));
    // @ts-expect-error a count is no date
    wrong(() => defineTags([{ tag: "a", fact: "visits", validity: { from: "visits", lasts: "7d" } }], { schema }));
    wrong(() =>
      // @ts-expect-error a number is not compared with a text
      compileSegment({ segment: "a", label, when: { fact: "visits", operator: "equal", value: "1" } }, { schema }),
    );
    wrong(() =>
      // @ts-expect-error months have no fixed length
      compileSegments([{ segment: "a", label, when: { fact: "lastVisitAt", operator: "olderThan", value: "1y" } }], {
        schema,
      }),
    );
    const first = { stage: "aware", label };
    wrong(() =>
      defineLifecycle(
        // @ts-expect-error no operator has this name
        { stages: [first, { stage: "warm", label, entry: { fact: "visits", operator: "over", value: 1 } }] },
        { schema },
      ),
    );
    const grades = [{ grade: "H", label, when: { condition: "x" }, followUpWithin: "1d" }];
    // @ts-expect-error a count is no date to be due from
    wrong(() => defineGrades({ dueFrom: ["visits"], grades }, { schema }));
  });
});
