import { expect, test } from "vitest";
import { isAsked, stuckIn } from "./people.ts";
import { openProduct, putRole } from "./product.ts";
import { troublesIn } from "./reading.ts";

const agent = `---
name: Pool attendant
badge: 🏊
description: Knows the pool and who may be in it.
capabilities: [rules of the pool]
---

You keep the pool safe. The whistle is yours.
`;

const workflow = `
name: pool-rules
title: Pool rules
brief: rules/brief.md
stages:
  - id: rules
    agent: pool-attendant
    phase: rules
    produce: { file: rules.md, sections: [Rules, Exceptions] }
    gate: { approval: always }
  - id: notice
    agent: pool-attendant
    phase: rules
    produce: { file: notice.md, sections: [Notice] }
`;

const otherAgent = agent
  .replace("The whistle is yours.", "Swim where you like.")
  .replace("Pool attendant", "Lifeguard");
const otherWorkflow = workflow.replace("id: notice", "id: poster").replace("notice.md", "poster.md");

test("two files in a folder make a new workflow with a new agent; a project keeps them as they were at its start", async () => {
  const first = await openProduct();
  await expect(first.start("--workflow pool-rules")).rejects.toThrow("pool-rules");
  putRole(first.data, "workflows/pool-rules.yml", workflow);
  putRole(first.data, "agents/pool-attendant.md", agent);
  const id = await first.start("--workflow pool-rules");
  await first.when(id, isAsked);

  putRole(first.data, "workflows/pool-rules.yml", otherWorkflow);
  putRole(first.data, "agents/pool-attendant.md", otherAgent);
  const other = await first.start("--workflow pool-rules");
  await first.when(other, isAsked);
  const second = await first.restart();
  putRole(second.data, "workflows/pool-rules.yml", null);
  putRole(second.data, "agents/pool-attendant.md", null);
  await second.choose(id, { escalation: "e1", choice: "modify", note: "Say what children may do." });
  await second.when(id, (row) => stuckIn(row)?.id === "e2");
  const third = await second.kill();
  await third.choose(id, { escalation: "e2", choice: "approve" });
  await third.choose(other, { escalation: "e1", choice: "approve" });

  const [old, young] = await Promise.all(
    [id, other].map((one) => third.when(one, ({ endedAt }) => endedAt !== null)),
  );
  expect([old?.status, young?.status]).toEqual(["completed", "completed"]);
  expect(old?.artifacts.map(({ path }) => path).toSorted()).toEqual([
    "rules/brief.md",
    "rules/notice.md",
    "rules/rules.md",
  ]);
  expect(young?.artifacts.map(({ path }) => path).toSorted()).toEqual([
    "rules/brief.md",
    "rules/poster.md",
    "rules/rules.md",
  ]);
  expect(old?.workflow.hash).not.toBe(young?.workflow.hash);
  const systems = (project: string) =>
    third.asked
      .filter(({ about }) => about.project === project)
      .map(({ system }) => system.includes("The whistle is yours."));
  expect(systems(id)).toEqual([true, true, true]);
  expect(systems(other)).toEqual([false, false]);
  expect(await troublesIn(third, id)).toEqual([]);
  expect(await troublesIn(third, other)).toEqual([]);
  await expect(third.start("--workflow pool-rules")).rejects.toThrow("pool-rules");
});
