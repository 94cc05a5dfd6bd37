/** Segments: named conditions, and who belongs to them. */
export { checkSegment, compileSegment, type Segment, type SegmentDefinition } from "./compile-segment";
