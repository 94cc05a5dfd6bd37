import { entriesOf } from "./rooms.mjs";

/**
 * How a package is built: every room and the face as ESM and CommonJS, with types for both, other packages left outside.
 * Rollup (`treeshake`) writes the CommonJS: the way tsup splits it otherwise turns `?.` into slow calls.
 *
 * @param {string} name
 * @returns {import("tsup").Options}
 */
export const tsupPackage = (name) => ({
  entry: entriesOf(name),
  format: ["esm", "cjs"],
  target: "es2022",
  platform: "neutral",
  splitting: true,
  treeshake: true,
  clean: true,
  silent: true,
  external: [/^@tributary\//, /^node:/],
  tsconfig: "tsconfig.json",
  dts: { compilerOptions: { ignoreDeprecations: "6.0", composite: false, paths: {} } },
});
