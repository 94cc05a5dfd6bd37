/** Segments: whom a marketer addresses together, as conditions over facts, tags, scores and one another. */
export { checkSegments, compileSegments, type SegmentOptions } from "./check-segments";
export { differenceOf, intersectionOf, type SegmentName, unionOf } from "./combine-segments";
export { checkSegment, compileSegment, type Segment, type SegmentDefinition } from "./compile-segment";
export { estimateSize, type SizeEstimate } from "./estimate-size";
export { type SegmentStay, segmentHistory } from "./segment-history";
