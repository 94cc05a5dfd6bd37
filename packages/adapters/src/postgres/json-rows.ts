/** Below PostgreSQL's limit on one jsonb value (256 MB), with room for what UTF-8 makes of it. */
const MAX_CHARACTERS = 16_000_000;

/**
 * Writes rows as JSON arrays for `jsonb_to_recordset`: one parameter however many rows, in as few texts as fit.
 */
export function* jsonRows(rows: readonly object[]): Iterable<string> {
  let texts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (length + text.length > MAX_CHARACTERS && texts.length > 0) {
      yield `[${texts.join(",")}]`;
      [texts, length] = [[], 0];
    }
    texts.push(text);
    length += text.length;
  }
  if (texts.length > 0) yield `[${texts.join(",")}]`;
}
