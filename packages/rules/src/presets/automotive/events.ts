import type { EventDefinition } from "../../blueprint/definition";

type Properties = EventDefinition["properties"];
type Kind = Pick<EventDefinition, "strength" | "purpose">;

/** Seen by a tracker: the identifiers were on one device at one moment. */
const browsing: Kind = { strength: "inferred", purpose: "marketing" };
/** A person typed their own identifiers. */
const form: Kind = { strength: "form", purpose: "sales" };
/** A system of the brand or the dealer bound the identifiers to each other. */
const member: Kind = { strength: "bound", purpose: "membership" };
const contact: Kind = { strength: "bound", purpose: "marketing" };
const sales: Kind = { strength: "bound", purpose: "sales" };
const service: Kind = { strength: "bound", purpose: "service" };

const event = (type: string, zh: string, en: string, kind: Kind, properties: Properties = {}): EventDefinition => ({
  type,
  label: { zh, en },
  ...kind,
  properties,
});

/** The car an event is about. */
const car = { series: "string", model: "string" } as const;
const vehicle = { ...car, vin: "string" } as const;
const order = { orderId: "string", amountMinor: "number" } as const;
const dealer = { dealer: "string", adviser: "string" } as const;

/** What happens in a carmaker's private domain: browsing, content, community, sales, ownership. Amounts are in fen. */
export const automotiveEvents: readonly EventDefinition[] = [
  event("pageViewed", "浏览页面", "Page viewed", browsing, { page: "string", campaign: "string" }),
  event("linkClicked", "点击链接", "Link clicked", browsing, { link: "string", campaign: "string", ...car }),
  event("vehicleViewed", "浏览车型", "Vehicle viewed", browsing, { ...car, priceMinor: "number" }),
  event("vehicleCompared", "对比车型", "Vehicles compared", browsing, { ...car, comparedWith: "string" }),
  event("vehicleSaved", "收藏车型", "Vehicle saved", browsing, { ...car, priceMinor: "number" }),
  event("configuratorOpened", "打开配置器", "Configurator opened", browsing, car),
  event("configuratorSaved", "保存配置", "Configuration saved", browsing, { ...car, priceMinor: "number" }),
  event("priceListDownloaded", "下载价目表", "Price list downloaded", browsing, car),
  event("financingCalculated", "计算金融方案", "Financing calculated", browsing, {
    ...car,
    downPaymentMinor: "number",
    months: "number",
  }),
  event("articleRead", "阅读文章", "Article read", browsing, {
    article: "string",
    topic: "string",
    seconds: "number",
    series: "string",
  }),
  event("articleShared", "分享文章", "Article shared", browsing, {
    article: "string",
    topic: "string",
    channel: "string",
  }),
  event("articleSaved", "收藏文章", "Article saved", browsing, { article: "string", topic: "string" }),
  event("videoWatched", "观看视频", "Video watched", browsing, { video: "string", topic: "string", seconds: "number" }),
  event("livestreamWatched", "观看直播", "Livestream watched", browsing, { livestream: "string", seconds: "number" }),
  event("campaignJoined", "参加活动", "Campaign joined", browsing, { campaign: "string" }),
  event("couponClaimed", "领取优惠券", "Coupon claimed", member, { coupon: "string", amountMinor: "number" }),
  event("couponRedeemed", "核销优惠券", "Coupon redeemed", member, { coupon: "string", ...order }),
  event("loggedIn", "登录", "Logged in", { strength: "verified", purpose: "membership" }, { app: "string" }),
  event("memberJoined", "入会", "Member joined", member, { channel: "string", level: "string" }),
  event("pointsEarned", "获得积分", "Points earned", member, { points: "number", reason: "string" }),
  event("pointsSpent", "使用积分", "Points spent", member, { points: "number", reason: "string" }),
  event("friendReferred", "转介绍", "Friend referred", member, { campaign: "string", series: "string" }),
  event("officialAccountFollowed", "关注公众号", "Official account followed", contact, { channel: "string" }),
  event("officialAccountUnfollowed", "取消关注公众号", "Official account unfollowed", contact),
  event("wecomContactAdded", "添加企业微信", "WeCom contact added", contact, { ...dealer, channel: "string" }),
  event("wecomContactRemoved", "删除企业微信", "WeCom contact removed", contact, { ...dealer }),
  event("messageReplied", "回复消息", "Message replied", contact, { ...dealer }),
  event("unsubscribed", "退订", "Unsubscribed", contact, { channel: "string" }),
  event("leadSubmitted", "留资", "Lead submitted", form, { ...car, ...dealer, channel: "string", campaign: "string" }),
  event("callAnswered", "接听电话", "Call answered", sales, { ...dealer, seconds: "number" }),
  event("callMissed", "未接电话", "Call missed", sales, { ...dealer }),
  event("followUpRecorded", "记录跟进", "Follow-up recorded", sales, {
    ...dealer,
    expectedOrderDays: "number",
    note: "string",
  }),
  event("quoteRequested", "询价", "Quote requested", form, { ...car, ...dealer }),
  event("testDriveBooked", "预约试驾", "Test drive booked", form, { ...car, ...dealer }),
  event("testDriveCancelled", "取消试驾", "Test drive cancelled", sales, { ...car, ...dealer, reason: "string" }),
  event("testDriveCompleted", "完成试驾", "Test drive completed", sales, { ...car, ...dealer }),
  event("storeVisited", "到店", "Store visited", sales, { ...dealer, series: "string" }),
  event("leadLost", "战败", "Lead lost", sales, {
    ...dealer,
    reason: "string",
    competitor: "string",
    approvedBy: "string",
  }),
  event("orderPlaced", "下订", "Order placed", sales, { ...vehicle, ...order, ...dealer }),
  event("orderCancelled", "退订单", "Order cancelled", sales, { ...order, ...dealer, reason: "string" }),
  event("vehicleDelivered", "交车", "Vehicle delivered", sales, { ...vehicle, ...order, ...dealer }),
  event("tradeInRequested", "置换评估", "Trade-in requested", form, { ...vehicle, ...dealer }),
  event("purchaseMade", "商城消费", "Purchase made", member, { ...order, category: "string", quantity: "number" }),
  event("purchaseRefunded", "退款(金额为负)", "Purchase refunded (amount below zero)", member, { ...order }),
  event("serviceBooked", "预约保养", "Service booked", service, { vin: "string", ...dealer }),
  event("serviceCompleted", "完成保养", "Service completed", service, {
    vin: "string",
    ...order,
    ...dealer,
    mileageKm: "number",
  }),
  event("insuranceRenewed", "续保", "Insurance renewed", service, { vin: "string", amountMinor: "number" }),
  event("surveyAnswered", "回答问卷", "Survey answered", service, { survey: "string", score: "number" }),
  event("complaintFiled", "投诉", "Complaint filed", service, { topic: "string", ...dealer }),
  event("complaintResolved", "投诉解决", "Complaint resolved", service, { topic: "string", ...dealer }),
];

/** What customers do themselves: the rest is done by staff or systems. */
export const customerEvents: readonly string[] = automotiveEvents
  .filter(({ strength, purpose }) => strength === "inferred" || strength === "form" || purpose === "membership")
  .map(({ type }) => type)
  .concat("officialAccountFollowed", "wecomContactAdded", "messageReplied", "callAnswered")
  .concat("testDriveCompleted", "storeVisited", "orderPlaced", "serviceBooked", "serviceCompleted", "surveyAnswered");
