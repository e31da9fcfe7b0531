import { Client, GatewayIntentBits, REST } from "discord.js";
import type { ClientOptions, Interaction } from "discord.js";
import { expect, onTestFinished } from "vitest";
import { record, string } from "../json.ts";
import type { Json } from "../json.ts";
import { startDiscord } from "./discord.ts";
import type { DiscordOptions, TestDiscord } from "./discord.ts";

export interface Stage {
  readonly discord: TestDiscord;
  readonly rest: REST;
  /** Posts to #general unless told otherwise; the message. */
  post(body: Json, place?: string): Promise<Json>;
}

/** A Discord that ends with the test, and a client of its API that tries once. */
export async function startStage(options: DiscordOptions = {}): Promise<Stage> {
  const discord = await startDiscord(options);
  onTestFinished(() => discord.close());
  const rest = restOf(discord);
  return {
    discord,
    rest,
    post: async (body, place = discord.general) =>
      record(await rest.post(`/channels/${place}/messages`, { body })),
  };
}

/** A client of the API that tries once. */
export const restOf = (discord: TestDiscord, timeout = 5_000): REST =>
  new REST({
    api: discord.apiUrl,
    version: "10",
    retries: 0,
    timeout,
    rejectOnRateLimit: () => true,
  }).setToken(discord.app.token);

/** What a call failed with: Discord's code, or else its status or the error's name; 0 when it did not. */
export const errorOf = (call: Promise<unknown>): Promise<number | string> =>
  call.then(
    () => 0,
    (error: unknown) => {
      const { code, status, name } = record(error);
      // The DOM's errors have numbers too.
      if (error instanceof DOMException) return error.name;
      if (typeof code === "number" && code > 0) return code;
      return typeof status === "number" ? status : string(code) || string(name).replace(/\[.*/, "");
    },
  );

const usual = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent];

/** A bot that is ready; it ends with the test. */
export async function startBot(
  discord: TestDiscord,
  answer: (interaction: Interaction) => Promise<unknown> = () => Promise.resolve(),
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = new Client({
    intents: usual,
    rest: { api: discord.apiUrl, retries: 0 },
    // The usual throttle lets five seconds pass between two identifies.
    ws: { buildIdentifyThrottler: () => Promise.resolve({ waitForIdentify: () => Promise.resolve() }) },
    ...options,
  });
  const faults: unknown[] = [];
  onTestFinished(async () => {
    await client.destroy();
    expect(faults).toEqual([]);
  });
  client.on("error", () => undefined);
  client.on("interactionCreate", (interaction) => {
    answer(interaction).catch((fault: unknown) => faults.push(fault));
  });
  const ready = new Promise<Client<true>>((resolve) => {
    client.once("clientReady", resolve);
  });
  await client.login(discord.app.token);
  return ready;
}

/** A card: one container with a text and buttons that are called by their labels. */
export const card = (text: string, ...labels: readonly string[]): Json => ({
  flags: 1 << 15,
  components: [
    {
      type: 17,
      components: [
        { type: 10, content: text },
        ...(labels.length === 0 ? [] : [{ type: 1, components: labels.map(button) }]),
      ],
    },
  ],
});

export const button = (label: string): Json => ({
  type: 2,
  style: 1,
  label,
  custom_id: label.toLowerCase(),
});
