import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { describe as describeDeath, type Death } from "../deaths.ts";
import type { ProjectEvidence } from "../evidence.ts";
import { placesIn } from "../round.ts";
import { check } from "./check.ts";
import type { ChatEvidence } from "./evidence.ts";
import type { Post, Thread } from "./left.ts";
import type { Platform } from "./platform.ts";
import { play, type Played } from "./play.ts";
import type { ChatRound } from "./setting.ts";

/** Plays one round in which processes die like this, and shows that it is proven, and that a fault in what it left is found. */
export const proveRound = (platform: Platform, deaths: readonly Death[]): void => {
  let played: Played;
  const died: string[] = [];

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "botarmy-crash-"));
    shortenWorkflow(placesIn(folder).data);
    const trial = { round: roundOn(platform), deaths };
    played = await play({ platform, folder }, trial, (death) => void died.push(describeDeath(death)));
    rmSync(folder, { recursive: true });
  }, 60_000);

  test("a project comes to its end although its process is killed between calls, and all is there once", () => {
    expect(played.fault).toBeNull();
    expect(check(platform, played.evidence)).toEqual([]);
    expect(died.toSorted()).toEqual(deaths.map(describeDeath).toSorted());
    expect(played.evidence.posts.length).toBeGreaterThan(7);
  });

  describe("of what such a round left", () => findFaults(platform, () => played.evidence));
};

/** Two of its stages are enough, and posting takes its time. */
const shortenWorkflow = (data: string): void => {
  const whole = readFileSync(new URL("../../../workflows/sdlc.yml", import.meta.url), "utf8");
  const own = join(data, "roles", "workflows");
  mkdirSync(own, { recursive: true });
  writeFileSync(
    join(own, "sdlc.yml"),
    whole
      .split(/^ {2}- id: /m)
      .slice(0, 3)
      .join("  - id: "),
  );
};

const roundOn = ({ name, seats }: Platform): ChatRound => ({
  chat: name,
  scenario: "clean",
  seed: 1,
  msPerCall: 700,
  longer: {},
  slowEvery: 0,
  people: seats.slice(0, 1).map((seat) => ({
    ...seat,
    brief: "# Swim club 1\n\nCoaches book the lanes of a pool. A coach must book a lane for 30 minutes.",
    begin: "words",
    style: "approve",
    everyStage: false,
    deeds: [
      { what: "file", after: 1, away: false },
      { what: "ask", after: 2, away: false },
    ],
  })),
});

const findFaults = (platform: Platform, left: () => ChatEvidence): void => {
  const found = (change: Partial<ChatEvidence>) =>
    check(platform, { ...left(), ...change }).map(({ type, key }) => ({ type, key }));
  const project = (): ProjectEvidence => there(left().projects[0]);
  const thread = (): Thread => there(left().threads.get(project().row.id));
  const withThread = (change: Partial<Thread>) =>
    found({ threads: new Map([[project().row.id, { ...thread(), ...change }]]) });
  const reply = (): Post => there(left().posts.find((post) => post.thread !== null && post.part > 0));

  test("a post that is there twice is doubled, one that is missing is lost", () => {
    const { posts } = left();
    const { key } = reply();
    expect(found({ posts: [...posts, reply()] })).toContainEqual({ type: "doubled", key });
    expect(found({ posts: posts.filter((post) => post !== reply()) })).toContainEqual({ type: "lost", key });
  });

  test("a post in another place, or with other words, is wrong", () => {
    const { posts } = left();
    const changed = (change: Partial<Post>) =>
      found({ posts: posts.map((post) => (post === reply() ? { ...post, ...change } : post)) });
    const fault = { type: "wrong", key: reply().key };
    expect(changed({ thread: "elsewhere" })).toContainEqual(fault);
    expect(changed({ shown: "other words" })).toContainEqual(fault);
  });

  test("a post that nobody ordered is wrong, and one that is for no order must not be there twice", () => {
    const { posts } = left();
    const stranger = { ...reply(), key: "p-nobody1:1:1" };
    expect(found({ posts: [...posts, stranger] })).toEqual([{ type: "wrong", key: "p-nobody1:1:1" }]);
    const besides = { ...reply(), key: "", name: "answer 1" };
    expect(found({ posts: [...posts, besides] })).toEqual([]);
    expect(found({ posts: [...posts, besides, besides] })).toEqual([{ type: "doubled", key: "answer 1" }]);
  });

  test("a file that is there twice is doubled, one that is missing or has other bytes is lost", () => {
    const [file, ...others] = thread().files;
    if (file === undefined) throw new Error("nothing was uploaded");
    const key = expect.stringContaining(file.name);
    expect(withThread({ files: [file, file, ...others] })).toEqual([{ type: "doubled", key }]);
    expect(withThread({ files: others })).toEqual([{ type: "lost", key }]);
    expect(withThread({ files: [...others, { ...file, bytes: "" }] })).toContainEqual({ type: "lost", key });
  });

  test("a status card that was not redrawn is out of date", () => {
    const { root } = project().row.chat;
    const old = there(left().posts.find(({ id }) => id === root));
    const shown = new Map(thread().shown).set(old.id, old.shown);
    expect(withThread({ shown })).toEqual([{ type: "wrong", key: "card status" }]);
  });

  test("what came in and moved nothing is lost", () => {
    const row = { ...project().row, endedAt: null };
    const log = project().log.filter(({ command }) => command.type !== "addDocuments");
    expect(found({ projects: [{ ...project(), row, log }] })).toContainEqual({
      type: "lost",
      key: expect.stringMatching(/^m:.*:files$/),
    });
    const own = there(left().did.find(({ what }) => what === "files")).told[0]?.id;
    const handled = left().handled.filter(({ id }) => id !== own);
    expect(found({ handled })).toEqual([{ type: "lost", key: `${own}:files` }]);
    expect(found({ unhandled: ["m:1"] })).toEqual([{ type: "lost", key: "m:1" }]);
  });

  test("a private answer that was given twice is doubled", () => {
    const { word = "", person } = there(left().did.find(({ what }) => what === "question"));
    const answer = { person, text: `${word}here.` };
    expect(found({ answers: [answer, answer] })).toEqual([{ type: "doubled", key: word }]);
    expect(found({ answers: [answer] })).toEqual([]);
  });

  test("what is missing besides is lost, and what the platform refused is wrong", () => {
    expect(found({ missing: ["line 1"] })).toEqual([{ type: "lost", key: "line 1" }]);
    expect(found({ refused: ["41 components"] })).toEqual([{ type: "wrong", key: "refused" }]);
  });
};

const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("it is not there");
  return value;
};
