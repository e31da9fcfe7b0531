import { errors } from "./errors.ts";
import { demand } from "./permissions.ts";
import type { ChannelFacts, MessageFacts, World } from "./world.ts";

/** The channel of a request, when the bot may see it. */
export function channelOf(world: World, id: string | undefined): ChannelFacts {
  const channel = world.channels.get(id ?? "");
  if (channel === undefined) throw errors.unknownChannel();
  demand(world, channel);
  return channel;
}

/** The message of a request. Ephemeral ones are not to be found this way. */
export function messageOf(world: World, channel: ChannelFacts, id: string | undefined): MessageFacts {
  const message = world.messages.get(id ?? "");
  if (message === undefined || message.channel !== channel.id) throw errors.unknownMessage();
  return message;
}

/** Refuses what may not be done in an archived or locked thread. */
export function demandOpen(channel: ChannelFacts): void {
  if (channel.archived) throw errors.archived();
}
