import { type Identifier, type IdentifierKey, localDate, parseIdentifierKey } from "../model";
import { endedKey, readEndedKey } from "./epoch";
import { mermaidLabel } from "./mermaid-text";
import { nodeKeysOf } from "./node-keys-of";
import type { Handover, PersonReport } from "./person-report";
import { handoverLines, ruleOf, sharedLines, titleLines, weightOf } from "./report-labels";

/** How a report is drawn. */
export interface DrawOptions {
  /**
   * What is shown of an identifier beside its type. By default the end of its value, four characters at most, so that
   * nobody's number gets into a document by accident.
   */
  readonly mask?: (identifier: Identifier) => string;
  /** The IANA zone in which dates are read; UTC by default. */
  readonly zone?: string;
}

const STYLES = {
  former: "stroke-dasharray:6 3",
  other: "fill:none,stroke-dasharray:2 2",
  shared: "fill:none,stroke-width:3px",
} as const;

/**
 * Draws a person's report as a Mermaid flowchart: the person's identifiers and the edges that joined them, each with its
 * strength and how often it was seen; crossed out, what was refused and by which rule; the dates of identifiers that
 * changed hands; and shared devices, which join nobody. What is withheld for want of consent is not drawn.
 *
 * Whatever an identifier or a OneID contains, the text is one valid flowchart. Mermaid draws up to 500 edges and 50,000
 * characters unless it is told otherwise.
 *
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const names = new Map([["phone:+8613912345678", { seed: "li", seq: 1 }], ["device:d-7", { seed: "d", seq: 2 }]]);
 * const ids = [{ type: "phone", value: "13912345678" }, { type: "device", value: "d-7" }];
 * const seen = { at: 1, source: "app", strength: "bound", purpose: "service" };
 * const who = resolve({ observations: [{ obsId: "o1", ids, ...seen }] }, policy, { asOf: 1, names });
 * const text = drawReport(who.report({ oneId: "p_li" }));
 * text.includes('m0["phone …5678"]'); // => true
 * text.includes('m1 ---|"bound × 1"| m0'); // => true
 */
export function drawReport(report: PersonReport, { mask = lastFew, zone = "UTC" }: DrawOptions = {}): string {
  const { person, edges, refused, associated } = report;
  const members = nodeKeysOf(person);
  const others = new Map(refused.map(({ other, oneId }) => [other, oneId]));
  const shared = associated.map(({ key }) => key);
  const node = numbered({ m: members, o: [...others.keys()], h: shared });
  const handovers = new Map(report.handovers.map((handover) => [nodeKeyOf(handover), handover]));
  const label = (key: IdentifierKey, ...lines: readonly string[]): string => mermaidLabel(nameOf(key, mask), ...lines);
  const history = (key: IdentifierKey): readonly string[] => {
    const handover = handovers.get(key);
    return handover ? handoverLines(handover, (at) => localDate(at, zone)) : [];
  };
  const ended = members.filter((key) => handovers.get(key)?.epoch.to !== undefined);
  return [
    "flowchart LR",
    `  subgraph person[${mermaidLabel(...titleLines(report))}]`,
    ...members.map((key) => `    ${node(key)}[${label(key, ...history(key))}]`),
    "  end",
    ...edges.map((edge) => `  ${node(edge.a)} ---|${mermaidLabel(weightOf(edge))}| ${node(edge.b)}`),
    ...[...others].map(([key, oneId]) => `  ${node(key)}[${label(key, oneId)}]`),
    ...refused.map(({ own, other, edge, witness }) => {
      const why = mermaidLabel(weightOf(edge), ruleOf(witness));
      return `  ${node(own)} x-.-x|${why}| ${node(other)}`;
    }),
    ...associated.map((one) => `  ${node(one.key)}{{${label(one.key, ...sharedLines(one))}}}`),
    ...associated.flatMap(({ key, seenWith }) => seenWith.map((own) => `  ${node(own)} -.- ${node(key)}`)),
    ...styled("former", ended.map(node)),
    ...styled("other", [...others.keys()].map(node)),
    ...styled("shared", shared.map(node)),
    "",
  ].join("\n");
}

/** Names keys in a drawing by their kind and place. */
function numbered(kinds: Readonly<Record<string, readonly IdentifierKey[]>>): (key: IdentifierKey) => string {
  const names = new Map(
    Object.entries(kinds).flatMap(([kind, keys]) => keys.map((key, i) => [key, `${kind}${i}`] as const)),
  );
  return (key) => names.get(key) as string;
}

/** The last characters of a value: four, or half of a short one. */
function lastFew({ value }: Identifier): string {
  const characters = [...value];
  return `…${characters.slice(characters.length - Math.min(4, Math.floor(characters.length / 2))).join("")}`;
}

function nameOf(key: IdentifierKey, mask: (identifier: Identifier) => string): string {
  const identifier = parseIdentifierKey(readEndedKey(key).key);
  return [identifier.type, identifier.scope ?? [], mask(identifier)].flat().join(" ");
}

const nodeKeyOf = ({ epoch: { key, number, to } }: Handover): IdentifierKey =>
  to === undefined ? key : endedKey(key, number);

const styled = (name: keyof typeof STYLES, nodes: readonly string[]): readonly string[] =>
  nodes.length > 0 ? [`  classDef ${name} ${STYLES[name]}`, `  class ${nodes.join(",")} ${name}`] : [];
