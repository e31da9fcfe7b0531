import { defineConfig } from "vitest/config";
import { countsReporter } from "./tools/counts-reporter.ts";

/** Whole programs and whole projects, two files at a time: they start processes, own data folders, and mostly wait. */
const e2e = ["test/{stories,cli,crash,budget,drill,live}/**/*.test.ts"];
/** Parts that touch the disk, SQLite, git or local servers. */
const integration = ["test/{adapters,runtime}/**/*.test.ts"];

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    reporters: ["default", countsReporter],
    // Half of the tests wait for something: two at a time, whatever the machine.
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "adapters/**/*.ts"],
      reporter: ["text", "html"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...e2e, ...integration],
          testTimeout: 10_000,
        },
      },
      { extends: true, test: { name: "integration", include: integration, testTimeout: 20_000 } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: e2e,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
