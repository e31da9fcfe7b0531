import { proveRound } from "./chat/proving.ts";
import { slackPlatform } from "./slack/platform.ts";

proveRound(slackPlatform, [
  { type: "wire", when: "before", call: "ack", nth: 1 },
  { type: "wire", when: "after", call: "chat.postMessage", nth: 1 },
  { type: "wire", when: "after", call: "files.completeUploadExternal", nth: 1 },
]);
