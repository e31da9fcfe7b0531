import type { Reporter, TestModule } from "vitest/node";

/** Prints `N passed, N failed, N skipped` alone on the last line, for people and programs that read only that. */
export const countsReporter: Reporter = {
  onTestRunEnd(modules, errors) {
    const states = modules.flatMap(statesOf);
    const count = (state: string): number => states.filter((it) => it === state).length;
    const failed = count("failed") + errors.length;
    process.stdout.write(`${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped\n`);
  },
};

/** The states of a file's tests. A file that failed outside its tests (it cannot be loaded, a hook threw) counts as one failure. */
function statesOf(module: TestModule): readonly string[] {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const brokenOutside = module.state() === "failed" && !states.includes("failed");
  return brokenOutside ? [...states, "failed"] : states;
}
