import type { Decay } from "./decay";
import type { IntentMatrix, MatrixAction } from "./intent-matrix";

/** Interest in reading and browsing halves in a fortnight and is forgotten after a quarter. */
const browsing = { decay: { kind: "halfLife", days: 14 }, windowDays: 90, dailyCap: 5 } as const;
/** A step towards a purchase keeps its worth for a week, then fades in steps until two months are over. */
const buying = {
  decay: {
    kind: "steps",
    steps: [
      { throughDays: 7, factor: 1 },
      { throughDays: 15, factor: 0.7 },
      { throughDays: 30, factor: 0.4 },
      { throughDays: 60, factor: 0.2 },
    ],
  } satisfies Decay,
  dailyCap: 1,
} as const;
/** A bond such as a membership holds for a year. */
const bond = { decay: { kind: "none" }, windowDays: 365, dailyCap: 1 } as const;

type Fading = Pick<MatrixAction, "decay" | "windowDays" | "dailyCap">;

const action = (
  name: string,
  zh: string,
  en: string,
  weight: number,
  frequencyCap: number,
  fading: Fading,
): MatrixAction => ({ action: name, label: { zh, en }, weight, frequencyCap, ...fading });

/**
 * A carmaker's lead concentration matrix that works on the first day, in Asia/Shanghai.
 *
 * Fixed by the published worked example: five clicks and a saved product are 70 %, the bands start at 4, 30, 80 and
 * 120 %, and the total cap is 150 %. Every other number is our choice and a starting point: click .30 + save .40 is our
 * split of the 70 %; weights rise with closeness to an order; only the revenue column reaches the band from 80 % alone.
 */
export const DEFAULT_INTENT_MATRIX: IntentMatrix = {
  version: "automotive-1",
  zone: "Asia/Shanghai",
  totalCap: 1.5,
  columns: [
    {
      column: "acquire",
      label: { zh: "获客", en: "Acquire" },
      cap: 0.35,
      actions: [
        action("click", "点击", "Click", 0.3, 5, browsing),
        action("follow", "关注或添加好友", "Follow or add as a contact", 0.15, 1, bond),
      ],
    },
    {
      column: "activate",
      label: { zh: "激活", en: "Activate" },
      cap: 0.7,
      actions: [
        action("view", "浏览车型", "View a car", 0.2, 10, browsing),
        action("save", "收藏", "Save a product", 0.4, 1, browsing),
        action("configure", "保存配置", "Save a configuration", 0.3, 2, browsing),
        action("download", "下载价目表", "Download a price list", 0.25, 1, browsing),
      ],
    },
    {
      column: "retain",
      label: { zh: "留存", en: "Retain" },
      cap: 0.3,
      actions: [
        action("read", "阅读文章", "Read an article", 0.15, 5, browsing),
        action("join", "入会", "Join the membership", 0.15, 1, bond),
        action("coupon", "领券", "Claim a coupon", 0.1, 2, browsing),
      ],
    },
    {
      column: "revenue",
      label: { zh: "转化", en: "Revenue" },
      cap: 1.2,
      actions: [
        action("lead", "留资", "Leave contact details", 0.4, 1, buying),
        action("visit", "到店", "Visit a store", 0.4, 2, buying),
        action("bookTestDrive", "预约试驾", "Book a test drive", 0.3, 1, buying),
        action("testDrive", "试驾", "Take a test drive", 0.5, 1, buying),
        action("quote", "询价", "Ask for a quote", 0.4, 1, buying),
      ],
    },
    {
      column: "refer",
      label: { zh: "推荐", en: "Refer" },
      cap: 0.25,
      actions: [
        action("share", "分享", "Share", 0.15, 3, browsing),
        action("refer", "转介绍", "Refer a friend", 0.2, 1, bond),
      ],
    },
  ],
  negative: {
    label: { zh: "负向", en: "Negative" },
    cap: 0.8,
    actions: [
      action("unsubscribe", "退订", "Unsubscribe", 0.3, 1, bond),
      action("removeContact", "删除好友", "Remove the contact", 0.3, 1, bond),
      action("complain", "投诉", "Complain", 0.4, 1, { decay: { kind: "none" }, windowDays: 90, dailyCap: 1 }),
      action("missCall", "未接来电", "Miss a call", 0.15, 3, { ...buying, dailyCap: 3 }),
    ],
  },
  bands: [
    { band: "none", label: { zh: "无意向", en: "None" }, from: 0 },
    { band: "low", label: { zh: "低浓度", en: "Low" }, from: 0.04 },
    { band: "medium", label: { zh: "中浓度", en: "Medium" }, from: 0.3 },
    { band: "high", label: { zh: "高浓度", en: "High" }, from: 0.8 },
    { band: "veryHigh", label: { zh: "极高浓度", en: "Very high" }, from: 1.2 },
  ],
};
