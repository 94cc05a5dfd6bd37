import { gunzipSync } from "node:zlib";
import { type Issue, ok, type Result, refuse } from "@tributary/core";
import { parseExactJson } from "../decode/index";

/** Most bytes a body may unpack to. Our choice: hundreds of times what an SDK sends at once, and no room for a bomb. */
const MAX_UNPACKED_BYTES = 10_000_000;

/**
 * Opens the form body a Sensors SDK posts (`data_list` or `data`, base64, packed with gzip unless `gzip=0`) into its
 * records, for `decodeSensors`.
 *
 * @param body the form body as text
 * @param options.maxBytes most bytes it may unpack to; 10,000,000 by default
 * @example
 * openSensorsBody(`data_list=${encodeURIComponent(btoa('[{"type":"track"}]'))}&gzip=0`);
 * // => { ok: true, value: [{ type: "track" }] }
 */
export function openSensorsBody(
  body: string,
  options: { readonly maxBytes?: number } = {},
): Result<readonly unknown[], readonly Issue[]> {
  const { maxBytes = MAX_UNPACKED_BYTES } = options;
  const failed = (code: string, pointer: string, message: string): Result<never, readonly Issue[]> =>
    refuse([{ code, pointer, message }]);
  if (body.length > maxBytes) return failed("too-large", "", `the body is longer than ${maxBytes} bytes`);
  const form = new URLSearchParams(body.trim());
  const name = form.has("data_list") ? "data_list" : "data";
  // A bare "+" in a form means a space, and base64 has no spaces.
  const packed = form.get(name)?.replaceAll(" ", "+");
  if (!packed) return failed("missing", "/data_list", "the body holds neither data_list nor data");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return failed("bad-base64", `/${name}`, "is not base64");
  const text = unpack(Buffer.from(packed, "base64"), form.get("gzip") !== "0", maxBytes);
  if (text === undefined)
    return failed("bad-gzip", `/${name}`, `is not gzip, or unpacks to more than ${maxBytes} bytes`);
  const parsed = parseExactJson(text);
  if (!parsed.ok) return failed(parsed.error.code, `/${name}`, parsed.error.message);
  return ok(Array.isArray(parsed.value) ? parsed.value : [parsed.value]);
}

function unpack(bytes: Buffer, gzip: boolean, maxOutputLength: number): string | undefined {
  if (!gzip) return bytes.length > maxOutputLength ? undefined : bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength }).toString("utf8");
  } catch {
    return undefined;
  }
}
