import type { ChannelFacts } from "./world.ts";

type Needs = string | ((channel: ChannelFacts | undefined) => string);

const byKind =
  (what: "history" | "read"): Needs =>
  (channel) =>
    `${{ public: "channels", private: "groups", im: "im" }[channel?.kind ?? "public"]}:${what}`;

const needs: Readonly<Record<string, Needs>> = {
  "assistant.threads.setStatus": "assistant:write",
  "assistant.threads.setSuggestedPrompts": "assistant:write",
  "chat.delete": "chat:write",
  "chat.postEphemeral": "chat:write",
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "conversations.history": byKind("history"),
  "conversations.info": byKind("read"),
  "conversations.join": "channels:join",
  "conversations.replies": byKind("history"),
  "files.completeUploadExternal": "files:write",
  "files.delete": "files:write",
  "files.getUploadURLExternal": "files:write",
  "files.info": "files:read",
  "reactions.add": "reactions:write",
  "reactions.remove": "reactions:write",
  "usergroups.list": "usergroups:read",
  "usergroups.users.list": "usergroups:read",
  "users.conversations": "channels:read",
  "users.info": "users:read",
  "users.list": "users:read",
};

/** The scope that a method needs, "" when it needs none. Names and pictures of one's own need another. */
export function scopeFor(
  method: string,
  channel: ChannelFacts | undefined,
  customized: boolean,
): readonly string[] {
  const needed = needs[method];
  if (needed === undefined) return [];
  const scope = typeof needed === "function" ? needed(channel) : needed;
  return customized && method === "chat.postMessage" ? [scope, "chat:write.customize"] : [scope];
}
