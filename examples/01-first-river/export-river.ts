import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { PersonSummary } from "@tributary/adapters/hub";
import { canonicalJson, identifierKey, type Json } from "@tributary/core";

/**
 * Writes everybody as three files of JSON lines, `persons`, `facts` and `tags`, in the order of their OneIDs: the same
 * events give the same bytes, in whatever order they came.
 */
export async function exportRiver(folder: string, persons: AsyncIterable<PersonSummary>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = ["persons", "facts", "tags"].map((name) => createWriteStream(join(folder, `${name}.jsonl`)));
  const [who, facts, tags] = files as [WriteStream, WriteStream, WriteStream];
  const write = (file: WriteStream, line: object): boolean => file.write(`${canonicalJson(line as Json)}\n`);
  for await (const person of persons) {
    const { oneId, ids, intent, rfm, stage, grade } = person;
    write(who, {
      oneId,
      ids: ids.map(identifierKey),
      intent: intent?.score ?? null,
      band: intent?.band ?? null,
      rfm: (rfm as Json | undefined) ?? null,
      stage: stage.stage,
      grade: grade?.grade ?? null,
      segments: person.segments,
    });
    write(facts, { oneId, facts: person.facts });
    write(tags, { oneId, tags: person.tags.map(({ tag, value }) => (value === undefined ? { tag } : { tag, value })) });
  }
  for (const file of files) file.end();
  await Promise.all(files.map((file) => finished(file)));
}
