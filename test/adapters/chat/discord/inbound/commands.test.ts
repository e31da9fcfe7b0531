import { expect, test } from "vitest";
import { registerCommands } from "#adapters/chat/discord/commands-register.ts";
import { commandWords, wordsOf } from "#adapters/chat/discord/commands-words.ts";
import { commandsFor } from "#adapters/chat/discord/commands.ts";
import { DiscordFault } from "#adapters/chat/discord/faults.ts";
import type { DiscordRequest } from "#adapters/chat/discord/rest.ts";
import { readWords, views } from "#src/runtime/grammar.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { byDocument } from "../../../../support/discord/openapi.ts";
import { commandProblems } from "../../../../support/discord/rules-commands.ts";
import { keptLog } from "../../outbound-stage.ts";
import { startStage } from "./stage.ts";

const said = (name: string, given: Readonly<Record<string, string>> = {}) => {
  const word = commandWords.find((each) => each.name === name);
  if (word === undefined) throw new Error(`there is no ${name}`);
  return readWords(wordsOf(word, given), ["architect"]);
};

test("Discord has nothing against the commands, for one server or for all", () => {
  for (const guild of [null, "1"]) {
    const commands = commandsFor(guild);
    expect(commands.flatMap((command) => commandProblems({ ...command }))).toEqual([]);
    const path = `/applications/{application_id}${guild === null ? "" : "/guilds/{guild_id}"}/commands`;
    expect(byDocument()("PUT", path, commands)).toEqual([]);
  }
  expect(commandWords).toHaveLength(25);
});

test("every subcommand says words that are understood, and there is one for each view", () => {
  const filled: Readonly<Record<string, string>> = {
    amount: "$8",
    stage: "build",
    agent: "architect",
    choice: "skip",
    words: "use Go",
    to: "architect",
  };
  for (const { name } of commandWords) expect([name, said(name, filled).type]).not.toContain("unclear");
  expect(views.filter((view) => !commandWords.some(({ name }) => name === view))).toEqual([]);
});

test("what is filled in means the same as when it is typed", () => {
  expect(said("start", { workflow: "sdlc", budget: "$ 5", approve: "none", brief: "--x" })).toEqual({
    type: "start",
    brief: "",
    options: { workflow: "sdlc", budgetTokens: null, budgetUsd: 5, approvals: "none" },
  });
  expect(said("rollback", { stage: "design", because: "it is slow: why?" })).toEqual({
    type: "rollback",
    stage: "design",
    reason: "it is slow: why?",
  });
  expect(said("approve", { escalation: "e2", because: "well, but mind the costs" })).toEqual({
    type: "decide",
    escalation: "e2",
    choice: "approve",
    note: "well, but mind the costs",
  });
  expect(said("decide", { choice: "option-2" })).toMatchObject({ type: "decide", choice: "option-2" });
  expect(said("reassign", { stage: "build", agent: "architect" })).toMatchObject({ agent: "architect" });
  expect(said("settings", { change: "approvers @401 &7" })).toMatchObject({
    change: { approvers: ["401", "&7"] },
  });
  expect(said("say", { words: "q1: Postgres" })).toMatchObject({ answers: { q1: "Postgres" } });
  expect(said("say", { to: "architect:", words: "stop" })).toMatchObject({ type: "say", text: "stop" });
});

/** Registers with notes that last, and an API that counts. */
const registering = () => {
  const [clock, notes, log] = [manualClock(), memoryNotes(), keptLog()];
  const asked: (readonly [string, number])[] = [];
  const faults: DiscordFault[] = [];
  const there = new Map<string, unknown>();
  const call = async ({ method, path, body }: DiscordRequest): Promise<unknown> => {
    if (method === "GET") return there.get(path) ?? [];
    asked.push([path, Array.isArray(body) ? body.length : 0]);
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    there.set(path, body);
    return body;
  };
  const register = (guildId: string | null, applicationId = "2") =>
    registerCommands({ call, applicationId, guildId, notes, clock, log }, new AbortController().signal);
  return { clock, log, asked, faults, there, register };
};

test("commands are told once, and taken back where they were when the server changes", async () => {
  const { register, asked } = registering();
  await register(null);
  await register(null);
  expect(asked).toEqual([["/applications/2/commands", 2]]);
  await register("1");
  await register("1");
  expect(asked.slice(1)).toEqual([
    ["/applications/2/guilds/1/commands", 2],
    ["/applications/2/commands", 0],
  ]);
});

test("commands are told again when they are gone, as after an invitation anew, and to another app", async () => {
  const { register, asked, there } = registering();
  await register("1");
  there.clear();
  await register("1");
  await register("1", "3");
  await register("1", "3");
  expect(asked).toEqual([
    ["/applications/2/guilds/1/commands", 2],
    ["/applications/2/guilds/1/commands", 2],
    ["/applications/3/guilds/1/commands", 2],
  ]);
});

test("commands that Discord does not take now are told again later, those that it never takes are not", async () => {
  const { register, asked, faults, clock, log } = registering();
  const facts = { code: "x", kind: "overloaded", retryable: true } as const;
  faults.push(
    new DiscordFault("busy", { ...facts, retryAfterMs: 60_000 }),
    new DiscordFault("no", { ...facts, retryable: false }),
  );
  const registered = register(null);
  await clock.pass(59_000);
  expect(asked).toHaveLength(1);
  await clock.pass(1_000);
  await registered;
  expect([asked.length, log.lines]).toEqual([
    2,
    ["warn commands not registered", "error commands not registered"],
  ]);
});

test("somebody who types is offered what fits, from where they are", async () => {
  const asked: unknown[] = [];
  const workflows = Array.from({ length: 40 }, (_, n) => ({ name: `Flow number ${n}`, value: `flow-${n}` }));
  const { discord, open } = await startStage({
    suggest: async (what, place) => {
      asked.push([what, place]);
      return [...workflows, { name: "", value: "sdlc" }, { name: "too long", value: "x".repeat(101) }];
    },
  });
  const place = await open();
  const ada = discord.person("401");
  const typing = (workflow: string) =>
    ada.complete(place.thread, "start", { focused: "workflow", options: { workflow } });
  expect(await typing("")).toHaveLength(25);
  expect(await typing(" SD")).toEqual([{ name: "sdlc", value: "sdlc" }]);
  expect(await typing("number 39")).toEqual([{ name: "Flow number 39", value: "flow-39" }]);
  expect(asked[0]).toEqual(["workflow", place]);
});
