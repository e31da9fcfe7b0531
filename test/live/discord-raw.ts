import { z } from "zod";
import type { DiscordOutbound } from "#adapters/chat/discord/outbound.ts";
import { must } from "./checking.ts";

/** Discord as it is, without what the adapter makes of it. */
export interface Raw {
  message(channel: string, id: string): Promise<RawMessage>;
  /** At most 100, newest first. */
  messages(channel: string): Promise<readonly RawMessage[]>;
  /** Text channels, from the top of the list on. */
  textChannels(guild: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  channel(id: string): Promise<z.infer<typeof Channel>>;
  commands(application: string, guild: string): Promise<readonly string[]>;
  /** Those of one server only. */
  removeCommands(application: string, guild: string): Promise<void>;
  removeMessage(channel: string, id: string): Promise<void>;
  /** Deletes a thread; without the permission for that it is archived. Says which. */
  removeThread(id: string): Promise<string>;
}

const RawMessage = z.looseObject({
  id: z.string(),
  author: z.looseObject({ id: z.string() }),
  mention_everyone: z.boolean(),
  mentions: z.array(z.unknown()),
  attachments: z.array(z.looseObject({ id: z.string(), filename: z.string(), size: z.number() })),
  components: z.array(z.unknown()),
});
export type RawMessage = z.infer<typeof RawMessage>;

const Channel = z.looseObject({
  id: z.string(),
  name: z.string().default(""),
  type: z.number(),
  position: z.number().default(0),
  parent_id: z.string().nullish(),
});
const Command = z.looseObject({ name: z.string() });

const text = 0;

export const createRaw = ({ call }: Pick<DiscordOutbound, "call">): Raw => {
  const get = (path: `/${string}`): Promise<unknown> => call({ method: "GET", path, what: path });
  return {
    message: async (channel, id) => RawMessage.parse(await get(`/channels/${channel}/messages/${id}`)),
    messages: async (channel) => z.array(RawMessage).parse(await get(`/channels/${channel}/messages`)),
    textChannels: async (guild) =>
      z
        .array(Channel)
        .parse(await get(`/guilds/${guild}/channels`))
        .filter(({ type }) => type === text)
        .toSorted((a, b) => a.position - b.position),
    channel: async (id) => Channel.parse(await get(`/channels/${id}`)),
    commands: async (application, guild) =>
      z
        .array(Command)
        .parse(await get(`/applications/${application}/guilds/${guild}/commands`))
        .map(({ name }) => name),
    removeCommands: async (application, guild) => {
      await call({
        method: "PUT",
        path: `/applications/${application}/guilds/${guild}/commands`,
        body: [],
        what: "cleaning up",
      });
    },
    removeMessage: async (channel, id) => {
      await call({ method: "DELETE", path: `/channels/${channel}/messages/${id}`, what: "cleaning up" });
    },
    removeThread: async (id) => {
      try {
        await call({ method: "DELETE", path: `/channels/${id}`, what: "cleaning up" });
        return "deleted";
      } catch {
        await call({
          method: "PATCH",
          path: `/channels/${id}`,
          body: { archived: true },
          what: "cleaning up",
        });
        return "archived: to delete it the bot needs Manage Threads";
      }
    },
  };
};

/** Is this said somewhere in it? */
export const mustSay = (message: RawMessage, words: string): void =>
  must(
    JSON.stringify(message.components).replaceAll("\\\\", "").includes(words),
    `the message does not say ${words}`,
  );
