import { string } from "../json.ts";
import type { Json } from "../json.ts";
import { decorated } from "./decorate.ts";
import type { Delivery } from "./deliveries.ts";
import { newId, stamp } from "./ids.ts";
import type { ChannelFacts, World } from "./world.ts";

const channelTypes = { public: "channel", private: "group", im: "im" } as const;
const subscriptions = { public: "message.channels", private: "message.groups", im: "message.im" } as const;

/** Sends an event when the app subscribes to it. */
export function sendEvent(world: World, subscription: string, event: Json): Delivery | null {
  if (!world.events.has(subscription)) return null;
  const { app } = world;
  return world.deliveries.send("events_api", {
    token: "verification",
    team_id: app.teamId,
    context_team_id: app.teamId,
    context_enterprise_id: app.enterpriseId,
    api_app_id: app.appId,
    event,
    type: "event_callback",
    event_id: newId("Ev"),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: app.enterpriseId,
        team_id: app.teamId,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: newId("4-"),
  });
}

/** A `message` event of a channel that the bot is in: `event` is all of it but the channel. */
function sendMessageEvent(world: World, channel: ChannelFacts, event: Json): Delivery | null {
  if (!channel.joined) return null;
  const ts = string(event["ts"]);
  return sendEvent(world, subscriptions[channel.kind], {
    type: "message",
    ...event,
    channel: channel.id,
    channel_type: channelTypes[channel.kind],
    event_ts: string(event["event_ts"]) || ts,
  });
}

/** What everybody in the channel is told about a new message. */
export const sendPosted = (world: World, channel: ChannelFacts, message: Json): Delivery | null =>
  sendMessageEvent(world, channel, decorated(world, message, { metadata: false }));

/** What everybody is told about an edit. */
export function sendChanged(
  world: World,
  channel: ChannelFacts,
  messages: { readonly message: Json; readonly previous: Json },
): Delivery | null {
  return sendMessageEvent(world, channel, {
    subtype: "message_changed",
    hidden: true,
    ts: stamp(),
    message: decorated(world, messages.message, { metadata: false }),
    previous_message: decorated(world, messages.previous, { metadata: false }),
  });
}

/** What everybody is told about a deletion. */
export function sendDeleted(world: World, channel: ChannelFacts, previous: Json): Delivery | null {
  return sendMessageEvent(world, channel, {
    subtype: "message_deleted",
    hidden: true,
    ts: stamp(),
    deleted_ts: string(previous["ts"]),
    previous_message: decorated(world, previous, { metadata: false }),
  });
}
