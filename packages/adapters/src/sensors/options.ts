/** The identifier type an identity key stands for, with its scope where the type has one. */
export interface SensorsIdentity {
  readonly type: string;
  readonly scope?: string;
}

/** What the host knows about a Sensors stream and the records do not say. */
export interface SensorsOptions {
  /** Names the stream on every event; `sensors` by default. */
  readonly source?: string;
  /** The project of records that name none; part of the event id. `default` by default, as in Sensors. */
  readonly project?: string;
  /** Our event type for a Sensors event name; names not listed stay as they are, `$` names too. */
  readonly events?: Readonly<Record<string, string>>;
  /** Identity keys beside or instead of {@link SENSORS_IDENTITIES}. */
  readonly identities?: Readonly<Record<string, SensorsIdentity>>;
  /** Scopes by identifier type, such as `{ openid: "wx1a2b", unionid: "open-platform-1" }`. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Property names whose values are zone-less date-times to be read as instants in `zone`; none by default. */
  readonly dates?: readonly string[];
  /** IANA zone of zone-less date-times; `Asia/Shanghai` by default. */
  readonly zone?: string;
}

/**
 * The identity keys that Sensors presets, `login_id` and `anonymous_id`, and our identifier types for them.
 *
 * @see 神策分析 技术文档, 数据格式: identities 全域关联 preset keys
 */
export const SENSORS_IDENTITIES: Readonly<Record<string, SensorsIdentity>> = {
  login_id: { type: "loginId" },
  anonymous_id: { type: "anonymousId" },
  $identity_login_id: { type: "loginId" },
  $identity_anonymous_id: { type: "anonymousId" },
  $identity_cookie_id: { type: "anonymousId" },
  $identity_android_id: { type: "deviceId" },
  $identity_idfv: { type: "deviceId" },
  $identity_mp_id: { type: "anonymousId" },
  $identity_mp_openid: { type: "openid" },
  $identity_mp_unionid: { type: "unionid" },
  $identity_mobile: { type: "phone" },
  $identity_email: { type: "email" },
};
