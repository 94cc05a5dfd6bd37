/** Laws, arbitraries and port contracts: what a host runs against its own definitions and adapters. */
export { type ArrivalSketch, arrivalOf, rememberIds } from "./store-arrival";
export { type StoreCase, storeContract } from "./store-contract";
