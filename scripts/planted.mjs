import { join } from "node:path";
import { createVitest } from "vitest/node";
import { plantedBugs, staleness } from "./planted-bugs.mjs";
import { root } from "./rooms.mjs";
import { requireNode, say, stop } from "./steps.mjs";
import { install } from "./workspace.mjs";

// Plants each bug of tests/planted, one at a time and in memory only, and demands that the test named beside it fails
// there and passes without it: a test that has never failed says nothing when it passes.

requireNode();
await install();
const wanted = process.argv[2] ?? "";
const bugs = plantedBugs().filter(({ name }) => name.includes(wanted));
if (bugs.length === 0) stop(`no planted bug is called ${wanted}`);

let planted;
const plant = {
  name: "plant",
  enforce: "pre",
  transform: (code, id) =>
    planted && id.split("?")[0] === join(root, planted.file) ? code.replace(planted.from, () => planted.to) : undefined,
};
const settings = {
  root,
  watch: false,
  reporters: [{}],
  setupFiles: [join(root, "tests", "planted", "fixed-seed.ts")],
  testTimeout: 300_000, // running out of time is no way of failing
};
const vitest = await createVitest("test", settings, { plugins: [plant] });

/** Runs the tests of these names in these files; returns what became of each, by file and name. */
async function runTests(tests) {
  const project = vitest.getRootProject();
  const specifications = [...new Set(tests.map(({ file }) => file))].map((file) => {
    const names = tests.filter((test) => test.file === file).map(({ name }) => escaped(name.replaceAll(" > ", " ")));
    return project.createSpecification(join(root, file), { testNamePattern: new RegExp(`^(${names.join("|")})$`) });
  });
  const known = await vitest.runTestSpecifications(specifications); // of this run and of those before
  const modules = known.testModules.filter(({ relativeModuleId }) =>
    tests.some(({ file }) => file === relativeModuleId),
  );
  const results = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => [`${module.relativeModuleId} > ${test.fullName}`, test.result()]),
  );
  return { results: new Map(results), errors: modules.flatMap((module) => module.errors()) };
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const keyOf = ({ file, name }) => `${file} > ${name}`;

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

/** Plants one bug, runs its test, and takes the bug away again. */
async function tryBug(bug, clean) {
  const stale = staleness(bug);
  if (stale) return `stale: ${stale}`;
  const path = join(root, bug.file);
  planted = bug;
  vitest.invalidateFile(path);
  const run = await runTests([bug.test]);
  planted = undefined;
  vitest.invalidateFile(path);
  return verdictOf(bug, run, clean);
}

const secondsSince = (start) => ((performance.now() - start) / 1000).toFixed(1).padStart(5);
const started = performance.now();
const clean = await runTests(bugs.map(({ test }) => test));
say(`${secondsSince(started)} s  all tests without a bug`);
let caught = 0;
for (const bug of bugs) {
  const start = performance.now();
  const verdict = await tryBug(bug, clean);
  if (verdict === "caught") caught++;
  say(`${secondsSince(start)} s  ${bug.name}: ${verdict}`);
}
await vitest.close();
say(`planted bugs: ${caught} of ${bugs.length} caught in ${secondsSince(started).trim()} s`);
process.exit(caught === bugs.length ? 0 : 1);
