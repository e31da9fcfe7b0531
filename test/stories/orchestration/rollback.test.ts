import { expect, test } from "vitest";
import type { Project } from "#src/project/project.ts";
import { isAsked, stuckIn } from "./people.ts";
import { openProduct } from "./product.ts";
import { troublesIn } from "./reading.ts";

const back = [
  "technical-architecture",
  "api-specification",
  "data-model",
  "source-plan",
  "unit-tests",
  "documentation",
  "test-results",
  "quality-report",
];

const supersededIn = ({ artifacts }: Project): readonly string[] =>
  artifacts.filter(({ superseded }) => superseded).map(({ stage }) => stage);

test("what fails in Validate goes back to Design, and forward again after a crash", async () => {
  const product = await openProduct({
    scenario: {
      at: [
        {
          stage: "quality-report",
          step: "produce",
          attempts: [1],
          do: { confidence: 0.5, because: "no load test" },
        },
      ],
    },
  });
  const id = await product.start("--workflow sdlc-six-phase");
  const before = await product.when(id, ({ stages }) => stages[4]?.state === "done");
  const stuck = await product.when(id, isAsked);
  expect(stuckIn(stuck)).toMatchObject({ kind: "low-confidence", stage: "quality-report" });
  expect(stuck.spec.version).toBeGreaterThan(before.spec.version);
  const undone = product.when(id, ({ escalations }) => escalations[0]?.state === "decided");
  await product.choose(id, { escalation: "e1", choice: "reject", note: "It would not carry a busy day" });

  const row = await undone;
  expect(new Set(supersededIn(row))).toEqual(new Set(back));
  expect(row.spec.document).toEqual(before.spec.document);
  expect(row.stages.filter(({ state }) => state === "done").map(({ id: stage }) => stage)).toEqual([
    "project-plan",
    "user-requirements",
    "success-criteria",
    "feature-breakdown",
    "acceptance-criteria",
  ]);
  const later = await product.kill();
  const done = await later.when(id, ({ endedAt }) => endedAt !== null);
  expect(done).toMatchObject({ status: "completed" });
  expect(await troublesIn(later, id)).toEqual([]);
  expect(supersededIn(done)).toEqual([]);
  expect(
    done.artifacts
      .filter(({ version }) => version === 2)
      .map(({ stage }) => stage)
      .toSorted(),
  ).toEqual(
    stuck.artifacts
      .filter(({ stage }) => back.includes(stage))
      .map(({ stage }) => stage)
      .toSorted(),
  );
  expect(await later.parts.artifacts.read(id, "design/technical_architecture.md", 1)).toContain(
    "## Components",
  );
  const thread = await later.said(id);
  const told = thread.find((text) => text.includes("Runs again")) ?? "";
  expect(told).toContain("It would not carry a busy day");
  expect(told).toContain("design/technical_architecture.md v1");
  expect(told).toContain("validate/quality_report.md v1");
  expect(told).not.toContain("discovery/");
  const [again] = later.asked.filter(
    ({ about }) => about.stage === "technical-architecture" && about.attempt === 2,
  );
  expect(again?.prompt).toContain("It would not carry a busy day");
});
