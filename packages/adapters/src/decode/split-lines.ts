/** One line of text; `text` is missing where the line is longer than {@link MAX_LINE_BYTES}. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string | undefined;
}

/** Longest line that is read, in bytes of UTF-8. Our choice: thirty times the largest event Segment takes. */
export const MAX_LINE_BYTES: number = 1_000_000;

interface Splitter {
  push(chunk: string): readonly Line[];
  end(): readonly Line[];
}

/** Keeps at most one unfinished line, and of a line that is too long nothing at all. */
function splitter(): Splitter {
  let line = 1;
  let rest = "";
  let tooLong = false;
  const keep = (piece: string): void => {
    if (!tooLong) rest += piece;
    tooLong ||= isTooLong(rest);
    if (tooLong) rest = "";
  };
  const finish = (): Line => {
    const body = line === 1 && rest.startsWith("\ufeff") ? rest.slice(1) : rest;
    const done = { line, text: tooLong ? undefined : body.endsWith("\r") ? body.slice(0, -1) : body };
    line++;
    rest = "";
    tooLong = false;
    return done;
  };
  return {
    push(chunk) {
      const lines: Line[] = [];
      let from = 0;
      for (let to = chunk.indexOf("\n"); to >= 0; to = chunk.indexOf("\n", from)) {
        keep(chunk.slice(from, to));
        lines.push(finish());
        from = to + 1;
      }
      if (from < chunk.length) keep(chunk.slice(from));
      return lines;
    },
    end: () => (rest === "" && !tooLong ? [] : [finish()]),
  };
}

function isTooLong(text: string): boolean {
  if (text.length * 3 <= MAX_LINE_BYTES) return false;
  return text.length > MAX_LINE_BYTES || Buffer.byteLength(text) > MAX_LINE_BYTES;
}

/**
 * Splits a text into lines at LF or CRLF; a byte order mark is left out, and a last line break ends the last line.
 *
 * @example
 * splitLines("\ufeffa\r\nb\n"); // => [{ line: 1, text: "a" }, { line: 2, text: "b" }]
 */
export function splitLines(text: string): readonly Line[] {
  const lines = splitter();
  return [...lines.push(text), ...lines.end()];
}

/**
 * Splits text that arrives in pieces, cut anywhere, into the same lines; holds one line in memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`; not lines without their line breaks
 * @example
 * const chunks = (async function* () { yield "a\r"; yield "\nb"; })();
 * const lines: Line[] = [];
 * for await (const line of streamLines(chunks)) lines.push(line);
 * lines; // => [{ line: 1, text: "a" }, { line: 2, text: "b" }]
 */
export async function* streamLines(chunks: AsyncIterable<string>): AsyncGenerator<Line, void, undefined> {
  const lines = splitter();
  for await (const chunk of chunks) yield* lines.push(chunk);
  yield* lines.end();
}
