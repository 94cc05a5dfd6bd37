import { plantedBugs, staleness } from "./planted-bugs.mjs";
import { requireNode, say, stop } from "./steps.mjs";
import { keyOf, makeTestBed } from "./test-bed.mjs";
import { install } from "./workspace.mjs";

// Plants each bug of tests/planted in memory only, and demands that the test named beside it fails there and passes
// without it: a test that has never failed says nothing when it passes.

/** How many bugs are tried at once. */
const BEDS = 2;

requireNode();
await install();
const wanted = process.argv[2] ?? "";
const bugs = plantedBugs().filter(({ name }) => name.includes(wanted));
if (bugs.length === 0) stop(`no planted bug is called ${wanted}`);

/** What a failed property failed with, or the error itself. */
const reasonOf = (error) => (/^Property failed after \d+ tests/.test(error.message) ? (error.cause ?? error) : error);

/** Whether a test failed because a claim did not hold (a law's claim is a plain error) and not because something broke down. */
const isRefuted = (error) => {
  const { name } = reasonOf(error);
  return name === "AssertionError" || (name === "Error" && reasonOf(error) !== error);
};

const firstLine = ({ name, message }) => `${name}: ${message.split("\n")[0]}`;

/** What a run with a bug in it came to. */
function verdictOf({ test }, { results, errors }, clean) {
  const [without, within] = [clean.results.get(keyOf(test))?.state, results.get(keyOf(test))];
  if (without === undefined) return `stale: ${test.file} has no test "${test.name}"`;
  if (without !== "passed") return "NOT CAUGHT: its test does not pass without it either";
  if (errors.length > 0) return `NOT CAUGHT: its test could not be loaded: ${firstLine(errors[0])}`;
  if (within?.state !== "failed") return `NOT CAUGHT: its test has ${within?.state ?? "not run"}`;
  const other = within.errors.find((error) => !isRefuted(error));
  return other ? `NOT CAUGHT: its test broke down: ${firstLine(reasonOf(other))}` : "caught";
}

const secondsSince = (start) => ((performance.now() - start) / 1000).toFixed(1).padStart(5);
const started = performance.now();
const beds = await Promise.all(Array.from({ length: BEDS }, makeTestBed));
const clean = await beds[0].run(bugs.map(({ test }) => test));
say(`${secondsSince(started)} s  all tests without a bug`);

let caught = 0;
const left = [...bugs];
const work = async ({ runWith }) => {
  for (let bug = left.shift(); bug; bug = left.shift()) {
    const start = performance.now();
    const stale = staleness(bug);
    const verdict = stale ? `stale: ${stale}` : verdictOf(bug, await runWith(bug), clean);
    if (verdict === "caught") caught++;
    say(`${secondsSince(start)} s  ${bug.name}: ${verdict}`);
  }
};
await Promise.all(beds.map(work));
await Promise.all(beds.map(({ close }) => close()));
say(`planted bugs: ${caught} of ${bugs.length} caught in ${secondsSince(started).trim()} s`);
process.exit(caught === bugs.length ? 0 : 1);
