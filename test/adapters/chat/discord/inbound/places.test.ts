import { expect, test } from "vitest";
import { DiscordFault } from "#adapters/chat/discord/faults.ts";
import { createPlaces } from "#adapters/chat/discord/inbound-places.ts";
import { keptLog } from "../../outbound-stage.ts";

/** Places with a Discord that counts what it is asked. */
const stage = (answer: (path: string) => object = () => ({})) => {
  const asked: string[] = [];
  const places = createPlaces({
    botUserId: "100",
    log: keptLog(),
    call: async ({ path }) => {
      asked.push(path);
      return answer(path);
    },
  });
  return { places, asked };
};

const guild = {
  id: "200",
  channels: [{ id: "300", type: 0 }],
  threads: [
    { id: "301", type: 11, parent_id: "300", owner_id: "100" },
    { id: "302", type: 11, parent_id: "300", owner_id: "401" },
  ],
  roles: [{ id: "500", tags: { bot_id: "100" } }, { id: "501", tags: { bot_id: "101" } }, { id: "502" }],
};

test("channels, threads and the bot's roles are known from what the gateway tells", () => {
  const { places } = stage();
  places.learn({ t: "GUILD_CREATE", d: guild });
  expect(["300", "301", "302", "303"].map(places.known)).toEqual([
    { channel: "300", thread: null, isOwn: false, guild: "200" },
    { channel: "300", thread: "301", isOwn: true, guild: "200" },
    { channel: "300", thread: "302", isOwn: false, guild: "200" },
    null,
  ]);
  expect([...places.ownRoles]).toEqual(["500"]);
});

test("forums are known from what the gateway tells", () => {
  const { places } = stage();
  places.learn({
    t: "GUILD_CREATE",
    d: { ...guild, channels: [...guild.channels, { id: "310", type: 15 }] },
  });
  places.learn({ t: "CHANNEL_CREATE", d: { id: "311", type: 16, guild_id: "200" } });
  expect(["300", "310", "311", "312"].filter(places.isForum)).toEqual(["310", "311"]);
});

test("what is learned later keeps what is not said again", () => {
  const { places } = stage();
  places.learn({ t: "GUILD_CREATE", d: guild });
  const channel = { id: "301", type: 11, parent_id: "300" };
  places.learn({
    t: "INTERACTION_CREATE",
    d: { guild_id: "200", channel, attachment_size_limit: 50_000_000 },
  });
  expect(places.known("301")).toMatchObject({ isOwn: true, guild: "200" });
  expect([places.fileBytes("302"), places.fileBytes("999"), places.guildOf("300")]).toEqual([
    50_000_000,
    null,
    "200",
  ]);
});

test("a thread that is not known is asked for once", async () => {
  const { places, asked } = stage(() => ({ id: "303", type: 12, parent_id: "300", guild_id: "200" }));
  expect(await places.find("303")).toMatchObject({ channel: "300", thread: "303" });
  expect(await places.find("303")).toMatchObject({ channel: "300", thread: "303" });
  expect([asked, places.guildOf("303")]).toEqual([["/channels/303"], "200"]);
});

test("what cannot be seen is taken for a channel, and asked for again; what cannot be asked now is thrown", async () => {
  const faults = [
    new DiscordFault("gone", { code: "10003", kind: "bad-request", retryable: false }),
    new DiscordFault("no access", { code: "50001", kind: "bad-request", retryable: true }),
    new DiscordFault("busy", { code: "http_503", kind: "overloaded", retryable: true }),
  ];
  const { places } = stage(() => {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    return { id: "303", type: 11, parent_id: "300" };
  });
  const unseen = { channel: "303", thread: null, isOwn: false };
  expect([await places.find("303"), await places.find("303")]).toEqual([unseen, unseen]);
  await expect(places.find("303")).rejects.toThrow("busy");
  expect(await places.find("303")).toMatchObject({ thread: "303" });
});
