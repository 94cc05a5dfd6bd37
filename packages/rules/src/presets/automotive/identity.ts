import type { IdentityPolicy } from "@tributary/core/identity";

/**
 * Who is who for a carmaker in China. Every number is our choice:
 *
 * - `limit`: one person has one CRM record and one WeChat identity, and up to two phones (private and work). Of two
 *   people who share a phone, the WeChat identities then keep apart what the phone would join. App accounts, e-mails and
 *   devices come in small numbers; more of them on one person is a shared one.
 * - `hub`: one person has at most four anchors: a CRM record, a WeChat identity and two phones. A device or session seen
 *   with more, or a phone with more than the three others, belongs to several people. A WeChat identity or e-mail may be
 *   wrong twice over.
 * - `hubPersons`: a device seen with two persons' identifiers is a showroom tablet. A phone seen with two may be a couple's
 *   or one slip, and their limits keep them apart; with three it is a salesperson's, typed into customers' forms.
 * - `silence`: an operator lets a given-up number rest for months before somebody else gets it. Of a customer who comes
 *   back after a quarter of a year with nothing but the number in common, it is another person's until something else
 *   shows who it is: a stranger's history is worse than a gap in one's own.
 * - `prefer: "first"` keeps history stable; `recent` would make shared devices flap.
 * - `maxPerson`: far above the 2 to 7 identifiers people have, so that only errors reach it. `maxComponent`: what one
 *   reading can solve in milliseconds.
 * - `consent: "optOut"`: evidence counts until its purpose is withdrawn, where consent was asked before events are sent;
 *   `optIn` waits for a recorded consent.
 */
export const automotiveIdentity: IdentityPolicy = {
  version: "automotive-1",
  prefer: "first",
  maxPerson: 100,
  maxComponent: 5_000,
  consent: "optOut",
  types: [
    { type: "crmId", label: { zh: "CRM 客户编号", en: "CRM id" }, normalise: "text", tier: 0, limit: 1 },
    {
      type: "unionid",
      label: { zh: "微信 UnionID", en: "WeChat unionid" },
      normalise: "text",
      scoped: true,
      tier: 0,
      limit: 1,
      hub: 8,
      minLength: 6,
      minDistinct: 3,
    },
    {
      type: "phone",
      label: { zh: "手机号", en: "Phone" },
      normalise: "phoneCn",
      tier: 0,
      limit: 2,
      hub: 3,
      hubPersons: 2,
      silence: "90d",
    },
    {
      type: "externalUserid",
      label: { zh: "企业微信外部联系人", en: "WeCom external contact" },
      normalise: "text",
      scoped: true,
      tier: 1,
      limit: 1,
    },
    {
      type: "openid",
      label: { zh: "微信 OpenID", en: "WeChat openid" },
      normalise: "text",
      scoped: true,
      tier: 1,
      limit: 1,
    },
    { type: "loginId", label: { zh: "App 账号", en: "App account" }, normalise: "text", tier: 1, limit: 2 },
    { type: "email", label: { zh: "邮箱", en: "E-mail" }, normalise: "email", tier: 1, limit: 3, hub: 8 },
    {
      type: "deviceId",
      label: { zh: "设备号", en: "Device" },
      normalise: "text",
      tier: 2,
      limit: 10,
      hub: 4,
      hubPersons: 1,
      minLength: 6,
      minDistinct: 3,
    },
    {
      type: "anonymousId",
      label: { zh: "匿名访客", en: "Anonymous visitor" },
      normalise: "text",
      tier: 2,
      hub: 4,
      hubPersons: 1,
      transient: true,
    },
    {
      type: "sessionId",
      label: { zh: "会话", en: "Session" },
      normalise: "text",
      tier: 2,
      hub: 4,
      hubPersons: 1,
      transient: true,
    },
    { type: "faceId", label: { zh: "人脸编号", en: "Face" }, normalise: "text", tier: 2, merge: false },
    { type: "vin", label: { zh: "车架号", en: "VIN" }, of: "vehicle", normalise: "vin", tier: 0 },
    { type: "plate", label: { zh: "车牌号", en: "Plate" }, of: "vehicle", normalise: "plate", tier: 1 },
  ],
};
