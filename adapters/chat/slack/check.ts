import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Log } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { asked, deliveryLines, type Checked, type Delivered } from "../checked.ts";
import { createSlackClient, type CallSlack } from "./client.ts";
import { identify, type Identity } from "./identity.ts";

export interface CheckOptions {
  readonly token: string;
  /** The app-level token; null when Slack calls us over HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string | null;
  readonly log: Log;
  /** Where it was noted what came from Slack; null when nothing can have come yet. */
  readonly notes: Notes | null;
}

/** What the app needs each scope for. Without the first ones it cannot work at all. */
const scopes: readonly { readonly name: string; readonly needed: boolean; readonly for: string }[] = [
  { name: "commands", needed: true, for: "/botarmy" },
  { name: "chat:write", needed: true, for: "saying anything" },
  { name: "channels:history", needed: true, for: "hearing replies in public channels" },
  { name: "groups:history", needed: true, for: "hearing replies in private channels" },
  { name: "files:write", needed: true, for: "uploading what the agents write" },
  { name: "files:read", needed: false, for: "reading files that people drop" },
  { name: "app_mentions:read", needed: false, for: "hearing mentions outside its threads" },
  { name: "users:read", needed: false, for: "people's names" },
  { name: "usergroups:read", needed: false, for: "user groups as approvers" },
  { name: "im:history", needed: false, for: "direct messages" },
  { name: "assistant:write", needed: false, for: "showing that an agent is thinking" },
];

/** What Slack must deliver, and where that is switched on. */
const deliveries: readonly Delivered[] = [
  { kind: "command", what: "slash command", where: "Slash Commands → /botarmy" },
  { kind: "message", what: "message", where: "Event Subscriptions → message.channels and message.groups" },
  { kind: "interaction", what: "click", where: "Interactivity & Shortcuts → switched on" },
];

/** Asks Slack whether everything is set up, and says in plain words what is not. Changes nothing. */
export const checkSlack = async (options: CheckOptions): Promise<readonly Checked[]> => {
  const call = clientFor(options, options.token);
  return await asked(
    "Slack",
    () => identify(call),
    async (identity) => [
      { state: "ok", text: `Slack: signed in as @${identity.botName} in ${identity.team}` },
      ...scopeLines(identity),
      ...(await appTokenLines(options)),
      ...(await channelLines(call)),
      ...(await deliveryLines("Slack", deliveries, options.notes)),
    ],
  );
};

const clientFor = ({ apiUrl, log }: CheckOptions, token: string): CallSlack =>
  createSlackClient({ token, log, onFatal: () => undefined, ...(apiUrl === null ? {} : { apiUrl }) });

const scopeLines = ({ scopes: granted }: Identity): readonly Checked[] => {
  if (granted.length === 0)
    return [{ state: "note", text: "Slack: it did not say which scopes the app has" }];
  const missing = scopes.filter(({ name }) => !granted.includes(name));
  if (missing.length === 0) return [{ state: "ok", text: `Slack: all ${scopes.length} scopes are granted` }];
  return missing.map(({ name, needed, for: what }) => ({
    state: needed ? "wrong" : "note",
    text: `Slack: the scope ${name} is missing (${what}); add it under OAuth & Permissions and install the app again`,
  }));
};

const appTokenLines = async (options: CheckOptions): Promise<readonly Checked[]> => {
  if (options.appToken === null) return [{ state: "ok", text: "Slack: over HTTP, with the signing secret" }];
  const call = clientFor(options, options.appToken);
  return await asked(
    "Slack, app-level token",
    () => call("apps.connections.open", {}),
    () => [{ state: "ok", text: "Slack: Socket Mode connects" }],
  );
};

const Channels = z.looseObject({ channels: z.array(z.looseObject({ name: z.string().optional() })) });

/** Which channels the app is in; Slack tells only with `channels:read`, which nothing else needs. */
const channelLines = async (call: CallSlack): Promise<readonly Checked[]> => {
  try {
    const { channels } = Channels.parse(
      await call("users.conversations", { types: "public_channel,private_channel", limit: 200 }),
    );
    const names = channels.flatMap(({ name }) => (name === undefined ? [] : [`#${name}`]));
    return names.length === 0
      ? [{ state: "note", text: "Slack: the app is in no channel yet; invite it: /invite @botarmy" }]
      : [{ state: "ok", text: `Slack: in ${names.slice(0, 20).join(", ")}` }];
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return [
      {
        state: "note",
        text: "Slack: which channels the app is in is not known (that needs the scope channels:read); private channels need /invite @botarmy",
      },
    ];
  }
};
