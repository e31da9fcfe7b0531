import { expect, test } from "vitest";
import { openProduct } from "./product.ts";
import { troublesIn } from "./reading.ts";

/** Two stages are done again and again until the second one is good enough. */
const rounds = (name: string, rule: string): string => `
name: ${name}
title: Story ${name}
brief: notes/brief.md
stages:
  - id: draft
    agent: analyst
    phase: notes
    produce: { file: draft.md, sections: [Goals] }
  - id: review
    agent: architect
    phase: notes
    produce: { file: review.md, sections: [Overview] }
    repeat: { from: draft, ${rule} }
  - id: after
    agent: developer
    phase: notes
    produce: { file: after.md, sections: [Work items] }
`;

const open = () =>
  openProduct({
    roles: {
      "workflows/until.yml": rounds("until", "until: outputs.review.confidence >= 0.9, max: 5"),
      "workflows/most.yml": rounds(
        "most",
        "until: outputs.review.confidence >= 0.99, max: 3, otherwise: go-on",
      ),
    },
    twist: ({ stage, attempt }) =>
      stage === "review" ? { confidence: [0.82, 0.85, 0.95][attempt - 1] ?? 0.95 } : undefined,
  });

test.each(["restart", "kill"] as const)(
  "a loop ends when its condition holds, over a %s in the middle",
  async (how) => {
    const first = await open();
    const id = await first.start("--workflow until");
    await first.when(id, ({ stages }) => (stages[1]?.rounds ?? 0) >= 1);
    const product = await first[how]();
    const row = await product.when(id, ({ endedAt }) => endedAt !== null);
    expect(row).toMatchObject({ status: "completed", escalations: [] });
    expect(row.stages.map(({ produce }) => produce.attempt)).toEqual([3, 3, 1]);
    expect(row.artifacts.map(({ path, version }) => `${path} ${version}`)).toContain("notes/review.md 3");
    expect(await troublesIn(product, id)).toEqual([]);
    const said = await product.said(id);
    expect(said.filter((text) => text.includes("does not hold yet"))).toEqual([
      expect.stringMatching(/\*\*Draft\*\* again, round 2 of at most 5/),
      expect.stringMatching(/\*\*Draft\*\* again, round 3 of at most 5/),
    ]);
    const [again] = product.asked.filter(({ about }) => about.stage === "draft" && about.attempt === 2);
    expect(again?.prompt).toContain("Round 2 of at most 5, until `outputs.review.confidence >= 0.9`");
  },
);

test("a loop ends after its last round, and goes on as it is when the workflow says so", async () => {
  const product = await open();
  const id = await product.start("--workflow most");
  const row = await product.when(id, ({ endedAt }) => endedAt !== null);
  expect(row).toMatchObject({ status: "completed", escalations: [] });
  expect(row.stages.map(({ produce }) => produce.attempt)).toEqual([3, 3, 1]);
  expect(await troublesIn(product, id)).toEqual([]);
  expect(await product.said(id)).toContainEqual(
    expect.stringContaining("Review goes on after 3 rounds although"),
  );
});
