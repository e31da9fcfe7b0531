import { expect, test } from "vitest";
import type { Delivery } from "../support/slack/deliveries.ts";
import type { Person } from "../support/slack/person.ts";
import { openSlackStage, type SlackStage } from "./slack-stage.ts";

const choices = ["Modify…", "Approve", "Reject…"];

test("of a thousand clicks by fifty people one decides, and everybody else is told so alone", async () => {
  const stage = await openSlackStage({
    settings: { approvals: "gates", approvers: ["S0LEADS"] },
    mentions: ["S0LEADS"],
  });
  const { slack, card, quiet, reads, troubles } = stage;
  const everybody = await crowd(stage);
  const [ann] = everybody;
  await ann?.slash(
    "C0GENERAL",
    "start Coaches book the lanes of a pool. A coach must book one for 30 minutes.",
  );
  const asked = await slack.message(await card("e1"));
  await quiet();
  const clicks = Array.from({ length: 1_000 }, async (_, n) => {
    // In a row that mixes people and choices; the first ones may not decide.
    const person = everybody[(n * 7 + 10) % everybody.length];
    return (await person?.click(asked, choices[n % choices.length] ?? "")) ?? null;
  });
  const deliveries = (await Promise.all(clicks)).filter((one) => one !== null);
  const answered = (method: string): number =>
    slack.callsOf(method).filter(({ doneAt }) => doneAt !== null).length;
  await slack.until(() => answered("respond") + answered("views.open") >= 999, 60_000);

  await card("e2");
  const thread = await reads(/e1 · .+ chose/);
  const { escalations, id } = await quiet();
  const [decided] = escalations;
  const [, winner = "nobody"] = /e1 · (.+) chose Approve · after/.exec(thread) ?? [];
  expect(escalations.map(({ state }) => state)).toEqual(["decided", "open"]);
  expect([decided?.decision?.choice, decided?.decision?.by.name]).toEqual(["approve", winner]);
  expect(everybody.slice(0, 10).map(({ name }) => name)).toContain(winner);
  expect(slack.callsOf("chat.update").filter(({ args }) => args["ts"] === asked.ts)).toHaveLength(1);
  const words = everybody.flatMap((person) => person.ephemerals().map(({ text }) => text));
  const forms = answered("views.open");
  expect([deliveries.length, words.length + forms, troubles()]).toEqual([1_000, 999, []]);
  expect(new Set(words)).toEqual(
    new Set([
      "❌ Only Ann and 1 configured approver may do this. Nothing was changed.",
      `❌ ${winner} decided e1 already: \`approve\`. Your click changed nothing.`,
    ]),
  );
  expect(await denials(stage, id)).toBe(words.filter((text) => text.startsWith("❌ Only")).length);
  expect(slowest(deliveries)).toBeLessThan(3_000);
}, 90_000);

/** Ann, nine people who may decide with her, and forty who may not. */
const crowd = async ({ slack }: SlackStage): Promise<readonly Person[]> => {
  const people: Person[] = [await slack.person("U0ANN00001", { name: "Ann" })];
  for (let n = 2; n <= 50; n += 1)
    people.push(
      await slack.person(`U0CROWD${String(n).padStart(3, "0")}`, {
        name: `Person ${n}`,
        ...(n <= 10 ? { groups: ["leads"] } : {}),
      }),
    );
  return people;
};

/** How many refusals the conversation log keeps. */
const denials = async ({ parts }: SlackStage, project: string): Promise<number> => {
  let count = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await parts.history.page(project, {
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    count += page.envelopes.filter(({ content }) => content.data?.["denied"] === true).length;
    cursor = page.next;
  }
  return count;
};

/** Milliseconds until Slack was told; it gives up after three seconds. */
const slowest = (deliveries: readonly Delivery[]): number =>
  Math.max(...deliveries.map(({ ackMs }) => ackMs ?? Infinity));
