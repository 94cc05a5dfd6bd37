/**
 * How well `matchVehicles` finds what somebody looks at next, on real logs: Taobao's categories over nine days and the
 * products of three hours of REES46, beside what most looked at, plain co-views, and the person's own last items.
 *
 * The last 30 % of each log's time order is asked; counts, popularity and settings come from what lies before it, the
 * settings by trying on its last 30 % (see `tune.ts`). Of a person at most twenty looks are asked, and each is answered
 * with everything the person did before it. All contenders rank the same items: any, any but the one looked at last, or
 * only what the person never looked at. Figures are means over persons; a lead is only called one where the 95 %
 * interval of the difference person by person (2,000 bootstraps) lies above 0.
 *
 * Neither log is of cars: they say how the method fares against simpler ones, not how it fares at a dealer's. The real
 * catalogues have no histories: what loading them refuses is said, and two persons are matched for the eye.
 */
import { compileMatcher } from "@tributary/core";
import { dongchedi, edmunds, type RealCatalogue } from "./match-quality/catalogues";
import { ours, plainCoView, popularity, type Ranker, repeat, repeatThenCoView } from "./match-quality/contenders";
import type { RealLog } from "./match-quality/history";
import { bootstrap, mean, measureRanker, type PersonMeans } from "./match-quality/measure-ranker";
import { rees46 } from "./match-quality/rees46";
import { taobao } from "./match-quality/taobao";
import { QUESTIONS, tasksOf } from "./match-quality/tasks";
import { tune } from "./match-quality/tune";
import { print, remark } from "./measure";

const UNITS = { hit: "hit rate at 10", mrr: "MRR" } as const;

const digits = (value: number): string => value.toFixed(3);

function report(log: RealLog): void {
  const { looks } = log;
  const cut = looks[Math.floor(looks.length * 0.7)]?.at ?? 0;
  const known = looks.filter(({ at }) => at < cut);
  for (const each of log.remarks) remark(`${log.name}: ${each}`);
  const settings = tune(log, known);
  remark(`${log.name}: settings from the training part: ${JSON.stringify(settings)}`);
  const mine = ours(log, known, settings);
  const peers: readonly (readonly [string, Ranker])[] = [
    ["popularity", popularity(log, known)],
    ["plain co-views", plainCoView(log, known)],
    ["own last items", repeat(log, known)],
    ["own last items, then co-views of the last", repeatThenCoView(log, known)],
  ];
  const plain = ours(log, known);
  const lost: string[] = [];
  const compare = (who: string, a: PersonMeans, peer: string, b: PersonMeans, question: string): void => {
    for (const what of ["hit", "mrr"] as const) {
      const [low, high] = difference(a, b, what);
      if (low <= 0) lost.push(`${who}, ${question}, ${UNITS[what]}: ${high < 0 ? "behind" : "level with"} ${peer}`);
    }
  };
  for (const question of QUESTIONS) {
    const tasks = tasksOf(looks, question, cut, Number.POSITIVE_INFINITY);
    const [found, untuned] = [measureRanker(mine, tasks), measureRanker(plain, tasks)];
    remark(`${log.name}, ${question}: ${tasks.length} questions about ${found.hit.length} persons`);
    remark(`  with its defaults: hit rate at 10 ${digits(mean(untuned.hit))}, MRR ${digits(mean(untuned.mrr))}`);
    for (const [peer, ranker] of peers) {
      const theirs = measureRanker(ranker, tasks);
      compare("with these settings", found, peer, theirs, question);
      compare("with its defaults", untuned, peer, theirs, question);
      for (const what of ["hit", "mrr"] as const) {
        const unit = UNITS[what];
        const [a, b] = [mean(found[what]), mean(theirs[what])];
        const [low, high] = difference(found, theirs, what);
        print({
          bench: `match ${log.name}, ${question}, ${unit}`,
          size: tasks.length,
          ours: a,
          peer,
          theirs: b,
          ratio: a / b,
          unit,
        });
        remark(
          `  ${unit} ${digits(a)} [${bootstrap(found[what]).map(digits).join(", ")}], ${peer} ${digits(b)}, difference [${digits(low)}, ${digits(high)}]`,
        );
      }
    }
  }
  remark(`${log.name}: ours ${lost.length === 0 ? "wins everywhere" : "wins but here:"}`);
  for (const where of lost) remark(`  ${where}`);
}

const difference = (a: PersonMeans, b: PersonMeans, what: keyof PersonMeans): readonly [number, number] =>
  bootstrap(a[what].map((value, i) => value - (b[what][i] as number)));

function show({ name, catalogue, issues, remarks }: RealCatalogue, looked: string): void {
  remark(`${name}: ${catalogue.cars.length} cars; ${issues.length} issues refused${issues.length > 0 ? ":" : ""}`);
  for (const { pointer, message } of issues) remark(`  ${pointer}: ${message}`);
  for (const each of remarks) remark(`  ${each}`);
  const labels = new Map(catalogue.cars.map(({ car, label }) => [car, label.zh]));
  const car = catalogue.cars.find(({ label }) => label.zh === looked)?.car ?? "";
  for (const [who, interests] of [
    ["nobody known", []],
    [`who looked at ${looked}`, [{ car }]],
  ] as const) {
    const matches = compileMatcher(catalogue).match({ interests, owned: [car] }, { limit: 3 });
    remark(`  to ${who}:`);
    for (const match of matches)
      remark(`    ${labels.get(match.car)} ${match.score}: ${JSON.stringify(match.contributions)}`);
  }
}

const logs = [taobao(), rees46()];
const catalogues = [
  [dongchedi(), "Model Y"],
  [edmunds(), "BMW X3"],
] as const;
for (const [catalogue, looked] of catalogues) if (catalogue) show(catalogue, looked);
for (const log of logs) if (log) report(log);
if (logs.includes(undefined) || catalogues.some(([catalogue]) => !catalogue))
  remark("what is not beside the repository, in shared/data/events, is not measured");
