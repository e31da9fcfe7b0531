import { expect, test } from "vitest";
import { createPeople } from "#adapters/chat/slack/people.ts";
import { ProviderError } from "#src/errors.ts";
import { external } from "#src/project/access.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";

const ada = { id: "U0ADA", name: "ada.l", foreign: false };

/** A directory that counts how often it is asked; what it says can be changed, and it can be made to fail or to hang. */
const stage = () => {
  const clock = manualClock();
  const asked: string[] = [];
  const logged: string[] = [];
  const directory = {
    name: "Ada",
    groups: [{ id: "S1", handle: "owners", users: ["U0ADA"] }],
    answer: (): Promise<void> => Promise.resolve(),
  };
  const note = (_facts: object, message: string): void => void logged.push(message);
  const people = createPeople({
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    call: async (method) => {
      asked.push(method);
      await directory.answer();
      return method === "users.info"
        ? {
            ok: true,
            user: { name: "ada.l", profile: { display_name: directory.name, real_name: "Ada L." } },
          }
        : { ok: true, usergroups: directory.groups };
    },
  });
  const refuse = (kind: "auth" | "connection"): void => {
    directory.answer = () =>
      Promise.reject(new ProviderError("no", { kind, retryable: kind === "connection" }));
  };
  return { clock, asked, logged, directory, people, refuse };
};

test("a person has the name they chose, and their groups by id and handle", async () => {
  const { people } = stage();
  expect(await people.find(ada, "lately")).toEqual({ id: "U0ADA", name: "Ada", roles: ["S1", "owners"] });
  expect((await people.find({ ...ada, id: "U0BOB" }, "lately")).roles).toEqual([]);
});

test("people of other teams have no groups, whatever the directory says, and are known to be of another one", async () => {
  const { people } = stage();
  expect((await people.find({ ...ada, foreign: true }, "now")).roles).toEqual([external]);
});

test("for a minute nothing is asked twice; after that the old answer serves while a new one is fetched", async () => {
  const { people, clock, asked, directory } = stage();
  await Promise.all([people.find(ada, "lately"), people.find(ada, "lately")]);
  await clock.pass(60_000);
  await people.find(ada, "lately");
  expect(asked.toSorted()).toEqual(["usergroups.list", "users.info"]);
  directory.groups = [];
  await clock.pass(1);
  expect((await people.find(ada, "lately")).roles).toEqual(["S1", "owners"]);
  await clock.settle();
  expect((await people.find(ada, "lately")).roles).toEqual([]);
});

test("a decision asks again when the groups are older than five seconds", async () => {
  const { people, clock, directory } = stage();
  await people.find(ada, "now");
  directory.groups = [];
  await clock.pass(5_000);
  expect((await people.find(ada, "now")).roles).toEqual(["S1", "owners"]);
  await clock.pass(1);
  expect((await people.find(ada, "now")).roles).toEqual([]);
});

test("old groups are no longer believed after five minutes, and for a decision after one", async () => {
  const { people, clock, refuse } = stage();
  await people.find(ada, "now");
  refuse("connection");
  await clock.pass(59_000);
  expect((await people.find(ada, "now")).roles).toEqual(["S1", "owners"]);
  await clock.pass(2_000);
  expect((await people.find(ada, "now")).roles).toEqual([]);
  expect((await people.find(ada, "lately")).roles).toEqual(["S1", "owners"]);
  await clock.pass(300_000);
  expect((await people.find(ada, "lately")).roles).toEqual([]);
});

test("nobody waits longer than two seconds for a directory that hangs", async () => {
  const { people, clock, directory } = stage();
  directory.answer = () => new Promise(() => undefined);
  const finding = people.find(ada, "now");
  await clock.pass(2_000);
  expect(await finding).toEqual({ id: "U0ADA", name: "ada.l", roles: [] });
});

test("without the scopes people have no groups and the name of the payload, and that is said once", async () => {
  const { people, clock, logged, asked, refuse } = stage();
  refuse("auth");
  for (let n = 0; n < 3; n++) {
    expect(await people.find(ada, "now")).toEqual({ id: "U0ADA", name: "ada.l", roles: [] });
    await clock.pass(61_000);
  }
  expect(logged).toEqual(["Slack tells no user groups: only people can be approvers"]);
  expect(asked.filter((method) => method === "usergroups.list")).toHaveLength(1);
});
