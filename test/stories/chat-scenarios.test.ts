import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";
import type { Platform, Somebody } from "./world.ts";

const brief =
  "start Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Two coaches must not get the same lane.";

const begun = async (
  platform: Platform,
  scenario: string,
): Promise<{ readonly stage: ChatStage; readonly ann: Somebody }> => {
  const stage = await openChatStage(platform, { scenario });
  const ann = await stage.world.person("Ann");
  await ann.slash(brief);
  return { stage, ann };
};

describe.each(platforms)("on %s", (_name, platform) => {
  test("a conflict stands side by side on its card, and one click decides it", async () => {
    const { stage, ann } = await begun(platform, "conflict");
    const { card, reads, troubles } = stage;
    const asked = await card("e1");
    expect(asked.text).toMatch(/> [^]+— Architect[^]+> [^]+— Analyst/);
    expect(asked.text).toContain("[Side with the objection] [Keep it as it is] [Decide in my words…]");
    await ann.click(asked, "Side with the objection");
    await reads("is complete");
    await reads("e1 · Ann chose Side with the objection · after");
    expect(troubles()).toEqual([]);
  });

  test("several questions are answered in one form, and what is left out keeps the form open", async () => {
    const { stage, ann } = await begun(platform, "question");
    const { card, reads, when, troubles } = stage;
    await ann.click(await card("e1"), "Answer…");
    const form = await until(() => ann.form());
    const [first = "", second = ""] = form.fields.filter((field) => /^q\d:/.test(field));
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
    ["outage", "The rehearsed provider is down (503)", "Try again"],
  ])("a step in trouble asks people and goes on as they say: %s", async (scenario, words, choice) => {
    const { stage, ann } = await begun(platform, scenario);
    const { card, reads, troubles } = stage;
    const asked = await card("e1");
    expect(asked.text).toContain(words);
    await ann.click(asked, choice);
    await reads("is complete");
    await reads(`e1 · Ann chose ${choice} · after`);
    expect(troubles().filter((trouble) => !trouble.startsWith("logged:"))).toEqual([]);
  });
});
