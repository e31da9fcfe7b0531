import { expect, test } from "vitest";
import { readPacket } from "#adapters/chat/discord/inbound-packets.ts";
import { readAddressed, readText } from "#adapters/chat/discord/messages-text.ts";
import { permissionNumber } from "#adapters/chat/discord/permissions-needed.ts";

const reading = {
  home: { applicationId: "100", botUserId: "100", guildId: null },
  places: {
    known: () => null,
    isForum: (channel: string) => channel === "350",
    ownRoles: new Set(["555"]),
    guildOf: () => "200",
  },
};

const message = {
  id: "900",
  type: 0,
  channel_id: "300",
  guild_id: "200",
  author: { id: "401", username: "ada", global_name: "Ada" },
  member: { nick: null, roles: ["7"] },
  content: "status",
  mentions: [{ id: "100" }],
  attachments: [],
};

const told = (change: object) => readPacket({ t: "MESSAGE_CREATE", d: { ...message, ...change } }, reading);

test("mentions keep their ids, emojis and commands are read as they look", () => {
  expect(readText("<@401> <@!402> <@&7> <#300> <:ok:123456789012345678> </botarmy start:99> <3 <b>")).toBe(
    "@401 @402 &7 #300 :ok: /botarmy start <3 <b>",
  );
});

test("only the bot's own name at the beginning is left out", () => {
  const names = ["100", "555"];
  expect(readAddressed("<@100>: status", names)).toBe("status");
  expect(readAddressed(" <@&555>,\napprove", names)).toBe("approve");
  expect(readAddressed("<@401> status", names)).toBe("@401 status");
  expect(readAddressed("tell <@100> so", names)).toBe("tell @100 so");
});

test("the bot's own role names it as well as the bot does", () => {
  expect(told({ mentions: [], mention_roles: ["555"], content: "<@&555> status" })).toMatchObject({
    incoming: { event: { text: "status" }, overheard: null },
  });
});

test("what nobody said to us is left alone", () => {
  const reasons = [
    { author: { id: "100", username: "botarmy" } },
    { author: { id: "402", username: "other", bot: true } },
    { webhook_id: "77" },
    { guild_id: undefined },
    { type: 21 },
    { mentions: [], content: " " },
    { id: null },
  ].map((change) => told(change));
  expect(reasons.map((read) => (read.type === "dropped" ? read.reason : read.type))).toEqual([
    "our own message",
    "not a person",
    "not a person",
    "a direct message",
    "a message of type 21",
    "empty",
    "unreadable: id",
  ]);
});

test("a click in direct messages counts, with no roles; an interaction of another kind does not", () => {
  const interaction = {
    id: "901",
    type: 3,
    token: "t",
    channel: { id: "301", type: 1 },
    user: { id: "401", username: "ada" },
    message: { id: "800", flags: 0, components: [] },
    data: { custom_id: "s|p-abc234|pause" },
  };
  const read = (change: object) =>
    readPacket({ t: "INTERACTION_CREATE", d: { ...interaction, ...change } }, reading);
  expect(read({})).toMatchObject({
    id: "i:901",
    lane: "301/401",
    incoming: {
      channel: "301",
      thread: null,
      by: { id: "401", name: "ada", guild: null, roles: null, permissions: null },
      event: { type: "button", says: "pause", project: "p-abc234" },
      interaction: { id: "901", token: "t", type: "component", from: "public" },
    },
  });
  expect(read({ type: 1 }).type).toBe("dropped");
  expect(read({ user: null }).type).toBe("dropped");
  expect(read({ message: { id: "800", flags: 64 } })).toMatchObject({
    incoming: { interaction: { from: "private" } },
  });
});

test("a start says what the bot lacks there; where no thread can be opened it is refused", () => {
  const asked = (change: object, name = "start"): unknown => {
    const read = readPacket(
      {
        t: "INTERACTION_CREATE",
        d: {
          id: "901",
          type: 2,
          token: "t",
          guild_id: "200",
          channel: { id: "301", type: 0 },
          member: { user: { id: "401", username: "ada" }, roles: [] },
          data: { name: "botarmy", type: 1, options: [{ name, type: 1, options: [] }] },
          ...change,
        },
      },
      reading,
    );
    return read.type === "refused" ? read.words : read.type === "incoming" ? read.incoming.hindrance : null;
  };
  expect(asked({})).toBeNull();
  expect(asked({ app_permissions: String(permissionNumber) })).toBeNull();
  expect(asked({ app_permissions: "8" })).toBeNull();
  expect(asked({ app_permissions: "1024" }, "status")).toBeNull();
  expect(asked({ app_permissions: String(permissionNumber - (1n << 35n) - (1n << 15n)) })).toBe(
    "I cannot work in this channel: I lack Attach Files, Create Public Threads. Give me that in its permissions, and the project will go on here.",
  );
  expect(asked({ channel: { id: "301", type: 2 } })).toContain("start in a text channel");
  expect(asked({ channel: { id: "360", type: 11, parent_id: "350" } })).toContain("start in a text channel");
  expect(asked({ channel: { id: "361", type: 11, parent_id: "300" } })).toBeNull();
  const form = { type: 5, data: { custom_id: "f|start", components: [] }, app_permissions: "0" };
  expect(asked(form)).toContain("I lack View Channel");
});
