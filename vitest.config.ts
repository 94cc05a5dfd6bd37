import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = fileURLToPath(new URL("./packages", import.meta.url));

/** Long enough for a machine with other work to do; a law that is asked for a thousand cases may take as much longer. */
const patience = 300_000;
const runs = Number(process.env.TRIBUTARY_RUNS ?? 0);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@tributary\/(core|rules)$/, replacement: `${packages}/$1/src/index.ts` },
      { find: /^@tributary\/(core|rules|adapters)\/(.+)$/, replacement: `${packages}/$1/src/$2/index.ts` },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "bench/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: patience + 1_000 * runs,
    hookTimeout: patience,
    setupFiles: [fileURLToPath(new URL("./tests/seed.ts", import.meta.url))],
    maxWorkers: 2,
    // the names of laws and contracts whole, as tests/planted knows them; 40 characters by default
    chaiConfig: { truncateThreshold: 200 },
  },
});
