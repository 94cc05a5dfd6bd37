/** The host loop: events in, persons and cars with reasons out. */
export { type BlueprintCache, blueprintCache } from "./blueprint-cache";
export type { Call, CallList, CallOptions } from "./call-list";
export type { ConsentState } from "./consent-state";
export { createHub, type Hub, type HubOptions } from "./create-hub";
export type { Erasure } from "./erase";
export type { IdentityReport } from "./identity-report";
export type { HubLog, IngestItem } from "./ingest-events";
export { mask } from "./mask";
export type { PersonCars } from "./person-cars";
export type { PersonSummary, PersonView, ReadAt } from "./person-view";
export type { Publication, PublishOptions } from "./publish";
export type { OneIdOrder } from "./resolve-read";
export type { VehicleView } from "./vehicle-view";
