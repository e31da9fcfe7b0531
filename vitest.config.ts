import { defineConfig } from "vitest/config";
import { countsReporter } from "./tools/counts-reporter.ts";

/** Whole programs and whole projects, one file at a time: they start processes and own data folders. */
const e2e = ["test/{stories,cli,crash,budget,drill,live}/**/*.test.ts"];
/** Parts that touch the disk, SQLite, git or local servers. */
const integration = ["test/{adapters,runtime}/**/*.test.ts"];

export default defineConfig({
  test: {
    expect: { requireAssertions: true },
    reporters: ["default", countsReporter],
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
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
