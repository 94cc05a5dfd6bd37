import { type MadeList, SHARES } from "./make-list";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 420, 56, 24, 56, 56] as const;

/** The lift curve as SVG: who answers with its 95 % interval, beside it the rule where the model answers, and the ceiling. */
export function drawLift({ evaluation, file, model }: MadeList): string {
  const { lift, liftInterval, ceiling, rule, base, leads } = evaluation;
  const byRule = model.fallback === "rule";
  const top = Math.ceil(Math.max(...SHARES.map((share) => Math.min(ceiling[share] ?? 1, 1.6 * (lift[share] ?? 1)))));
  const x = (share: number): string => (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string =>
    (HEIGHT - BOTTOM - (Math.min(value, top) / top) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const points = (of: (share: number) => number | undefined): string =>
    SHARES.map((share) => `${x(share)},${y(of(share) ?? 0)}`).join(" ");
  const line = (of: (share: number) => number | undefined, style: string): string =>
    `<polyline fill="none" ${style} points="${points(of)}"/>`;
  const end = (side: 0 | 1) => (share: number) => liftInterval[share]?.[side];
  const backwards = points(end(1)).split(" ").reverse().join(" ");
  const ticks = [0.1, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) =>
      `<text x="${x(share)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${Math.round(100 * share)} %</text>`,
  );
  const rungs = Array.from({ length: top + 1 }, (_, value) =>
    [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/>`,
      `<text x="${LEFT - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${value}×</text>`,
    ].join(""),
  );
  const subtitle = `lift · 提升度: won against the average lead, ${leads} leads, ${Math.round(100 * base)} % won`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<title>${escaped(`${file.title}: lift by share of leads called`)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="15">${escaped(file.title)}</text><text x="${LEFT}" y="40">${escaped(subtitle)}</text>`,
    ...rungs,
    ...ticks,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle">share of the leads called, best first · 外呼比例</text>`,
    `<polygon fill="#2563eb" fill-opacity="0.15" points="${points(end(0))} ${backwards}"/>`,
    line((share) => ceiling[share], 'stroke="#999" stroke-dasharray="4 4"'),
    ...(rule && !byRule ? [line((share) => rule.lift[share], 'stroke="#d97706" stroke-width="1.5"')] : []),
    line((share) => lift[share], 'stroke="#2563eb" stroke-width="2.5"'),
    ...[
      ["#2563eb", byRule ? "the rule · 规则" : "the model · 模型"],
      ["#999", "ceiling · 上限"],
      ...(byRule ? [] : [["#d97706", "the rule · 规则"]]),
    ].map(
      ([colour, name], i) =>
        `<text x="${WIDTH - RIGHT - 130}" y="${TOP + 18 + 18 * i}" fill="${colour}">― ${name}</text>`,
    ),
    "</svg>",
  ].join("\n")}\n`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
