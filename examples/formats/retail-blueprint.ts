import type { IdentityPolicy } from "@tributary/core/identity";
import type { IntentMatrix } from "@tributary/core/scoring";
import type { BlueprintDefinition, EventDefinition } from "@tributary/rules/blueprint";
import type { Condition } from "@tributary/rules/condition";
import type { FactDefinitions } from "@tributary/rules/facts";

/**
 * Who is who in a shop's logs. One person has one account; two accounts on one session stay two persons, and a session
 * with more than four is a shared device.
 */
const identifiers: IdentityPolicy = {
  version: "retail-1",
  prefer: "first",
  maxPerson: 100,
  maxComponent: 5_000,
  consent: "off",
  types: [
    { type: "userId", label: { zh: "用户账号", en: "User account" }, normalise: "text", tier: 0, limit: 1 },
    { type: "householdId", label: { zh: "家庭编号", en: "Household" }, normalise: "text", tier: 0, limit: 1 },
    { type: "sessionId", label: { zh: "会话", en: "Session" }, normalise: "text", tier: 2, hub: 4, transient: true },
  ],
};

const product = { product: "string", category: "string", brand: "string", amountMinor: "number" } as const;
const order = {
  store: "string",
  amountMinor: "number",
  discountMinor: "number",
  couponMinor: "number",
  lines: "number",
  items: "number",
  department: "string",
} as const;
const event = (type: string, zh: string, en: string, properties: EventDefinition["properties"]): EventDefinition => ({
  type,
  label: { zh, en },
  strength: "bound",
  purpose: "shopping",
  properties,
});

const events: readonly EventDefinition[] = [
  event("productViewed", "浏览商品", "Product viewed", product),
  event("productCarted", "加入购物车", "Product put into the cart", product),
  event("productFavourited", "收藏商品", "Product favourited", product),
  event("productPurchased", "购买商品", "Product purchased", product),
  event("orderPlaced", "下单", "Order placed", order),
  event("campaignReceived", "收到营销活动", "Campaign received", { campaign: "string", campaignType: "string" }),
  event("couponRedeemed", "核销优惠券", "Coupon redeemed", { coupon: "string", campaign: "string" }),
];

const purchases = ["orderPlaced", "productPurchased"] as const;
const actions = ["productViewed", "productCarted", "productFavourited", ...purchases, "couponRedeemed"] as const;

const facts: FactDefinitions = {
  lastActivityAt: { kind: "last", events: actions, read: "at", label: { zh: "最近活跃", en: "Last activity" } },
  purchases: { kind: "count", events: purchases, label: { zh: "购买次数", en: "Purchases" } },
  purchasesMinor: { kind: "sum", events: purchases, property: "amountMinor", label: { zh: "购买金额", en: "Spent" } },
  lastPurchaseAt: { kind: "last", events: purchases, read: "at", label: { zh: "最近购买", en: "Last purchase" } },
  purchases90d: {
    kind: "count",
    events: purchases,
    within: "90d",
    label: { zh: "90天购买次数", en: "Purchases in 90 days" },
  },
  views7d: {
    kind: "count",
    events: "productViewed",
    within: "7d",
    label: { zh: "7天浏览次数", en: "Views in 7 days" },
  },
  lastCartAt: { kind: "last", events: "productCarted", read: "at", label: { zh: "最近加购", en: "Last cart" } },
  favourites: { kind: "count", events: "productFavourited", label: { zh: "收藏次数", en: "Favourites" } },
  campaigns: { kind: "count", events: "campaignReceived", label: { zh: "收到活动数", en: "Campaigns received" } },
  coupons: { kind: "count", events: "couponRedeemed", label: { zh: "核销券数", en: "Coupons redeemed" } },
  couponsMinor: {
    kind: "sum",
    events: "orderPlaced",
    property: "couponMinor",
    label: { zh: "用券优惠金额", en: "Saved by coupons" },
  },
  favouriteDepartment: {
    kind: "top",
    events: "orderPlaced",
    property: "department",
    last: 20,
    type: "string",
    label: { zh: "常购部门", en: "Favourite department" },
  },
  favouriteCategory: {
    kind: "top",
    events: ["productViewed", "productCarted", "productFavourited", "productPurchased"],
    property: "category",
    last: 50,
    type: "string",
    label: { zh: "偏好品类", en: "Favourite category" },
  },
  income: { kind: "trait", property: "income", type: "string", label: { zh: "收入", en: "Income" } },
  householdSize: {
    kind: "trait",
    property: "householdSize",
    type: "string",
    label: { zh: "家庭人数", en: "Household size" },
  },
};

const atLeast = (fact: string, value: number): Condition => ({ fact, operator: "greaterThanInclusive", value });
const tagged = (tag: string): Condition => ({ fact: "tags", operator: "contains", value: tag });
const lapsed: Condition = { fact: "lastPurchaseAt", operator: "olderThan", value: "60d" };
/** Something went into the cart this week, and nothing was bought since. */
const leftCart: Condition = {
  all: [
    { fact: "lastCartAt", operator: "withinLast", value: "7d" },
    {
      not: {
        all: [
          { fact: "lastPurchaseAt", operator: "exists" },
          { fact: "lastPurchaseAt", operator: "after", value: { fact: "lastCartAt" } },
        ],
      },
    },
  ],
};

/** How near the next purchase is. Every number is our choice, and a starting point. */
const matrix = (zone: string): IntentMatrix => ({
  version: "retail-1",
  zone,
  totalCap: 1.5,
  columns: [
    {
      column: "activate",
      label: { zh: "激活", en: "Activate" },
      cap: 0.9,
      actions: [
        {
          action: "view",
          label: { zh: "浏览", en: "View" },
          weight: 0.3,
          frequencyCap: 10,
          dailyCap: 5,
          windowDays: 30,
          decay: { kind: "halfLife", days: 7 },
        },
        {
          action: "favourite",
          label: { zh: "收藏", en: "Favourite" },
          weight: 0.3,
          frequencyCap: 3,
          windowDays: 30,
          decay: { kind: "halfLife", days: 7 },
        },
        {
          action: "cart",
          label: { zh: "加购", en: "Cart" },
          weight: 0.5,
          frequencyCap: 2,
          windowDays: 30,
          decay: { kind: "halfLife", days: 7 },
        },
      ],
    },
    {
      column: "retain",
      label: { zh: "留存", en: "Retain" },
      cap: 0.4,
      actions: [
        {
          action: "coupon",
          label: { zh: "用券", en: "Redeem a coupon" },
          weight: 0.4,
          frequencyCap: 2,
          windowDays: 90,
          decay: { kind: "halfLife", days: 30 },
        },
      ],
    },
    {
      column: "revenue",
      label: { zh: "转化", en: "Revenue" },
      cap: 0.6,
      actions: [
        {
          action: "purchase",
          label: { zh: "购买", en: "Purchase" },
          weight: 0.6,
          frequencyCap: 6,
          windowDays: 90,
          decay: { kind: "halfLife", days: 30 },
        },
      ],
    },
  ],
  bands: [
    { band: "none", label: { zh: "无意向", en: "None" }, from: 0 },
    { band: "low", label: { zh: "低", en: "Low" }, from: 0.04 },
    { band: "medium", label: { zh: "中", en: "Medium" }, from: 0.3 },
    { band: "high", label: { zh: "高", en: "High" }, from: 0.8 },
  ],
});

/**
 * A shop's blueprint for the public data sets: accounts, households and sessions; views, carts, purchases, campaigns and
 * coupons. Thresholds are our choice, and a starting point.
 *
 * @param zone whose calendar days count
 */
export const retailBlueprint = (zone: string): BlueprintDefinition => ({
  version: "retail-1",
  zone,
  identifiers,
  events,
  facts,
  tags: [
    { tag: "frequentBuyer", label: { zh: "高频购买", en: "Frequent buyer" }, when: atLeast("purchases90d", 6) },
    { tag: "lapsed", label: { zh: "沉睡", en: "Lapsed" }, when: lapsed },
    { tag: "leftCart", label: { zh: "加购未买", en: "Left a cart" }, when: leftCart },
    { tag: "couponUser", label: { zh: "用券客户", en: "Coupon user" }, when: atLeast("coupons", 1) },
    {
      tag: "campaignResponder",
      label: { zh: "活动响应", en: "Campaign responder" },
      when: { all: [atLeast("campaigns", 1), atLeast("coupons", 1)] },
    },
    {
      tag: "bigSpender",
      label: { zh: "高价值客户", en: "High value" },
      when: { fact: "rfmSegment", operator: "in", value: ["Champions", "Loyal Customers", "Can't Lose Them"] },
    },
    {
      tag: "department",
      label: { zh: "常购部门", en: "Favourite department" },
      fact: "favouriteDepartment",
      minCount: 3,
    },
    { tag: "category", label: { zh: "偏好品类", en: "Favourite category" }, fact: "favouriteCategory", minCount: 3 },
    { tag: "income", label: { zh: "收入", en: "Income" }, fact: "income" },
  ],
  segments: [
    {
      segment: "responders",
      label: { zh: "活动响应人群", en: "Campaign responders" },
      when: tagged("campaignResponder"),
    },
    {
      segment: "unmoved",
      label: { zh: "活动未响应人群", en: "Reached, no response" },
      when: { all: [atLeast("campaigns", 3), { fact: "coupons", operator: "equal", value: 0 }] },
    },
    {
      segment: "winBack",
      label: { zh: "待召回高价值", en: "Valuable and lapsed" },
      when: { all: [tagged("bigSpender"), tagged("lapsed")] },
    },
    { segment: "abandonedCarts", label: { zh: "弃购人群", en: "Abandoned carts" }, when: tagged("leftCart") },
  ],
  lifecycle: {
    stages: [
      { stage: "visitor", label: { zh: "访客", en: "Visitor" } },
      {
        stage: "interested",
        label: { zh: "意向", en: "Interested" },
        entry: { any: [{ fact: "lastCartAt", operator: "exists" }, atLeast("favourites", 1), atLeast("views7d", 5)] },
      },
      { stage: "customer", label: { zh: "顾客", en: "Customer" }, entry: atLeast("purchases", 1) },
      { stage: "regular", label: { zh: "常客", en: "Regular" }, entry: atLeast("purchases90d", 3) },
      { stage: "lapsed", label: { zh: "流失", en: "Lapsed" }, entry: lapsed },
    ],
  },
  grades: {
    dueFrom: ["lastActivityAt"],
    grades: [
      {
        grade: "H",
        label: { zh: "H级(弃购或高意向)", en: "H: left a cart, or high intent" },
        when: { any: [leftCart, atLeast("intent", 0.8)] },
        followUpWithin: "24h",
      },
      {
        grade: "A",
        label: { zh: "A级(待召回高价值)", en: "A: valuable and lapsed" },
        when: { all: [tagged("bigSpender"), tagged("lapsed")] },
        followUpWithin: "3d",
      },
      {
        grade: "B",
        label: { zh: "B级(有意向)", en: "B: some intent" },
        when: atLeast("intent", 0.3),
        followUpWithin: "7d",
      },
      {
        grade: "C",
        label: { zh: "C级(曾购买)", en: "C: bought before" },
        when: atLeast("purchases", 1),
        followUpWithin: "30d",
      },
    ],
  },
  intent: {
    matrix: matrix(zone),
    actions: {
      view: { events: "productViewed" },
      favourite: { events: "productFavourited" },
      cart: { events: "productCarted" },
      coupon: { events: "couponRedeemed" },
      purchase: { events: purchases },
    },
  },
  rfm: { orders: { count: "purchases", sum: "purchasesMinor", last: "lastPurchaseAt" }, method: "quantile", bins: 5 },
});
