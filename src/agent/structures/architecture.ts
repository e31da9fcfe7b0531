import { z } from "zod";
import { Id, ids, list, optionalText, text } from "./fields.ts";

const Level = z.enum(["low", "medium", "high"]);

/** How it is to be built, as data. */
export const Architecture = z.strictObject({
  components: list(z.strictObject({ id: Id, name: text(120), purpose: text(600), requirements: ids }), 100),
  interfaces: list(
    z.strictObject({
      id: Id,
      /** `GET`, `POST`, `call`, `event`, `screen` … */
      kind: text(40),
      /** A path, or a name. */
      name: text(200),
      input: optionalText(600),
      output: optionalText(600),
      errors: list(text(300), 20),
      component: Id,
      requirements: ids,
    }),
    200,
  ),
  entities: list(
    z.strictObject({
      name: text(120),
      fields: list(z.strictObject({ name: text(120), type: text(120), required: z.boolean() }), 60),
    }),
    60,
  ),
  risks: list(
    z.strictObject({
      id: Id,
      text: text(600),
      likelihood: Level,
      impact: Level,
      mitigation: optionalText(600),
    }),
    60,
  ),
  /** The work, cut along the components. */
  tasks: list(
    z.strictObject({ id: Id, title: text(200), component: Id, requirements: ids, needs: ids }),
    200,
  ),
});
export type Architecture = z.infer<typeof Architecture>;
