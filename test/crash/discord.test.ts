import { proveRound } from "./chat/proving.ts";
import { discordPlatform } from "./discord/platform.ts";

proveRound(discordPlatform, [
  { type: "spot", spot: "after-put", nth: 1 },
  { type: "wire", when: "before", call: "create_thread_from_message", nth: 1 },
  { type: "wire", when: "after", call: "create_message message", nth: 1 },
  { type: "wire", when: "after", call: "create_message file", nth: 1 },
]);
