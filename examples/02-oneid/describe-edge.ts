import { type Edge, parseIdentifierKey } from "@tributary/core";

/** An edge in a line: its ends without their values, its strength, how often it was seen and first when. */
export function describeEdge({ a, b, strength, count, firstAt }: Edge): string {
  const [one, other] = [a, b].map((key) => {
    const { type, value } = parseIdentifierKey(key);
    return `${type} …${value.slice(-4)}`;
  });
  const since = firstAt === undefined ? "" : `, ${new Date(firstAt).toISOString().slice(0, 10)}`;
  return `${one} with ${other}: ${strength ?? "decided"} × ${count}${since}`;
}
