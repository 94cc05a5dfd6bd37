import { readFileSync } from "node:fs";
import { type CsvMapping, checkCsvMapping, decodeCsvStream } from "@tributary/adapters/csv";
import { parseExactJson } from "@tributary/adapters/decode";
import { decodeSegmentStream } from "@tributary/adapters/segment";
import { decodeSensorsStream } from "@tributary/adapters/sensors";
import { BadInput, whyNot } from "./bad-input";
import { cdnow } from "./cdnow";
import { completeJourney } from "./complete-journey";
import { type Format, textOf } from "./format";
import { rees46 } from "./rees46";
import { taobao } from "./taobao";

const csv =
  (mapping: CsvMapping): Format["open"] =>
  (path) =>
    decodeCsvStream(textOf(path), mapping);

/** A file does not say which app or corporation its WeChat ids belong to; these names stand for the only one. */
const scopes = { openid: "mini-program", unionid: "open-platform", externalUserid: "corp" } as const;
const externalIds = {
  phone: { type: "phone" },
  email: { type: "email" },
  crmId: { type: "crmId" },
  deviceId: { type: "deviceId" },
  openid: { type: "openid", scope: scopes.openid },
  unionid: { type: "unionid", scope: scopes.unionid },
  externalUserid: { type: "externalUserid", scope: scopes.externalUserid },
} as const;

/** Everything `--format` knows, by name. */
export const formats: Readonly<Record<FormatName, Format>> = {
  completejourney: {
    title: "Complete Journey: households, purchases, campaigns (a folder)",
    zh: "Complete Journey:家庭购物、营销活动与优惠券(文件夹)",
    blueprint: "retail",
    zone: "UTC",
    open: completeJourney,
  },
  rees46: {
    title: "REES46 shop events (CSV)",
    zh: "REES46 电商行为(CSV)",
    blueprint: "retail",
    zone: "UTC",
    open: csv(rees46),
  },
  taobao: {
    title: "Taobao UserBehavior (CSV)",
    zh: "淘宝用户行为(CSV)",
    blueprint: "retail",
    zone: "Asia/Shanghai",
    open: csv(taobao),
  },
  cdnow: {
    title: "CDNOW purchases (CSV)",
    zh: "CDNOW 购买记录(CSV)",
    blueprint: "retail",
    zone: "UTC",
    open: csv(cdnow),
  },
  sensors: {
    title: "Sensors Analytics records (JSON lines)",
    zh: "神策数据(每行一条 JSON)",
    blueprint: "automotive",
    zone: "Asia/Shanghai",
    open: (path) => decodeSensorsStream(textOf(path), { scopes }),
  },
  segment: {
    title: "Segment messages (JSON lines)",
    zh: "Segment 消息(每行一条 JSON)",
    blueprint: "automotive",
    zone: "Asia/Shanghai",
    open: (path) => decodeSegmentStream(textOf(path), { externalIds }),
  },
  csv: {
    title: "CSV with a mapping of your own (--mapping FILE)",
    zh: "自定义映射的 CSV(--mapping 文件)",
    blueprint: "automotive",
    zone: "Asia/Shanghai",
    open: (path, options) => decodeCsvStream(textOf(path), mappingIn(options?.mapping)),
  },
};

/** What `--format` can be. */
export type FormatName = "completejourney" | "rees46" | "taobao" | "cdnow" | "sensors" | "segment" | "csv";

function mappingIn(path: string | undefined): CsvMapping {
  if (path === undefined)
    throw new BadInput("the csv format needs --mapping FILE, a JSON file that says what the columns are");
  const parsed = parseExactJson(textIn(path));
  if (!parsed.ok) throw new BadInput(`the CSV mapping ${path} ${parsed.error.message}`);
  const checked = checkCsvMapping(parsed.value);
  if (checked.ok) return checked.value;
  const wrong = checked.error.map(
    ({ pointer, message, hint }) => `${pointer || "/"} ${message}${hint ? ` (${hint})` : ""}`,
  );
  throw new BadInput(`the CSV mapping ${path} was refused: ${wrong.join("; ")}`);
}

function textIn(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new BadInput(`${path} ${whyNot(error)}`);
  }
}
