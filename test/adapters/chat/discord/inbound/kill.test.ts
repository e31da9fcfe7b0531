import { expect, onTestFinished, test } from "vitest";
import { startDiscord, type TestDiscord } from "../../../../support/discord/discord.ts";
import { startChild, type Child } from "../../../store/child.ts";
import { temporaryFolder } from "../../../store/temporary-folder.ts";
import { until } from "../../inbound-stage.ts";

const script = "../chat/discord/inbound/inbound.child.ts";
const messages = 4;

/** What a child has printed so far. */
const printed = (child: Child): readonly string[] => {
  const lines: string[] = [];
  const read = async (): Promise<void> => {
    for (let line = await child.line(); line !== undefined; line = await child.line()) lines.push(line);
  };
  void read();
  return lines;
};

const environment = ({ apiUrl, app, general }: TestDiscord, thread: string): string =>
  `export API=${apiUrl} TOKEN=${app.token} APP=${app.applicationId} CHANNEL=${general} THREAD=${thread}`;

test("what is on disk is done exactly once when the process is killed before it did it, and what was said meanwhile is caught up with", async () => {
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  const [ada, folder] = [discord.person("401", { name: "Ada" }), temporaryFolder()];
  const thread = discord.startThread(discord.general, "Project", discord.app.applicationId);
  const shell = environment(discord, thread);

  const first = startChild(script, folder, `${shell}; export HANG=1`);
  const before = printed(first);
  await until(() => before.includes("ready") && discord.commands().length > 0, 15_000);
  const said = Array.from({ length: messages }, (_, n) => ada.write(thread, `word ${n}`).id);
  // It is put off, so that it is on disk.
  const command = await ada.slash(discord.general, "status");
  expect(command.ackType).toBe(5);
  await until(() => before.includes(`taken ${messages + 1}`));
  await first.kill();
  said.push(ada.write(thread, "while you were away").id);
  expect((await ada.slash(discord.general, "help")).failure).not.toBeNull();

  const second = startChild(script, folder, shell);
  const after = printed(second);
  await until(() => after.filter((line) => line.startsWith("received")).length === messages + 2, 15_000);
  const ids = [...said.map((id) => `received m:${id}`), `received i:${command.id}`];
  expect(after.filter((line) => line.startsWith("received")).toSorted()).toEqual(ids.toSorted());
  expect(after.filter((line) => line.startsWith("received m")).toSorted()).toEqual(
    after.filter((line) => line.startsWith("received m")),
  );
  await until(() => ada.ephemerals()[0]?.text === "done");
  await until(() => discord.posts.filter(({ answer }) => !answer).length === said.length);
  await second.kill();

  const third = startChild(script, folder, shell);
  const last = printed(third);
  await until(() => last.includes("ready"), 15_000);
  ada.write(thread, "one more");
  await until(() => last.some((line) => line.startsWith("received")));
  expect(last.filter((line) => line.startsWith("received"))).toHaveLength(1);
}, 60_000);
