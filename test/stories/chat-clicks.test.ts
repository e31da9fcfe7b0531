import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";
import type { Card, Somebody, Told, World } from "./world.ts";

const choices = ["Modify…", "Approve", "Reject…"];

describe.each(platforms)("on %s", (wire, platform) => {
  test("of a thousand clicks by fifty people one decides, and everybody else is told so alone", async () => {
    const stage = await openChatStage(platform, {
      // The client of Discord counts requests by the machine's clock.
      pace: wire === "discord" ? 1 : 5,
      settings: (world) => ({ approvals: "gates", approvers: [world.group("leads")] }),
      mayNotify: ["leads"],
    });
    const { world, card, quiet, reads, troubles } = stage;
    const everybody = await crowd(world);
    const [ann] = everybody;
    await ann?.slash("start Coaches book the lanes of a pool. A coach must book one for 30 minutes.");
    const asked = await card("e1");
    await quiet();
    const before = world.answers();
    const read = new Set(everybody.flatMap((person) => person.alone().map(({ id }) => id)));
    const told: Told[] = [];
    for (let first = 0; first < 1_000; first += atOnce)
      told.push(...(await clickAll(everybody, asked, first)));
    const answers = () => since(before, world.answers());
    await until(() => answers().words + answers().forms >= 999, 60_000);

    await card("e2");
    const thread = await reads(/e1 · .+ chose/);
    const { escalations, id: project } = await quiet();
    const [decided] = escalations;
    const [, winner = "nobody"] = /e1 · (.+) chose Approve · after/.exec(thread) ?? [];
    expect(escalations.map(({ state }) => state)).toEqual(["decided", "open"]);
    expect([decided?.decision?.choice, decided?.decision?.by.name]).toEqual(["approve", winner]);
    expect(everybody.slice(0, 10).map(({ name }) => name)).toContain(winner);
    expect(world.edits(asked.id)).toBe(1);
    const words = everybody
      .flatMap((person) => person.alone())
      .flatMap(({ id, text }) => (read.has(id) ? [] : [text]));
    expect(new Set(words)).toEqual(
      new Set([
        "❌ Only Ann and 1 configured approver may do this. Nothing was changed.",
        `❌ ${winner} decided e1 already: \`approve\`. Your click changed nothing.`,
      ]),
    );
    expect([told.length, words.length + answers().forms, troubles()]).toEqual([1_000, 999, []]);
    expect(await denials(stage, project)).toBe(words.filter((text) => text.startsWith("❌ Only")).length);
    expect(slowest(told)).toBeLessThan(3_000);
  }, 90_000);
});

/** Those who click and the platform have no machine of their own here. */
const atOnce = 100;

/** People click in a row that mixes them and the choices; the first ones may not decide. */
const clickAll = (everybody: readonly Somebody[], asked: Card, first: number): Promise<readonly Told[]> =>
  Promise.all(
    Array.from({ length: atOnce }, async (_, i) => {
      const n = first + i;
      const person = everybody[(n * 7 + 10) % everybody.length];
      return (await person?.click(asked, choices[n % choices.length] ?? "")) ?? { ackMs: null };
    }),
  );

const since = (
  before: ReturnType<World["answers"]>,
  { words, forms }: ReturnType<World["answers"]>,
): ReturnType<World["answers"]> => ({ words: words - before.words, forms: forms - before.forms });

/** Ann, nine people who may decide with her, and forty who may not. */
const crowd = async (world: World): Promise<readonly Somebody[]> => {
  const people: Somebody[] = [await world.person("Ann")];
  for (let n = 2; n <= 50; n += 1) people.push(await world.person(`Person ${n}`, n <= 10 ? ["leads"] : []));
  return people;
};

/** How many refusals the conversation log keeps. */
const denials = async ({ parts }: ChatStage, project: string): Promise<number> => {
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

/** Milliseconds until the platform was told; it gives up after three seconds. */
const slowest = (told: readonly Told[]): number => Math.max(...told.map(({ ackMs }) => ackMs ?? Infinity));
