import { counted } from "../../project/numbers.ts";
import type { Check } from "../../project/result.ts";
import { clip } from "../words.ts";
import { enough, shareOf, type Part } from "./part.ts";
import type { Structures } from "./structure.ts";
import { severities, type TestPlan } from "./test-plan.ts";
import { traceOf } from "./traceability.ts";

/** As a word: “low” stands in “follow” too. */
const severity = new RegExp(`\\b(?:${severities.join("|")})\\b`, "i");

/** One in so many cases should leave the sunny path. */
const oneIn = 4;

/** How complete a test plan is. */
export const testPlanParts = (structure: TestPlan, earlier: Structures): readonly Part[] => {
  const { cases, exitCriteria } = structure;
  const traces = traceOf({ ...earlier, "test-plan": structure });
  const off = cases.filter(({ kind }) => kind !== "normal").length;
  return [
    shareOf({
      name: "traceability",
      weight: 3,
      of: traces,
      good: ({ gaps }) => gaps.length === 0,
      called: ({ id, gaps }) => `${id} (${gaps.join(", ")})`,
      wanting: "requirements that do not lead all the way to a test",
      none: [1, "there are no requirements to follow"],
    }),
    enough("edge and failure cases", {
      found: off,
      wanted: Math.max(1, Math.ceil(cases.length / oneIn)),
      weight: 2,
      detail: `${off} of ${counted(cases.length, "case")}`,
    }),
    shareOf({
      name: "exit criteria",
      weight: 1,
      of: exitCriteria.length === 0 ? [] : [exitCriteria.join(" ")],
      good: (all) => severity.test(all),
      called: () => "they name no severity of open defects",
      wanting: "somebody else could not decide by them",
      none: [0, "there are none"],
    }),
  ];
};

/** Whether a critical defect is open: told, never scored, since finding one makes no plan worse. */
export const defectCheck = ({ defects }: TestPlan): Check => {
  const critical = defects.filter((one) => one.severity === "critical" && one.state === "open");
  return {
    name: "no critical defect open",
    passed: critical.length === 0,
    score: null,
    detail: clip(critical.map(({ id, text }) => `${id} ${text}`).join("; ") || "none", 300),
  };
};
