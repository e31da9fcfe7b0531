import { expect, test } from "vitest";
import { isAsked, stuckIn } from "./people.ts";
import { openProduct } from "./product.ts";
import { troublesIn } from "./reading.ts";
import { smallWorkflow } from "./small-workflow.ts";

const asked = smallWorkflow("asked", "gate: { approval: always, rollbackTo: first }");
const roles = { "workflows/asked.yml": asked };

test("a word to one agent is in its next prompt and in no other, and the agent says in the thread what it did about it", async () => {
  const word = "Use a paper board beside the screen.";
  const first = await openProduct({ roles });
  const id = await first.start("--workflow asked");
  await first.when(id, isAsked);
  await first.write(id, `developer: ${word}`);
  await first.when(id, ({ outbox }) => outbox.length === 0);
  expect(await first.said(id)).toContainEqual(expect.stringContaining("Noted for Developer's next turn."));
  const product = await first.kill();
  await product.choose(id, { escalation: "e1", choice: "approve" });
  await product.when(id, ({ endedAt }) => endedAt !== null);
  expect(await troublesIn(product, id)).toEqual([]);
  const told = product.asked.filter(({ prompt }) => prompt.includes(word));
  expect(told.map(({ about }) => about.agent)).toEqual(["developer"]);
  expect(await product.said(id)).toContainEqual(
    expect.stringMatching(/Developer on what it was told:\s+- ./),
  );
});

test("after three revisions the result may be taken as it is, in so many words", async () => {
  const product = await openProduct({ roles });
  const id = await product.start("--workflow asked");
  const labels: (string | undefined)[] = [];
  for (const [n, escalation] of ["e1", "e2", "e3", "e4"].entries()) {
    const row = await product.when(id, (one) => stuckIn(one)?.id === escalation);
    labels.push(stuckIn(row)?.choices.find((choice) => choice.id === "approve")?.label);
    if (n < 3)
      await product.choose(id, {
        escalation,
        choice: "modify",
        note: `Shorter, for the time number ${n + 1}.`,
      });
  }
  expect(labels).toEqual(["Approve", "Approve", "Approve", "Accept as it is"]);
  await product.choose(id, { escalation: "e4", choice: "approve" });
  const row = await product.when(id, ({ endedAt }) => endedAt !== null);
  expect(await troublesIn(product, id)).toEqual([]);
  expect(row.stages[1]?.produce.attempt).toBe(4);
  expect(await product.said(id)).toContainEqual(expect.stringContaining("e4 · You chose Accept as it is"));
});
