import { readClick } from "#adapters/chat/discord/ids.ts";
import { interactiveIn } from "../../support/discord/components.ts";
import { startDiscord } from "../../support/discord/discord.ts";
import type { Interaction } from "../../support/discord/interactions.ts";
import type { Person } from "../../support/discord/person.ts";
import type { Post } from "../../support/discord/world.ts";
import { string } from "../../support/json.ts";
import { until } from "../../support/until.ts";
import type { Deed, LoadDouble, LoadPlatform } from "../platform.ts";
import { look } from "./look.ts";

/**
 * Discord publishes no numbers but the second one; known is that it takes about five posts in five seconds in a channel. A thread is a
 * channel of its own. The status cards of all projects are edited in the channel itself, so they share five edits in five seconds.
 */
const rates = { perRoute: { limit: 5, windowMs: 5_000 }, global: { limit: 50, windowMs: 1_000 } };
/** An answer of Discord's takes about as long. */
const latencyMs = 120;

const open = async (count: number): Promise<LoadDouble> => {
  const discord = await startDiscord({ rates });
  discord.fault({ operation: "*", times: Infinity, wrong: { slowMs: latencyMs } });
  const people = Array.from({ length: count }, (_, n) =>
    discord.person(`41000000000000${String(n).padStart(4, "0")}`, { name: `Person ${n}` }),
  );
  return {
    env: { ...discord.env, DISCORD_GUILD_ID: "", DISCORD_INTENTS: "" },
    people: people.map((person) => ({
      start: async (brief) => deedOf(await person.slash(discord.general, "start", { brief })),
    })),
    ready: async () => {
      await until(() => discord.gateway.sessions.some(({ socket }) => socket !== null), 20_000);
      await until(() => discord.commands().length > 0, 20_000);
    },
    said: () => discord.posts.length,
    approval: (nth) => {
      const post = discord.posts[nth];
      return post === undefined ? null : approvalIn(post, people);
    },
    look: (keys) => look(discord, keys),
    close: discord.close,
  };
};

const deedOf = ({ ackMs }: Interaction): Deed => ({ ackMs });

const approvalIn = ({ id, components, pinged }: Post, people: readonly Person[]) => {
  const ids = interactiveIn(components).map((component) => string(component["custom_id"]));
  const button = ids.find((custom) => isApproval(custom));
  const asked = people.find((person) => pinged.users.includes(person.id));
  if (button === undefined || asked === undefined) return null;
  return async (): Promise<Deed> => deedOf(await asked.click(id, button));
};

const isApproval = (custom: string): boolean => {
  const click = readClick({ custom_id: custom });
  return click?.type === "decision" && click.choice === "approve";
};

/** Discord on this machine. */
export const discordPlatform: LoadPlatform = {
  limits: {
    posts: { everyMs: 1_000, burst: 5 },
    // An effect's key begins with its project, which has a thread.
    laneOf: (key) => key.split(":")[0] ?? "",
    // Threads do not share a rate, and none has more to say than it may at once: what is said goes out after one answer's time, so
    // nearly all of what is allowed stays unused, and that is no fault. How long each message waits says all.
    usedShare: null,
    // The product's own pace in a channel: one every second, and two at once.
    editsPerMinute: { most: 62, of: "one message" },
  },
  open,
};
