import { createEmulator } from "emulate";
import { mapStrings, record, string } from "../json.ts";
import type { Json } from "../json.ts";
import type { AppFacts } from "./app.ts";

/** The `emulate` package: keeps messages, files and views. Ids that tests choose are translated both ways. */
export interface Emulated {
  /** Calls a Web API method as the owner of `token`. */
  call(method: string, args: Json, token: string): Promise<Json>;
  /** A request that is no API call: an upload or a download. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** The token of the next free user, who is called `id` from now on. */
  person(id: string): Promise<string>;
  /** Creates a channel that is called `id` from now on. */
  channel(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Users must be seeded at the start, so there is a supply of them. */
const supply = 60;

/** A user whom no test gets: owns the channels. */
const ownerToken = "xoxp-supply-0";

const tokenOf = (n: number): string => `xoxp-supply-${n}`;

/** Starts it on a free port; links in its answers begin with `baseUrl`. */
export async function startEmulated(app: AppFacts, baseUrl: string): Promise<Emulated> {
  const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: seedOf(app) } });
  // It listens on IPv4 only, whatever `localhost` means on this machine.
  const address = emulator.url.replace("localhost", "127.0.0.1");
  const ids = createTranslation(emulator.url, baseUrl);
  let given = 0;
  const call: Emulated["call"] = async (method, args, token) => {
    const response = await fetch(`${address}/api/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(mapStrings(args, ids.theirs)),
    });
    if (response.status === 404) return { ok: false, error: "unknown_method" };
    return record(mapStrings(await response.json(), ids.ours));
  };
  return {
    call,
    fetch: (path, init) => fetch(`${address}${path}`, init),
    person: async (id) => {
      given += 1;
      const token = tokenOf(given);
      const answer = await call("auth.test", {}, token);
      if (answer["ok"] !== true) throw new Error(`there are only ${supply} people`);
      ids.add(string(answer["user_id"]), id);
      return token;
    },
    channel: async (id) => {
      const name = `channel-${id.toLowerCase()}`;
      const answer = await call("conversations.create", { name }, ownerToken);
      if (answer["ok"] !== true) throw new Error(`no channel ${id}: ${string(answer["error"])}`);
      ids.add(string(record(answer["channel"])["id"]), id);
    },
    close: () => emulator.close(),
  };
}

function seedOf(app: AppFacts): Json {
  const users = Array.from({ length: supply + 1 }, (_, n) => ({ name: `supply-${n}` }));
  return {
    team: { name: app.teamName, domain: app.domain },
    users,
    oauth_apps: [
      {
        app_id: app.appId,
        client_id: "client",
        client_secret: "secret",
        name: app.botName,
        redirect_uris: [],
        bot_id: app.botId,
        bot_user_id: app.botUserId,
        bot_name: app.botName,
      },
    ],
    tokens: [
      { token: app.botToken, user_id: app.botUserId, app_id: app.appId, bot_id: app.botId, type: "bot" },
      ...users.map(({ name }, n) => ({ token: tokenOf(n), user: name, type: "user" })),
    ],
  };
}

interface Translation {
  add(their: string, our: string): void;
  theirs(text: string): string;
  ours(text: string): string;
}

function createTranslation(theirBase: string, ourBase: string): Translation {
  const toOurs = new Map<string, string>();
  const toTheirs = new Map<string, string>();
  const replaced = (text: string, map: ReadonlyMap<string, string>): string =>
    text.replaceAll(/\b[A-Z][A-Z0-9]{2,}\b/g, (word) => map.get(word) ?? word);
  return {
    add: (their, our) => {
      toOurs.set(their, our);
      toTheirs.set(our, their);
    },
    theirs: (text) => replaced(text, toTheirs),
    ours: (text) => replaced(text, toOurs).replaceAll(theirBase, ourBase),
  };
}
