/** A store in memory. */
export { type MemoryStoreOptions, memoryStore } from "./memory-store";
