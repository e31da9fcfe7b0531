import { describe, expect, onTestFinished, test } from "vitest";
import { openDiscordChat } from "#adapters/chat/discord/discord.ts";
import { containerId } from "#adapters/chat/discord/nonce.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { chatContract, say as words, type ChatStage } from "../../../contracts/chat.ts";
import { startDiscord, type TestDiscord } from "../../../support/discord/discord.ts";
import type { Person } from "../../../support/discord/person.ts";
import type { Seen } from "../../../support/discord/seeing.ts";
import { openDisk, silent, type Disk } from "../../../support/disk.ts";
import { until } from "../../../support/until.ts";

const say = (): void => undefined;

/** A Discord with a person in it, and the disk of a bot. */
interface Around {
  readonly discord: TestDiscord;
  readonly ann: Person;
  readonly disk: Disk;
}

const stageOn = async (around: Around): Promise<ChatStage> => {
  const { discord, ann, disk } = around;
  const chat = await openDiscordChat({
    ...disk,
    token: discord.app.token,
    apiUrl: discord.apiUrl,
    guildId: null,
    intents: "full",
    clock: systemClock,
    log: silent,
    projectIn: async ({ thread }) => projectOf(discord, thread),
    threads: async () => [],
    suggest: async () => [],
    onFatal: say,
    onWait: say,
    signal: new AbortController().signal,
  });
  onTestFinished(() => chat.close());
  const isOurs = ({ message }: Seen): boolean => message.author === discord.app.applicationId;
  return {
    chat,
    channel: discord.general,
    shown: async ({ thread }) =>
      [discord.message(thread), ...discord.messages(thread).filter(({ message }) => message.type === 0)]
        .filter(isOurs)
        .map(({ id, text }) => ({ id, text })),
    write: async ({ thread }, text) => void ann.write(thread, text),
    slash: async (text) => {
      await until(() => discord.commands().length > 0);
      if (text.includes(" ")) await ann.slash(discord.general, "say", { words: text });
      else await ann.slash(discord.general, text);
    },
    choose: async ({ thread }, { id }) => {
      const card = discord.messages(thread).at(-1);
      await ann.click(card?.id ?? "", `d|-|e3|2|${id}`);
    },
    whispered: async () =>
      [...ann.ephemerals(), ...told(discord, ann)].map(({ text }) => text).filter(isNews),
    restart: () => stageOn(around),
  };
};

const told = (discord: TestDiscord, person: Person): readonly Seen[] => {
  const direct = person.direct();
  return direct === null ? [] : discord.messages(direct);
};

const isNews = (text: string): boolean => text !== "Done.";

/** The threads of this contract are projects: each is known by the mark that its first message has. */
const projectOf = (discord: TestDiscord, thread: string): string | undefined => {
  const marks = discord.posts.find(({ id }) => id === thread)?.marks ?? [];
  return ["p-abc123", "p-one111", "p-two222", "p-xyz123"].find((project) =>
    marks.includes(containerId(`${project}:1:1`)),
  );
};

const openStage = async (): Promise<ChatStage> => {
  const disk = await openDisk("discord");
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  return await stageOn({ discord, ann: discord.person("410000000000000001", { name: "Ann" }), disk });
};

describe("Discord", () => {
  chatContract(openStage);

  test("the first line of a thread is nothing that was posted there", async () => {
    const { chat, channel } = await openStage();
    const root = await chat.openThread(channel, "p-abc123:1:1", words("root"));
    expect(await chat.find(channel, root.thread, "p-abc123:1:1")).toBeUndefined();
    expect(await chat.find(channel, null, "p-abc123:1:1")).toEqual(root);
  });
});
