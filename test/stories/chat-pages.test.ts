import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { openChatStage } from "./chat-stage.ts";
import { platforms } from "./platforms.ts";

const start = "start --approve gates Coaches book the lanes of a pool.";

describe.each(platforms)("on %s", (_name, platform) => {
  test("pages are shown to who asks alone, and a button in one replaces it in its place", async () => {
    const { world, place, card, quiet, isTold, troubles } = await openChatStage(platform);
    const ann = await world.person("Ann");
    const bob = await world.person("Bob");
    await ann.slash(start);
    await card("e1");
    await quiet();
    const at = await place();
    const before = world.posted();
    // A table is a list where it is too wide.
    const pages: readonly (readonly [string, RegExp])[] = [
      ["queue", /# Open decisions\n[^]*e1[^]+normal[^]+Coaches book the lanes of a pool/],
      ["tasks", /# Tasks\n[^]+requirements\/requirements\.md[^]+Analyst[^]+blocked/],
      ["artifacts", /requirements\/requirements\.md[^]+v1[^]+Analyst/],
      ["artifacts requirements/requirements.md", /^#+ requirements\/requirements\.md\n/],
      ["costs", /agent[^]+tokens\n[^]*Analyst[^]+\d+/],
      ["logs analyst", /analyst[^]+all[^]+escalation[^]+Analyst: requirements\/requirements\.md/],
      ["agents", /Analyst[^]+Analyze[^]+waiting/],
      ["spec", /# Spec, version 1\n```\S*\n\{/],
      ["help", /# What I understand/],
      ["artifacts nothing.md", /nothing\.md/],
    ];
    for (const [words, shown] of pages) {
      await bob.page(at, words);
      expect(await isTold(bob, shown)).toMatchObject({ thread: at.thread });
    }
    expect(world.posted()).toBe(before);

    await bob.page(at, "status");
    const page = await isTold(bob, "waits for 1 decision");
    const told = bob.alone().length;
    const shown = (): string => bob.alone().find(({ id }) => id === page.id)?.text ?? "";
    await bob.click(page, "Tasks");
    await until(() => /^#+ Tasks/.test(shown()));
    await bob.click(page, "Files");
    await until(() => /^#+ 3 artifacts/.test(shown()));
    expect([bob.alone().length, troubles()]).toEqual([told, []]);
  });

  test("pages of the channel answer a slash command, and one's own page explains itself", async () => {
    const { world, card, isTold, troubles } = await openChatStage(platform);
    const ann = await world.person("Ann");
    await ann.slash(start);
    await card("e1");
    await ann.slash("queue");
    expect(await isTold(ann, /e1[^]+normal[^]+Coaches book the lanes of a pool/)).toMatchObject({
      thread: null,
    });
    await ann.slash("status");
    await isTold(ann, /project[^]+title[^]+steps[^]+1\/10[^]+waits for 1 decision/);
    await ann.slash("projects", await world.otherChannel());
    await isTold(ann, /# Projects\nNothing here\./);
    await ann.slash("tasks");
    await isTold(ann, "`tasks` is about one project: say it in the project's thread");
    await ann.slash("start --colour red");
    await isTold(ann, /I do not understand `--colour`: a start may have `--workflow NAME`/);
    await ann.mention(world.channel, "help");
    await isTold(ann, "# What I understand");
    const told = helps(world.whispers());
    await ann.click(await ann.home("Waiting for you"), "Help");
    await until(() => helps(world.whispers()) > told);
    expect(troubles()).toEqual([]);
  });
});

const helps = (whispers: readonly string[]): number =>
  whispers.filter((text) => text.includes("What I understand")).length;
