import { expect, test } from "vitest";
import { DiscordFault } from "#adapters/chat/discord/faults.ts";
import { createPeople } from "#adapters/chat/discord/people.ts";
import { manualClock } from "../../../../fakes/manual-clock.ts";
import { keptLog } from "../../outbound-stage.ts";

const ada = { id: "401", name: "Ada", guild: "1", roles: ["7"], permissions: "0" };

/** A server that counts how often it is asked; what it says can be changed, and it can be made to fail or to hang. */
const stage = (guildId: string | null = null) => {
  const clock = manualClock();
  const log = keptLog();
  const asked: string[] = [];
  const server = {
    roles: [
      { id: "1", name: "@everyone", permissions: "0" },
      { id: "7", name: "Leads", permissions: String(1n << 5n) },
      { id: "8", name: "permission:Administrator", permissions: "0" },
      { id: "9", name: "123456789012345678", permissions: String(1n << 3n) },
      { id: "10", name: "&123456789012345678", permissions: "0" },
    ],
    member: { nick: "Ada L.", roles: ["7", "8"], user: { id: "401", username: "ada" } },
    answer: (_path: string): Promise<void> => Promise.resolve(),
  };
  const people = createPeople({
    guildId,
    clock,
    log,
    call: async ({ path }) => {
      asked.push(path);
      await server.answer(path);
      return path.includes("/members/") ? server.member : { id: "1", owner_id: "400", roles: server.roles };
    },
  });
  return { clock, log, asked, server, people };
};

test("a person has the roles and permissions that came with the click, and their roles' names", async () => {
  const { people, asked } = stage();
  const permissions = String((1n << 13n) | (1n << 40n) | (1n << 11n));
  expect(await people.find({ ...ada, permissions }, "now")).toEqual({
    id: "401",
    name: "Ada",
    roles: ["permission:ManageMessages", "permission:ModerateMembers", "7", "Leads"],
  });
  expect(asked).toEqual(["/guilds/1"]);
});

test("an administrator has every permission", async () => {
  const { people } = stage();
  const { roles } = await people.find({ ...ada, permissions: "8" }, "now");
  expect(roles.filter((role) => role.startsWith("permission:"))).toHaveLength(12);
});

test("of who wrote, the permissions come from their roles and from the server being theirs", async () => {
  const { people } = stage();
  const wrote = { ...ada, permissions: null };
  expect((await people.find(wrote, "now")).roles).toEqual(["permission:ManageGuild", "7", "Leads"]);
  expect((await people.find({ ...wrote, id: "400" }, "now")).roles).toContain("permission:Administrator");
});

test("a role that is called like a permission or an id makes nobody an approver", async () => {
  const { people } = stage();
  const { roles } = await people.find({ ...ada, roles: ["8", "9", "10"] }, "now");
  expect(roles).toEqual(["8", "9", "10"]);
});

test("who was read from a thread is looked up, and who has left has no roles", async () => {
  const { people, server, asked } = stage();
  const read = { ...ada, roles: null, permissions: null };
  expect(await people.find(read, "now")).toMatchObject({
    name: "Ada L.",
    roles: expect.arrayContaining(["7"]),
  });
  expect(asked.toSorted()).toEqual(["/guilds/1", "/guilds/1/members/401"]);
  const gone = new DiscordFault("gone", { code: "10007", kind: "bad-request", retryable: false });
  server.answer = async (path) => {
    if (path.includes("members")) throw gone;
  };
  expect(await people.find(read, "now")).toEqual({ id: "401", name: "Ada", roles: [] });
});

test("who cannot be looked up now is looked up again: nothing is decided without their roles", async () => {
  const { people, server } = stage();
  const fault = new DiscordFault("busy", { code: "http_503", kind: "overloaded", retryable: true });
  server.answer = () => Promise.reject(fault);
  await expect(people.find({ ...ada, roles: null }, "now")).rejects.toBe(fault);
});

test("in direct messages people have the roles of the one server that is served, else none", async () => {
  const direct = { ...ada, guild: null, roles: null, permissions: null };
  expect((await stage().people.find(direct, "now")).roles).toEqual([]);
  expect((await stage("1").people.find(direct, "now")).roles).toContain("7");
});

test("names are missing when Discord does not say them within a second, and a minute old at the most for what decides", async () => {
  const { people, server, clock, log } = stage();
  expect((await people.find(ada, "now")).roles).toContain("Leads");
  server.answer = () => new Promise(() => undefined);
  await clock.pass(6_000);
  const waiting = people.find(ada, "now");
  await clock.pass(1_000);
  expect((await waiting).roles).toContain("Leads");
  await clock.pass(60_000);
  const later = people.find(ada, "now");
  await clock.pass(1_000);
  expect([(await later).roles, log.lines]).toEqual([["7"], []]);
});
