import type { JsonLimits } from "@tributary/core";

/**
 * Bounds on a condition, and on each rule of a set. Our choice: far above what a person writes or an editor builds, and
 * low enough that a hostile document is refused in milliseconds.
 */
export const CONDITION_LIMITS: {
  readonly maxDepth: number;
  readonly maxNodes: number;
  readonly maxSetNodes: number;
  readonly maxListLength: number;
  readonly maxNameLength: number;
  readonly maxPathLength: number;
  readonly maxPathSegments: number;
  readonly maxIssues: number;
} = {
  maxDepth: 64,
  maxNodes: 10_000,
  maxSetNodes: 200_000,
  maxListLength: 10_000,
  maxNameLength: 256,
  maxPathLength: 256,
  maxPathSegments: 32,
  maxIssues: 100,
};

/** Bounds on the whole document as JSON, checked without recursion before anything else looks at it. */
export const DOCUMENT_LIMITS: JsonLimits = {
  maxDepth: 2 * CONDITION_LIMITS.maxDepth + 32,
  maxNodes: 500_000,
  maxStringLength: 1_024,
  maxKeyLength: 256,
};
