import { join } from "node:path";
import { createVitest } from "vitest/node";
import { root } from "./rooms.mjs";

/**
 * A test runner in whose sources one bug at a time can be planted, in memory only.
 *
 * `run` says what became of tests, by {@link keyOf}, and which files could not be loaded; `runWith` does so of one bug's test
 * with the bug in it.
 */
export async function makeTestBed() {
  let planted;
  const plant = {
    name: "plant",
    enforce: "pre",
    transform: (code, id) =>
      planted && id.split("?")[0] === join(root, planted.file)
        ? code.replace(planted.from, () => planted.to)
        : undefined,
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
  const run = async (tests) => {
    const specifications = [...new Set(tests.map(({ file }) => file))].map((file) => {
      const names = tests.filter((test) => test.file === file).map(({ name }) => escaped(name.replaceAll(" > ", " ")));
      const testNamePattern = new RegExp(`^(${names.join("|")})$`);
      return vitest.getRootProject().createSpecification(join(root, file), { testNamePattern });
    });
    const known = await vitest.runTestSpecifications(specifications); // of this run and of those before
    const modules = known.testModules.filter(({ relativeModuleId }) =>
      tests.some(({ file }) => file === relativeModuleId),
    );
    const results = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => [
        keyOf({ file: module.relativeModuleId, name: test.fullName }),
        test.result(),
      ]),
    );
    return { results: new Map(results), errors: modules.flatMap((module) => module.errors()) };
  };
  const runWith = async (bug) => {
    const path = join(root, bug.file);
    planted = bug;
    vitest.invalidateFile(path);
    const outcome = await run([bug.test]);
    planted = undefined;
    vitest.invalidateFile(path);
    return outcome;
  };
  return { run, runWith, close: () => vitest.close() };
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** A test's file and name in one. */
export const keyOf = ({ file, name }) => `${file} > ${name}`;
