import { expect, test } from "vitest";
import type { Person } from "../support/slack/person.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

const brief =
  "start Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

const begun = async (scenario: string): Promise<{ readonly stage: SlackStage; readonly ann: Person }> => {
  const stage = await openSlackStage({ scenario });
  const ann = await stage.slack.person("U0ANN00001", { name: "Ann" });
  await ann.slash("C0GENERAL", brief);
  return { stage, ann };
};

test("a conflict stands side by side on its card, and one click decides it", async () => {
  const { stage, ann } = await begun("conflict");
  const { slack, card, reads, troubles } = stage;
  const asked = await slack.message(await card("e1"));
  expect(asked.text).toMatch(/> [^]+— Architect[^]+> [^]+— Analyst/);
  expect(asked.text).toContain("[Side with the objection] [Keep it as it is] [Decide in my words…]");
  await ann.click(asked, "Side with the objection");
  await reads("is complete");
  await reads("e1 · Ann chose Side with the objection · after");
  expect(troubles()).toEqual([]);
});

test("several questions are answered in one form, and what is left out keeps the form open", async () => {
  const { stage, ann } = await begun("question");
  const { slack, card, reads, when, troubles } = stage;
  const asked = await slack.message(await card("e1"));
  await ann.click(asked, "Answer…");
  const form = await slack.until(() => ann.modal());
  const [first = "", second = ""] = form.text
    .split("\n")
    .flatMap((line) => /^(q\d:.*): \[/.exec(line)?.[1] ?? []);
  await expect(ann.submit({ [first]: "All at once" })).rejects.toThrow("must be filled in");
  await ann.submit({ [first]: "All at once", [second]: "A coach who stands in the rain" });
  await when(({ escalations }) => escalations[0]?.state === "decided");
  await reads("is complete");
  await reads(/> q1: All at once\n> q2: A coach who stands in the rain\n> — Ann/);
  expect(troubles()).toEqual([]);
});

test.each([
  ["low-confidence", "Low confidence: the order of work", "Approve"],
  ["timeout", "Tester ran out of time", "Give it twice the time"],
  ["outage", "the rehearsed provider is down (503)", "Try again"],
])("a step in trouble asks people and goes on as they say: %s", async (scenario, words, choice) => {
  const { stage, ann } = await begun(scenario);
  const { slack, card, reads, troubles } = stage;
  const asked = await slack.message(await card("e1"));
  expect(asked.text).toContain(words);
  await ann.click(asked, choice);
  await reads("is complete");
  await reads(`e1 · Ann chose ${choice} · after`);
  expect(troubles().filter((trouble) => !trouble.startsWith("logged:"))).toEqual([]);
});
