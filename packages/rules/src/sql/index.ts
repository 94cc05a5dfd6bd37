/** Facts, segments and RFM as SQL over a host's table of events: the same definitions, the same answers. */
export type { SqlDialect } from "./dialect";
export type { SqlOptions } from "./draft";
export { type FactColumn, type FactStatement, factsOfRow, factsSql, type Statement } from "./facts-sql";
export type { RfmFacts } from "./measured-orders";
export { rfmBreaksSql, rfmModelOfRows } from "./rfm-breaks-sql";
export { rfmSql } from "./rfm-sql";
export { type SegmentSqlOptions, segmentSql } from "./segment-sql";
export type { EventSource } from "./source";
