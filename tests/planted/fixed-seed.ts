import { configureGlobal } from "fast-check";

// the same cases in every run, so that what is caught once is caught always; and no time spent on small counterexamples
configureGlobal({ seed: Number(process.env.TRIBUTARY_SEED ?? 20_260_101), endOnFailure: true });
