import { testsOf, type Implementation } from "./implementation.ts";
import { shareOf, type Part } from "./part.ts";
import type { Structures } from "./structure.ts";
import { traceOf } from "./traceability.ts";

/** Files that nobody writes tests for: documents, settings, styles, pictures, and tests themselves. */
const untested =
  /\.(md|txt|json|jsonc|ya?ml|toml|ini|cfg|conf|css|scss|svg|html|sql|lock|example|gitignore)$|(^|\/)(tests?|spec|__tests__)\/|(^|\/)test_[^/]+$|[._](test|spec)\.|(^|\/)(Dockerfile|Makefile|LICENSE|\.[a-z]+)$/i;

/** How complete an implementation plan is. */
export const implementationParts = (structure: Implementation, earlier: Structures): readonly Part[] => {
  const { items, files } = structure;
  const musts = traceOf({ ...earlier, implementation: structure }).filter(
    ({ priority }) => priority === "must",
  );
  const tests = new Set(files.flatMap(testsOf));
  return [
    shareOf({
      name: "traceability",
      weight: 2,
      of: earlier.architecture?.tasks ?? [],
      good: ({ id }) => items.some(({ tasks }) => tasks.includes(id)),
      called: ({ id }) => id,
      wanting: "tasks that no work item does",
      none: [1, "there are no tasks to follow"],
    }),
    shareOf({
      name: "requirements in work",
      weight: 2,
      of: musts,
      good: ({ gaps }) => !gaps.includes("work"),
      called: ({ id }) => id,
      wanting: "musts that no work item serves",
      none: [1, "there are no requirements to follow"],
    }),
    shareOf({
      name: "work items",
      weight: 1,
      of: items,
      good: ({ id, tasks, requirements: served }) =>
        tasks.length + served.length > 0 || files.some((file) => file.items.includes(id)),
      called: ({ id }) => id,
      wanting: "serve no task and no requirement, and touch no file",
      none: [0, "there is no work item"],
    }),
    shareOf({
      name: "files have tests",
      weight: 1,
      of: files.filter(({ path }) => !untested.test(path) && !tests.has(path)),
      good: (file) => testsOf(file).length > 0,
      called: ({ path }) => path,
      wanting: "source files without a test",
      none: [files.length > 0 ? 1 : 0, files.length > 0 ? "no file needs a test" : "there is no file"],
    }),
  ];
};
