import { afterEach, expect, test } from "vitest";
import type { DiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import type { Place } from "#src/ports.ts";
import { say } from "../../outbound-stage.ts";
import { createStages, killedAt, textsIn, type Stage } from "./stage.ts";

const stages = createStages();
const stage = stages.make;
afterEach(stages.close);

const long = (lines: number): string =>
  Array.from({ length: lines }, (_, n) => `Paragraph ${n} ${"with words that go on ".repeat(20)}`).join(
    "\n\n",
  );

const tooLong = say("long", { blocks: [{ type: "prose", text: long(43) }] });
const design = { path: "design.md", version: 1, text: "# Design" };

type Act = (outbound: DiscordOutbound, place: Place, key: string) => Promise<unknown>;

/** What a project tells, one after the other. */
const effects: readonly Act[] = [
  (outbound, place, key) => outbound.post(place, key, say("handoff")),
  (outbound, place, key) => outbound.upload(place, key, design),
  (outbound, place, key) => outbound.post(place, key, say("Approve?", { announce: true })),
  (outbound, place, key) => outbound.post(place, key, say(long(14))),
  (outbound, place, key) => outbound.post(place, key, tooLong),
];

/** What is done already, kept where a kill does not reach. */
interface Progress {
  place: Place | null;
  done: number;
  sending: boolean;
}

/** Does what is left, as the runtime does: what may have happened is looked for first. */
const goOn = async (outbound: DiscordOutbound, channel: string, progress: Progress): Promise<void> => {
  const mayBeThere = progress.sending;
  progress.sending = true;
  if (progress.place === null) {
    const before = mayBeThere ? await outbound.find(channel, null, "p-1:1:1") : undefined;
    const { thread } = before ?? (await outbound.openThread(channel, "p-1:1:1", say("root")));
    progress.place = { channel, thread };
  } else {
    const { place, done } = progress;
    const key = `p-1:${done + 2}:1`;
    const before = mayBeThere ? await outbound.find(channel, place.thread, key) : undefined;
    if (before === undefined) await effects[done]?.(outbound, place, key);
    progress.done += 1;
  }
  progress.sending = false;
  if (progress.done < effects.length) await goOn(outbound, channel, progress);
};

const begun = (): Progress => ({ place: null, done: 0, sending: false });

const endOf = (here: Stage, { place }: Progress) => {
  if (place === null) throw new Error("no thread");
  const inChannel = here.discord.messages(place.channel).map(({ text }) => text);
  return {
    roots: inChannel.filter((text) => text === "root").length,
    lines: inChannel.filter((text) => text !== "root").length,
    texts: textsIn(here, place),
    files: here.discord.files(place.thread).map(({ name }) => name),
  };
};

/** So many calls it takes when nothing goes wrong. */
const calls = 10;

const kills = Array.from({ length: calls }, (_, n) => n + 1).flatMap((nth) =>
  (["before", "after"] as const).flatMap((when) => [
    [when, nth, "at once", 0] as const,
    [when, nth, "ten minutes later", 600_000] as const,
  ]),
);

test.each(kills)("a process killed %s its call %i and started %s says everything once", async (...kill) => {
  const [when, nth, , laterMs] = kill;
  const here = await stage();
  const progress = begun();
  const { general } = here.discord;
  await killedAt(
    here,
    (moment, { n }) => moment === when && n === nth,
    () => goOn(here.outbound, general, progress),
  );
  here.pass(laterMs);
  await goOn(here.restart(), general, { ...progress });
  const place = progress.place ?? { channel: general, thread: here.discord.threads(general)[0]?.id ?? "" };
  const end = endOf(here, { ...progress, place });
  expect(end).toMatchObject({ roots: 1, lines: 1, files: ["design.md", expect.stringMatching(/\.md$/)] });
  expect(new Set(end.texts).size).toBe(end.texts.length);
  expect(end.texts.join("\n")).toMatch(/^handoff\n[^]*design\.md[^]*Approve\?[^]*Paragraph 13/);
  expect(here.discord.refused()).toEqual([]);
});

test("without a kill it takes as many calls as are killed above", async () => {
  const here = await stage();
  await goOn(here.outbound, here.discord.general, begun());
  expect(here.discord.calls).toHaveLength(calls);
});
