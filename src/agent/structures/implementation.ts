import { z } from "zod";
import { Id, ids, list, optionalText, text } from "./fields.ts";

/** What is to be written, as data. */
export const Implementation = z.strictObject({
  items: list(
    z.strictObject({
      id: Id,
      title: text(200),
      /** Tasks of the architecture that it does. */
      tasks: ids,
      requirements: ids,
      needs: ids,
    }),
    200,
  ),
  files: list(
    z.strictObject({
      path: text(200),
      purpose: optionalText(400),
      items: ids,
      /** Paths of the files that test it. */
      tests: list(text(200), 20),
    }),
    300,
  ),
});
export type Implementation = z.infer<typeof Implementation>;

/** What tests a file: other files. `n/a` is none. */
export const testsOf = ({ path, tests }: Implementation["files"][number]): readonly string[] =>
  tests.filter((test) => test !== path && /^\S+\.[a-z]\w*$/i.test(test));
