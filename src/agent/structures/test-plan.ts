import { z } from "zod";
import { Id, list, text } from "./fields.ts";

/** The id of a requirement, or nothing. */
const RequirementOrNone = z.union([Id, z.literal("")]);

/** How bad a defect is, worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;

/** How it is tested, and what was found, as data. */
export const TestPlan = z.strictObject({
  cases: list(
    z.strictObject({
      id: Id,
      title: text(200),
      requirement: RequirementOrNone,
      kind: z.enum(["normal", "edge", "failure"]),
      steps: text(800),
      expected: text(600),
    }),
    300,
  ),
  defects: list(
    z.strictObject({
      id: Id,
      severity: z.enum(severities),
      state: z.enum(["open", "fixed"]),
      requirement: RequirementOrNone,
      text: text(800),
    }),
    100,
  ),
  exitCriteria: list(text(600), 40),
});
export type TestPlan = z.infer<typeof TestPlan>;
