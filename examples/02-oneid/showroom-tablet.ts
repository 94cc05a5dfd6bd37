import { describeEdge } from "./describe-edge";
import { crmId, device, drawing, noon, oneIdOf, openid, phone, printed, read, type Story, seen } from "./story";

const [li, wang, tablet] = [phone("139 1234 5678"), openid("oWang7fk2"), device("showroom-tablet-7")];

const week = [
  seen("2026-03-02", "bound", crmId("C-1001"), li),
  seen("2026-03-02", "form", li, tablet),
  seen("2026-03-03", "form", wang, tablet),
  seen("2026-03-05", "bound", wang, device("wang-phone")),
  seen("2026-03-06", "bound", wang, device("wang-phone")),
];
const decision = {
  link: "cannot" as const,
  a: li,
  b: wang,
  at: noon("2026-03-07"),
  author: "Mei",
  reason: "two customers, one tablet",
};
const nextWeek = ["136 0000 1111", "137 0000 2222"].map((value) => seen("2026-03-09", "form", phone(value), tablet));

/** A wrong merge by a showroom tablet: seen, explained, undone. */
export function showroomTablet(): Story {
  const merged = read({ observations: week }, "2026-03-06");
  const decided = read({ observations: week, overrides: [decision] }, "2026-03-07");
  const later = read({ observations: [...week, ...nextWeek] }, "2026-03-09");
  return [
    "## A showroom tablet · 展厅平板",
    "Li leaves a phone number on the showroom's tablet. The next day Wang scans a code on the same tablet and leaves none. " +
      "No limit forbids it, so they are one person.",
    "李女士在展厅平板上留了手机号；第二天王先生用同一台平板扫码，没有留号。没有任何上限禁止，于是两人被并成一个人。",
    drawing(merged, li),
    "**Seen.** `suggest()` names the two sightings on which it all hangs, before anybody complains:",
    printed(
      ...merged.suggest().map((one) => {
        const parts = "parts" in one ? one.parts.map((part) => part.length).join(" and ") : "";
        return `${one.code}: ${describeEdge(one.edge)}, between ${parts} identifiers`;
      }),
    ),
    "**Explained.** `explain(Wang, Li)` is the way from one to the other:",
    printed(...(merged.explain(wang, li) ?? []).map(describeEdge)),
    "**Undone.** Mei says that they are two. Nothing is replayed and nothing is lost: the same evidence is read again. Li " +
      "keeps the OneID, Wang has one of his own, and the refused sighting says by whose decision.",
    "梅梅判定是两个人：证据不变，重新读一遍即可。李女士保留原来的 OneID，王先生得到自己的，被拒绝的那条边写明依据。",
    printed(
      `before: Li ${oneIdOf(merged, li)}, Wang ${oneIdOf(merged, wang)}`,
      `after:  Li ${oneIdOf(decided, li)}, Wang ${oneIdOf(decided, wang)}`,
    ),
    drawing(decided, li),
    "Had nobody looked, the tablet would have given itself away: with two more customers it is seen with more phone numbers " +
      "than the policy allows a device, and joins nobody from then on, nor ever did.",
    "就算没人处理，再有两位顾客用过它，平板就成了枢纽，从此（也包括以前）不再连接任何人。",
    drawing(later, li),
  ];
}
