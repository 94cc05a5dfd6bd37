import { configureGlobal } from "fast-check";

// laws draw other cases in every run; with TRIBUTARY_SEED they draw the same again
const seed = process.env.TRIBUTARY_SEED;
if (seed !== undefined) configureGlobal({ seed: Number(seed) });
