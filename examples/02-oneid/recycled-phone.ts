import { crmId, dateOf, device, drawing, noon, oneIdOf, openid, phone, printed, read, type Story, seen } from "./story";

const number = phone("139 8765 4321");
const calls = [
  seen("2024-05-06", "bound", crmId("C-2001"), number),
  seen("2024-07-01", "form", number, openid("oLi5Yq")),
  seen("2026-01-15", "bound", crmId("C-2002"), number),
  seen("2026-02-01", "form", number, openid("oZhao3e")),
];
const late = seen("2024-06-18", "form", number, device("li-ipad"));

const other = phone("136 2222 3333");
const visits = [
  seen("2026-02-01", "form", other, openid("oSun1xx")),
  seen("2026-02-20", "form", other, device("sun-laptop")),
  seen("2026-03-10", "form", other, openid("oQian9k")),
];
const reassigned = {
  identifier: other,
  at: noon("2026-03-01"),
  author: "operator feed",
  reason: "number given back",
};

/** A phone number that went to somebody else: by silence and a new customer number, and by the operator's word. */
export function recycledPhone(): Story {
  const who = read({ observations: [...calls, late] }, "2026-03-10");
  const times = ["2024-05-06", "2024-06-18", "2025-01-01", "2026-02-01"];
  const told = read({ observations: visits, cuts: [reassigned] }, "2026-03-10");
  const untold = read({ observations: visits }, "2026-03-10");
  const [epoch] = who.report({ oneId: oneIdOf(who, crmId("C-2002")) })?.handovers ?? [];
  const cause = epoch?.epoch.because;
  return [
    "## A recycled phone number · 手机号换了主人",
    "**By silence and strangers.** Nobody used the number for a year and a half; then another customer number comes with " +
      "it. The policy asks for 180 days of silence, so the number is parted into two owners' times.",
    "号码静默一年半后与另一个客户编号一起出现。策略要求静默 180 天：这个号码从此分成两段，前后各属一人。",
    drawing(who, crmId("C-2001")),
    drawing(who, crmId("C-2002")),
    printed(
      cause?.code === "silence"
        ? `silent from ${dateOf(cause.silentFrom)}; before ${cause.before.join(", ")}; after ${cause.after.join(", ")}`
        : "",
      ...times.map((date) => `whose on ${date}: ${oneIdOf(who, number, date)}`),
    ),
    "The iPad was heard of last, and belongs to the first owner all the same: what counts is when things happened, not when " +
      "they arrived.",
    "**By the operator's word.** Without a silence nothing gives it away. A decision does: `cuts` in the evidence, " +
      "`idsReassigned` as an event to the hub. Before it, the new owner's sighting was refused: one person has one openid.",
    "没有静默也没有新锚点时，由运营商或客服的一句话切开：证据里的 `cuts`，对 hub 则是事件 `idsReassigned`。",
    printed(
      `without it: ${untold.refused.length} refused, ${untold.persons.length} persons`,
      `with it:    ${told.refused.length} refused, ${told.persons.length} persons`,
    ),
    drawing(told, openid("oSun1xx")),
    drawing(told, other),
  ];
}
