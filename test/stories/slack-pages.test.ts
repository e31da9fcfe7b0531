import { expect, test } from "vitest";
import { openSlackStage } from "./slack-stage.ts";

const channel = "C0GENERAL";

test("pages are shown to who asks alone, and a button in one replaces it in its place", async () => {
  const { slack, place, card, quiet, isTold, troubles } = await openSlackStage();
  const ann = await slack.person("U0ANN00001", { name: "Ann" });
  const bob = await slack.person("U0BOB00001", { name: "Bob" });
  await ann.slash(channel, "start --approve gates Coaches book the lanes of a pool.");
  await card("e1");
  await quiet();
  const at = await place();
  const before = (await slack.messages(at)).length;
  const pages: readonly (readonly [string, string | RegExp])[] = [
    ["queue", /# Open decisions\nid \| [^]+\ne1 \| normal \| Coaches book the lanes of a pool \|/],
    ["tasks", /# Tasks\n[^]+requirements\/requirements\.md \| Analyst \| blocked \| 1/],
    ["artifacts", /requirements\/requirements\.md \| v1 \| Analyst/],
    ["artifacts requirements/requirements.md", /^# requirements\/requirements\.md\n/],
    ["costs", /agent \| tokens\nAnalyst \| \d+/],
    ["logs analyst", /analyst \| all \| escalation \| Analyst: requirements\/requirements\.md/],
    ["agents", /Analyst \| Analyze \| waiting/],
    ["spec", /# Spec, version 1\n```\n\{/],
    ["help", "# What I understand"],
    ["artifacts nothing.md", "nothing.md"],
  ];
  for (const [words, shown] of pages) {
    await bob.write(at, words);
    expect(await isTold(bob, shown)).toMatchObject(at);
  }
  expect((await slack.messages(at)).length - before).toBe(pages.length);

  await bob.write(at, "status");
  const page = await isTold(bob, "waits for 1 decision");
  const told = bob.ephemerals().length;
  const shown = (): string => bob.ephemerals().find(({ ts }) => ts === page.ts)?.text ?? "";
  await bob.click(page, "Tasks");
  await slack.until(() => shown().startsWith("# Tasks"));
  await bob.click(page, "Files");
  await slack.until(() => shown().startsWith("# 3 artifacts"));
  expect([bob.ephemerals().length, troubles()]).toEqual([told, []]);
});

test("pages of the channel answer a slash command, and App Home explains itself", async () => {
  const { slack, card, isTold, troubles } = await openSlackStage();
  await slack.channel("C0OTHER001", { name: "other" });
  const ann = await slack.person("U0ANN00001", { name: "Ann" });
  await ann.slash(channel, "start --approve gates Coaches book the lanes of a pool.");
  await card("e1");
  await ann.slash(channel, "queue");
  expect(await isTold(ann, "e1 | normal | Coaches book the lanes of a pool")).toMatchObject({ thread: null });
  await ann.slash(channel, "status");
  await isTold(ann, /project \| title \| steps \| now\n.+ \| 1\/10 \| waits for 1 decision/);
  await ann.slash("C0OTHER001", "projects");
  await isTold(ann, "# Projects\nNothing here.");
  await ann.slash(channel, "tasks");
  await isTold(ann, "`tasks` is about one project: say it in the project's thread");
  await ann.slash(channel, "start --colour red");
  await isTold(ann, "I did not understand that. `/botarmy help` lists what I know.");
  await ann.mention(channel, "help");
  await isTold(ann, "# What I understand");
  await ann.openHome();
  await slack.until(() => ann.home());
  await ann.click("home", "Help");
  await slack.until(async () => slack.posts.some(({ text }) => text.includes("What I understand")));
  expect(troubles()).toEqual([]);
});
