import { expect, test } from "vitest";
import { readFlags } from "./flags.ts";

test("twenty projects are played on Slack unless something else is said", () => {
  expect(readFlags([])).toMatchObject({ chat: "slack", play: { projects: 20 }, help: false });
  const flags = readFlags(["--chat", "discord", "--projects", "4", "--seconds", "9"]);
  expect(flags).toMatchObject({ chat: "discord", play: { projects: 4, mostMs: 9_000 } });
});

test.each([
  [["--chat", "irc"], '--chat takes slack or discord, not "irc"'],
  [["--projects", "many"], "--projects, --seconds, --every and --step take whole numbers"],
  [["--kills", "3"], "Unknown option '--kills'"],
])("wrong flags %j are refused in one line", (argv, words) => {
  expect(readFlags(argv)).toBe(words);
});
