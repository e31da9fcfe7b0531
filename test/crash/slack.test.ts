import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Post } from "../support/slack/world.ts";
import { describe as describeDeath, type Death } from "./deaths.ts";
import type { ProjectEvidence } from "./evidence.ts";
import { check } from "./slack/check.ts";
import type { SlackEvidence, Thread } from "./slack/evidence.ts";
import { play, type Played } from "./slack/play.ts";
import { keyOf } from "./slack/seeing.ts";

/** What a process dies of, one after the other. */
const deaths: readonly Death[] = [
  { type: "wire", when: "before", call: "ack", nth: 1 },
  { type: "wire", when: "after", call: "chat.postMessage", nth: 1 },
  { type: "wire", when: "after", call: "files.completeUploadExternal", nth: 1 },
];

const round = {
  scenario: "clean",
  seed: 1,
  msPerCall: 0,
  people: [
    {
      id: "U0PERSON1",
      name: "Ann",
      channel: "C0GENERAL",
      brief: "# Swim club 1\n\nCoaches book the lanes of a pool. A coach must book a lane for 30 minutes.",
      begin: "words" as const,
      style: "approve" as const,
      everyStage: false,
      deeds: [
        { what: "file" as const, after: 1 },
        { what: "ask" as const, after: 2 },
      ],
    },
  ],
};

let played: Played;
const died: string[] = [];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "botarmy-crash-"));
  played = await play(folder, { round, deaths }, (death) => void died.push(describeDeath(death)));
  rmSync(folder, { recursive: true });
}, 60_000);

test("a project in Slack comes to its end although its process is killed between calls, and all is there once", () => {
  expect(played.fault).toBeNull();
  expect(check(played.evidence)).toEqual([]);
  expect(died.toSorted()).toEqual(deaths.map(describeDeath).toSorted());
  expect(played.evidence.posts.length).toBeGreaterThan(10);
});

describe("of what such a round left", () => {
  const found = (change: Partial<SlackEvidence>) =>
    check({ ...played.evidence, ...change }).map(({ type, key }) => ({ type, key }));
  const project = (): ProjectEvidence => {
    const [one] = played.evidence.projects;
    if (one === undefined) throw new Error("there is no project");
    return one;
  };
  const thread = (): Thread => {
    const one = played.evidence.threads.get(project().row.id);
    if (one === undefined) throw new Error("there is no thread");
    return one;
  };
  const replies = (): readonly Post[] =>
    played.evidence.posts.filter((post) => post.thread !== null && keyOf(post) !== "");

  test("a post that is there twice is doubled, one that is missing is lost", () => {
    const [reply] = replies();
    if (reply === undefined) throw new Error("nothing was posted");
    const key = keyOf(reply);
    const { posts } = played.evidence;
    expect(found({ posts: [...posts, reply] })).toContainEqual({ type: "doubled", key });
    expect(found({ posts: posts.filter((post) => post !== reply) })).toContainEqual({ type: "lost", key });
  });

  test("a file that is there twice is doubled, one that is missing or has other bytes is lost", () => {
    const { files, messages } = thread();
    const [file, ...others] = files;
    if (file === undefined) throw new Error("nothing was uploaded");
    const withFiles = (changed: Thread["files"]) =>
      found({ threads: new Map([[project().row.id, { messages, files: changed }]]) });
    const key = expect.stringContaining(file.name);
    expect(withFiles([file, ...files])).toEqual([{ type: "doubled", key }]);
    expect(withFiles(others)).toEqual([{ type: "lost", key }]);
    expect(withFiles([...others, { ...file, text: "" }])).toContainEqual({ type: "lost", key });
  });

  test("a status card that was not redrawn is out of date", () => {
    const { files, messages } = thread();
    const old = played.evidence.posts.find(({ ts }) => ts === project().row.chat.root);
    const shown = messages.map((one) => (one.ts === old?.ts ? { ...one, blocks: old.blocks } : one));
    expect(found({ threads: new Map([[project().row.id, { files, messages: shown }]]) })).toEqual([
      { type: "wrong", key: "card status" },
    ]);
  });

  test("an event that was acknowledged and moved nothing is lost", () => {
    const row = { ...project().row, endedAt: null };
    const log = project().log.filter(({ command }) => command.type !== "addDocuments");
    expect(found({ projects: [{ ...project(), row, log }] })).toContainEqual({
      type: "lost",
      key: expect.stringMatching(/^m:C0GENERAL:.*:files$/),
    });
    expect(found({ unhandled: ["m:1"] })).toEqual([{ type: "lost", key: "m:1" }]);
  });

  test("a private answer that was given twice is doubled", () => {
    const word = played.evidence.did.find(({ what }) => what === "question")?.word;
    if (word === undefined) throw new Error("nothing was asked");
    const answer = { person: "U0PERSON1", text: `${word}here.` };
    expect(found({ answers: [answer, answer] })).toEqual([{ type: "doubled", key: word }]);
    expect(found({ answers: [answer] })).toEqual([]);
  });
});
