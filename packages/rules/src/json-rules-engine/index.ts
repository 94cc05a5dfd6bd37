/** The same rules in json-rules-engine itself, for hosts whose facts are fetched while rules run. */
export { createEngine, type EngineOptions } from "./create-engine";
