import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage, type ChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";
import type { Somebody } from "./world.ts";

const brief = "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes.";
/** Waits of minutes take seconds. */
const pace = 60;

/** A project that waits for its first decision, with the person who started it. */
const waiting = async ({ world, card, quiet }: ChatStage, channel = world.channel): Promise<Somebody> => {
  const ann = await world.person("Ann");
  await ann.slash(`start --approve gates ${brief}`, channel);
  await card("e1");
  await quiet();
  return ann;
};

describe.each(platforms)("on %s", (_name, platform) => {
  test.each(platform.obstacles.map((obstacle) => [obstacle.what, obstacle] as const))(
    "a bot that was %s waits, and goes on when it is back",
    async (_what, { prepare, begin, end }) => {
      const stage = await openChatStage(platform, { pace });
      const { world, card, when } = stage;
      const channel = await prepare(world);
      const ann = await waiting(stage, channel);
      const before = world.posted();
      begin(world, channel);
      await ann.click(await ann.home("e1"), "Approve");
      await when(({ outbox }) => outbox.some(({ tries }) => tries > 0), "a post that was refused");
      expect(world.posted()).toBe(before);
      end(world, channel);
      await ann.click(await card("e2"), "Approve");
      await card("e3");
      for (const words of ["e1 · Ann chose Approve", "Analyst → Architect", "e2 · Ann chose Approve"])
        await stage.reads(words);
      expect(stage.troubles().filter((trouble) => /^(told|posted twice)/.test(trouble))).toEqual([]);
    },
  );

  test("a token that was revoked is told once; with a good one everything is said that waited", async () => {
    const first = await openChatStage(platform, { pace });
    const { world, card, told } = first;
    const ann = await waiting(first);
    const [at, asked] = [await first.place(), await card("e1")];
    const mend = world.revoke();
    await ann.click(asked, "Approve");
    await until(() => told.length > 0);
    await ann.write(at, "architect: use Postgres");
    await first.when(({ escalations }) => escalations.length === 2, "the next question");
    await first.stop();
    expect(told).toEqual([expect.stringMatching(/token .+(?:SLACK|DISCORD)_BOT_TOKEN/)]);
    mend();
    const second = await first.restart();
    await ann.click(await second.card("e2"), "Approve");
    for (const words of ["Analyst → Architect", "Noted for Architect's next turn.", "e1 · Ann chose Approve"])
      await second.reads(words);
    expect(told).toHaveLength(1);
  });

  test("a platform that cannot be reached at the start is waited for", async () => {
    const stage = await openChatStage(platform, { pace });
    const { world, told } = stage;
    const ann = await waiting(stage);
    await stage.stop();
    world.failAtStart();
    const next = await stage.restart();
    expect(told).toEqual([
      expect.stringContaining("was not reached"),
      expect.stringContaining("was not reached"),
      expect.stringContaining("HTTP 503"),
    ]);
    await ann.click(await next.card("e1"), "Approve");
    await next.reads("Analyst → Architect");
  });

  test("a project that was started where the bot may not write begins once it may", async () => {
    const stage = await openChatStage(platform, { pace });
    const { world, card, place, when } = stage;
    const [{ prepare, begin, end } = never()] = platform.obstacles;
    const channel = await prepare(world);
    begin(world, channel);
    const ann = await world.person("Ann");
    await ann.slash(`start --approve gates ${brief}`, channel);
    await when(({ outbox }) => outbox.some(({ tries }) => tries > 0), "a root that was refused");
    end(world, channel);
    await card("e1");
    expect((await place()).channel).toBe(channel);
  });
});

const never = (): never => {
  throw new Error("every platform knows something that keeps a bot out");
};
