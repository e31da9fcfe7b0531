import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderMessage } from "#adapters/chat/slack/render.ts";
import { parsed, records } from "../../support/json.ts";
import type { Drawn, Moments, Platform } from "../chat/platform.ts";
import { ack, earlyPart } from "./calls.ts";
import { openDouble } from "./double.ts";
import { shownIn } from "./look.ts";

/** `upload`, `download` and `respond` are none of the Web API. */
const moments: Moments = {
  calls: [
    "auth.test",
    "apps.connections.open",
    "users.info",
    "chat.postMessage",
    earlyPart,
    "chat.update",
    "chat.postEphemeral",
    "respond",
    "files.getUploadURLExternal",
    "upload",
    "files.completeUploadExternal",
    "files.info",
    "download",
    "conversations.history",
    "conversations.replies",
    "views.open",
    "views.publish",
    ack,
  ],
  often: new Map([
    ["chat.postMessage", 5],
    [earlyPart, 2],
    ["chat.update", 3],
    ["upload", 3],
    ["files.getUploadURLExternal", 3],
    ["files.completeUploadExternal", 3],
    ["files.info", 3],
    [ack, 3],
  ]),
  // Before an acknowledgement an event is on disk already.
  spots: new Map([[`before ${ack}`, "after-put"]]),
  inside: [],
  beginning: [],
  lookups: [{ call: "conversations.history", after: "chat.postMessage" }],
};

/** Signs in many styles: no words that anybody judges, and in Slack's blocks they take more than ten times as much. */
const styled = (signs: number): string => "**+**`-` ".repeat(signs);

/** Slack on this machine. */
export const slackPlatform: Platform = {
  name: "slack",
  title: "Slack",
  seats: [
    { id: "U0PERSON1", name: "Ann", channel: "C0GENERAL" },
    { id: "U0PERSON2", name: "Bob", channel: "C0CHANNEL2" },
  ],
  moments,
  longer: { analyze: styled(190), build: styled(110), launch: styled(430) },
  // Slack waits for nothing but an acknowledgement.
  slowEvery: 0,
  open: openDouble,
  draw: (message) => drawn(renderMessage(message, slackLimits, message.kind === "status" ? 1 : undefined)),
  nameOf: (path) => path.split("/").at(-1) ?? "",
};

const drawn = ({ parts, pictures, overflow }: ReturnType<typeof renderMessage>): Drawn => ({
  parts: parts.map(({ blocks }) => shownIn(records(parsed(JSON.stringify(blocks))))),
  files: [
    ...pictures.map(({ name, bytes }) => ({ name, bytes })),
    ...(overflow === null ? [] : [{ name: overflow.name, bytes: overflow.text }]),
  ],
});
