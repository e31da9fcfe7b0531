import { casesOf } from "../project/cases.ts";
import { defectsOf } from "../project/defects.ts";
import type { Study } from "../project/study.ts";
import { clipped } from "../project/wording.ts";
import { exitCriteria } from "../roles/tester.ts";
import { knownOf } from "./known.ts";

/** The test plan as data. */
export const testPlanOf = (study: Study) => ({
  cases: casesOf(study).map(({ id, kind, title, requirement, given, action, expected }) => ({
    id,
    title: clipped(title, 120),
    requirement: existing(study, requirement),
    kind,
    steps: clipped(`${given}; ${action}`, 300),
    expected: clipped(expected, 200),
  })),
  defects: defectsOf(study).map(({ id, severity, requirement, text }) => ({
    id,
    severity,
    state: "open",
    requirement: existing(study, requirement),
    text,
  })),
  exitCriteria: exitCriteria(study).map((one) => clipped(one, 300)),
});

/** What a direction asks for belongs to no requirement. */
const existing = (study: Study, id: string): string =>
  /^N?FR-\d+$/.test(id) ? (knownOf(study, "requirements", [id])[0] ?? "") : "";
