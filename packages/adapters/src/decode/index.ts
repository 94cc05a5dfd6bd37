/** What every decoder stands on: lines of text, exact JSON, declared instants, and events or located refusals. */

export { type DecodeRecord, decodeJson, decodeJsonStream } from "./decode-json";
export { decodedEvent, type Places, refusedItem } from "./decoded-event";
export { parseExactJson } from "./exact-json";
export { locate } from "./locate";
export { INSTANT_FORMATS, type Instant, type InstantFormat, needsZone, readInstant } from "./read-instant";
export { patternMistake, readPattern } from "./read-pattern";
export { type Line, MAX_LINE_BYTES, splitLines, streamLines } from "./split-lines";
export { trackedType } from "./tracked-type";
