import { discordLimits } from "#adapters/chat/discord/limits.ts";
import { attachmentName } from "#adapters/chat/discord/render-files.ts";
import { renderMessage } from "#adapters/chat/discord/render.ts";
import { generalId } from "../../support/discord/app.ts";
import { parsed, records } from "../../support/json.ts";
import type { Drawn, Moments, Platform } from "../chat/platform.ts";
import { openDouble } from "./double.ts";
import { shownIn } from "./look.ts";

const moments: Moments = {
  calls: [
    "get_my_user",
    "get_my_application",
    "get_bot_gateway",
    "bulk_set_application_commands",
    "get_guild",
    "get_guild_member",
    "create_message root",
    "create_thread_from_message",
    "create_message message",
    "create_message part",
    "create_message file",
    "create_message line",
    "update_message",
    "create_interaction_response message",
    "create_interaction_response update-later",
    "create_interaction_response modal",
    "create_interaction_response update",
    "create_interaction_response message-later",
    "update_original_webhook_message",
    "execute_webhook",
    "create_dm",
    "create_message direct",
    "get_message",
    "download",
    "list_messages channel",
    "list_messages thread",
    "list_messages missed",
  ],
  often: new Map([
    ["create_message message", 4],
    ["create_message part", 2],
    ["create_message file", 3],
    ["update_message", 3],
    ["create_interaction_response message", 2],
    ["list_messages missed", 2],
  ]),
  spots: new Map(),
  // Nothing is acknowledged before it is on disk.
  inside: ["after-put"],
  beginning: ["bulk_set_application_commands", "create_message root", "create_thread_from_message"],
  lookups: [
    { call: "list_messages channel", after: "create_message root" },
    { call: "list_messages thread", after: "create_message message" },
    // Who wrote is only asked for what was written while nobody listened.
    { call: "get_guild_member", after: "create_message message" },
  ],
};

/** No words that anybody judges. On Discord every row says again what its columns are called. */
const table = `|${"+".repeat(90)}|-|\n|-|-|\n${"|+|-|\n".repeat(250)}`;

/** Discord on this machine. */
export const discordPlatform: Platform = {
  name: "discord",
  title: "Discord",
  seats: [
    { id: "410000000000000001", name: "Ann", channel: generalId },
    { id: "410000000000000002", name: "Bob", channel: "300000000000000002" },
  ],
  moments,
  longer: { analyze: "*".repeat(3_800), build: "*".repeat(2_500), launch: table },
  slowEvery: 3,
  open: openDouble,
  draw: (message, key) => drawn(renderMessage(message, discordLimits, key)),
  nameOf: attachmentName,
};

const drawn = ({ parts, overflow }: ReturnType<typeof renderMessage>): Drawn => ({
  parts: parts.map(({ components }) => shownIn(records(parsed(JSON.stringify(components))))),
  files: [
    ...parts.flatMap(({ pictures }) => pictures.map(({ name, bytes }) => ({ name, bytes }))),
    ...(overflow === null ? [] : [{ name: attachmentName(overflow.name), bytes: overflow.text }]),
  ],
});
