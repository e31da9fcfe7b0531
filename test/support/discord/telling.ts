import type { Json } from "../json.ts";
import { intents } from "./events.ts";
import type { GatewayEvent } from "./events.ts";
import { messagePayload } from "./message-shape.ts";
import { channelPayload, channelType, threadMember } from "./shapes.ts";
import type { ChannelFacts, MessageFacts, World } from "./world.ts";

const intentFor = (world: World, channel: string): number =>
  world.channels.get(channel)?.kind === "dm" ? intents.directMessages : intents.messages;

/** Tells of a new or changed message. Nobody is told of what only one person sees. */
export function tellMessage(
  world: World,
  t: "MESSAGE_CREATE" | "MESSAGE_UPDATE",
  message: MessageFacts,
): GatewayEvent | null {
  if (message.onlyFor !== null) return null;
  const kept = { ...message };
  const nonce = t === "MESSAGE_CREATE";
  const channel = world.channels.get(message.channel);
  return world.events.send({
    t,
    intent: intentFor(world, message.channel),
    payload: (content) => ({
      ...messagePayload(world, kept, { gateway: true, content, nonce }),
      ...(channel === undefined ? {} : { channel_type: channelType(channel) }),
    }),
  });
}

export function tellDeleted(world: World, message: MessageFacts): GatewayEvent | null {
  if (message.onlyFor !== null) return null;
  const { id, channel } = message;
  return world.events.send({
    t: "MESSAGE_DELETE",
    intent: intentFor(world, channel),
    payload: () => ({ id, channel_id: channel, guild_id: world.app.guildId }),
  });
}

/** Tells of a channel or thread. */
export function tellChannel(
  world: World,
  t:
    | "CHANNEL_CREATE"
    | "CHANNEL_UPDATE"
    | "CHANNEL_DELETE"
    | "THREAD_CREATE"
    | "THREAD_UPDATE"
    | "THREAD_DELETE",
  channel: ChannelFacts,
): GatewayEvent {
  const shown: Json = {
    ...channelPayload(world, channel),
    ...(t === "THREAD_CREATE" ? { newly_created: true, member: threadMember(world, channel) } : {}),
  };
  return world.events.send({ t, intent: intents.guilds, payload: () => shown });
}
