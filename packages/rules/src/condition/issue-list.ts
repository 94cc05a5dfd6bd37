import { checkJson, type Issue, nearestName } from "@tributary/core";
import { CONDITION_LIMITS, DOCUMENT_LIMITS } from "./limits";

/** Names that exist, for a hint. */
export interface Known {
  readonly name: string;
  readonly names: Iterable<string>;
}

/** Collects the mistakes of one document, at most one at a place and 100 in all, so that a hostile one stays cheap. */
export interface IssueList {
  readonly issues: readonly Issue[];
  /** How many mistakes were met, listed or not. */
  readonly met: number;
  /** Whether the document is plain JSON throughout; where it is not, nothing in it may be copied or written out. */
  readonly plain: boolean;
  /** Whether the list is full: what follows would not be listed, so it need not be read. */
  readonly full: boolean;
  /** Whether what stands here is not JSON, so that nobody goes there. */
  closed(pointer: string): boolean;
  add(code: string, pointer: string, message: string, known?: Known): void;
}

/** Most hints looked for in one document: each costs an edit distance per known name. Our choice. */
const MAX_HINTS = 20;
const MAX_HINTED_LENGTH = 64;

/** What ends the reading of a document: beyond it nothing is known to be bounded, or there is nothing to read. */
const isFatal = ({ code, pointer }: Issue): boolean => pointer === "" || FATAL.has(code);
const FATAL: ReadonlySet<string> = new Set(["too-deep", "too-large", "unreadable"]);

/** `checkJson` reports no more than this, so at this many there may be others nobody has seen. */
const MAX_JSON_ISSUES = 32;

/** A part of a document, and where it stands. */
export interface Part {
  readonly pointer: string;
  readonly value: unknown;
}

/** Checks a document as JSON and starts the list of its mistakes; not `readable` where nothing else may look at it. */
export function openDocument(parts: readonly Part[]): { readonly list: IssueList; readonly readable: boolean } {
  const issues: Issue[] = [];
  let readable = true;
  for (const { pointer, value } of parts) {
    const found = checkJson(value, DOCUMENT_LIMITS);
    if (found.length >= MAX_JSON_ISSUES || found.some(isFatal)) readable = false;
    for (const issue of found) issues.push({ ...issue, pointer: pointer + issue.pointer });
  }
  const places = new Set(issues.map(({ pointer }) => pointer));
  let hints = 0;
  const hintFor = (known: Known | undefined): string | undefined => {
    if (!known || known.name.length > MAX_HINTED_LENGTH || ++hints > MAX_HINTS) return undefined;
    return nearestName(known.name, known.names);
  };
  let met = 0;
  const list: IssueList = {
    issues,
    get met() {
      return met;
    },
    get full() {
      return issues.length >= CONDITION_LIMITS.maxIssues;
    },
    plain: issues.length === 0,
    closed: (pointer) => places.has(pointer),
    add: (code, pointer, message, known) => {
      met++;
      if (list.full || places.has(pointer)) return;
      places.add(pointer);
      const nearest = hintFor(known);
      issues.push({ code, pointer, message, ...(nearest !== undefined && { hint: nearest }) });
    },
  };
  return { list, readable };
}

/** A name in a message: short, quoted, and never a whole document. */
export const quoted = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
