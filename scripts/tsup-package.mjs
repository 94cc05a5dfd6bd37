import { entriesOf } from "./rooms.mjs";

/** How a package is built: every room and the face as ESM and CommonJS, with types for both, other packages left outside. */
export const tsupPackage = (name, types = process.env.TRIBUTARY_TYPES !== "off") => ({
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
  dts: types && { compilerOptions: { ignoreDeprecations: "6.0", composite: false, paths: {} } },
});
