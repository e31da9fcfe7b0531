import { z } from "zod";
import { Id, list, optionalText, text } from "./fields.ts";

/** How it gets to its users and stays there, as data. */
export const Deployment = z.strictObject({
  environments: list(
    z.strictObject({
      name: text(80),
      purpose: text(600),
      url: text(300).nullable(),
      /** Names of settings, never their values. */
      configuration: list(text(200), 60),
    }),
    12,
  ),
  pipeline: list(
    z.strictObject({ name: text(120), command: optionalText(400), stopsWhen: optionalText(400) }),
    40,
  ),
  healthChecks: list(
    z.strictObject({ id: Id, environment: text(80), check: text(400), expected: text(400) }),
    60,
  ),
  rollout: list(text(600), 40),
  rollback: list(text(600), 40),
  monitoring: list(text(600), 60),
});
export type Deployment = z.infer<typeof Deployment>;
