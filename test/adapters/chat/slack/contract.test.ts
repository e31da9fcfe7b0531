import { describe, onTestFinished } from "vitest";
import { openSlackChat } from "#adapters/chat/slack/slack.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { chatContract, type ChatStage } from "../../../contracts/chat.ts";
import { openDisk, silent, type Disk } from "../../../support/disk.ts";
import type { Person } from "../../../support/slack/person.ts";
import type { Seen } from "../../../support/slack/places.ts";
import { startSlack, type TestSlack } from "../../../support/slack/slack.ts";

const channel = "C0TEAM0001";
const say = (): void => undefined;

/** A Slack with a person in it, and the disk of a bot. */
interface Around {
  readonly slack: TestSlack;
  readonly ann: Person;
  readonly disk: Disk;
}

const stageOn = async (around: Around): Promise<ChatStage> => {
  const { slack, ann, disk } = around;
  const chat = await openSlackChat({
    token: slack.app.botToken,
    way: { type: "socket", appToken: slack.app.appToken },
    apiUrl: slack.apiUrl,
    clock: systemClock,
    log: silent,
    ...disk,
    projectIn: async ({ thread }) => projectOf(slack, thread),
    threads: async () => [],
    onFatal: say,
    onWait: say,
    signal: new AbortController().signal,
  });
  onTestFinished(() => chat.close());
  return {
    chat,
    channel,
    shown: async (place) =>
      (await slack.messages(place))
        .filter(({ user }) => user === slack.app.botUserId)
        .map(({ ts, text, message }) => ({ id: fileIn(message) ?? ts, text })),
    write: async (place, text) => void (await ann.write(place, text)),
    slash: async (text) => void (await ann.slash(channel, text)),
    choose: async (place, { id }) => {
      const card = (await slack.messages(place)).at(-1);
      await ann.click(card?.ts ?? "", `decide|-|e3|2|${id}`);
    },
    whispered: async () => ann.ephemerals().map(({ text }) => text),
    restart: () => stageOn(around),
  };
};

/** Every post names the project that it is about. */
const projectOf = (slack: TestSlack, thread: string): string | undefined => {
  const key = slack.posts.find(({ ts }) => ts === thread)?.payload["k"];
  return typeof key === "string" ? key.split(":")[0] : undefined;
};

/** What is posted as a file has the file's id. */
const fileIn = (message: Seen["message"]): string | undefined => {
  const [file]: readonly unknown[] = Array.isArray(message["files"]) ? message["files"] : [];
  return typeof file === "object" && file !== null && "id" in file && typeof file.id === "string"
    ? file.id
    : undefined;
};

describe("Slack", () => {
  chatContract(async () => {
    const disk = await openDisk("slack");
    const slack = await startSlack();
    onTestFinished(() => slack.close());
    await slack.channel(channel, { name: "team" });
    const ann = await slack.person("U0ANN00001", { name: "Ann" });
    return await stageOn({ slack, ann, disk });
  });
});
