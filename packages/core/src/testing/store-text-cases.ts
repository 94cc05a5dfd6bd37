import type { JsonObject } from "../model";
import { arrivalOf, rememberIds } from "./store-arrival";
import type { StoreCase } from "./store-contract";

/** Text that breaks careless quoting, templates and encodings; U+0000 and lone surrogates never reach a store. */
const HOSTILE: readonly string[] = [
  "'; drop schema tributary cascade; --",
  `"quoted" 'twice' \\ \\' \\" $1 $$ :name ? %s {} {{x}}`,
  "comma,{brace}[bracket](paren);NULL",
  "\u0001\b\t\n\r\u001e\u007f\u2028\u2029\uFEFF",
  "星愿 🚗👨‍👩‍👧 é e\u0301 \u{10FFFF} \uFFFF",
  "toString",
  "NULL",
  " ",
  "%5C%27",
];

const NUMBERS: readonly number[] = [
  0, 1, -1, 0.1, 0.30000000000000004, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 9007199254740991, -9007199254740992,
  123456789.12345679,
];

/** Different text of the length of an identifier's limit, which no index compresses away. */
const long = (n: number): string =>
  Array.from({ length: 1_024 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7_919 + n * 104_729) % 20_000))).join("");

/** What comes in comes back, to the character and the last bit. */
export const storeTextCases: readonly StoreCase[] = [
  ...HOSTILE.map((text): StoreCase => {
    const ids = [{ type: "crmId", value: text }];
    const properties: JsonObject = { [text]: text, nested: [{ [text]: [text] }] };
    return {
      name: `keeps ${JSON.stringify(text)} everywhere`,
      run: async (store) => {
        const arrival = arrivalOf({ id: text, type: text, source: text, purpose: text, ids, properties });
        const receipts = [await store.append([arrival], rememberIds), await store.append([arrival], rememberIds)];
        const [sighting] = await store.sightings(arrival.keys, { asOf: 8.64e15 });
        const [leaf] = await store.leaves(arrival.keys);
        const named = [...(await store.names(arrival.keys)).keys()];
        const events = await store.events([arrival.leaf], [text]);
        return [receipts.flat(), sighting?.keys, sighting?.source, sighting?.purpose, leaf?.state, named, events];
      },
      gives: [
        ["accepted", "duplicate"],
        [`crmId:${text}`],
        text,
        text,
        [text],
        [`crmId:${text}`],
        [{ id: text, type: text, at: 1_760_000_000_000, ids, properties, source: text }],
      ],
    };
  }),
  {
    name: "knows nothing by text that no store can hold",
    run: async (store) => {
      await store.append([arrivalOf({ id: "a" })], rememberIds);
      const unknown = ["\u0000", "\ud800"];
      const seeds = await Promise.all(unknown.map((seed) => store.keyOf(seed)));
      const names = await store.names(unknown);
      return [seeds, names.size, await store.sightings(unknown, { asOf: 8.64e15 }), await store.events("all", unknown)];
    },
    gives: [[undefined, undefined], 0, [], []],
  },
  {
    name: "keeps numbers to the last bit, in properties and in states",
    run: async (store) => {
      await store.append([arrivalOf({ id: "a", properties: { numbers: NUMBERS } })], (leaf) => ({
        leaf,
        version: "v1",
        state: NUMBERS,
      }));
      const [event] = await store.events("all");
      const [leaf] = await store.leaves("all");
      return [event?.properties, leaf?.state];
    },
    gives: [{ numbers: NUMBERS }, NUMBERS],
  },
  {
    name: "keeps empty and nested JSON apart",
    run: async (store) => {
      const properties = {
        nothing: null,
        empty: "",
        unit: "\u001f",
        list: [],
        object: {},
        deep: [[[{ a: [null, false] }]]],
      };
      await store.append([arrivalOf({ id: "a", properties })], rememberIds);
      return (await store.events("all")).map((event) => event.properties);
    },
    gives: [{ nothing: null, empty: "", unit: "\u001f", list: [], object: {}, deep: [[[{ a: [null, false] }]]] }],
  },
  {
    name: "takes identifiers and text as long as the model allows",
    run: async (store) => {
      const ids = Array.from({ length: 16 }, (_, i) => ({ type: "crmId", value: long(i) }));
      const arrival = arrivalOf({ id: "a".repeat(200), ids, properties: { text: long(99).repeat(8) } });
      const receipts = await store.append([arrival], rememberIds);
      const [sighting] = await store.sightings([arrival.keys[3] as string], { asOf: 8.64e15 });
      const names = await store.names(arrival.keys);
      const [event] = await store.events([arrival.leaf]);
      return [receipts, sighting?.keys.length, names.size, String(event?.properties.text).length];
    },
    gives: [["accepted"], 16, 16, 8_192],
  },
];
