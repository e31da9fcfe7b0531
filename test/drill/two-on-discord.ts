import { onDiscord, type DiscordWorld } from "../stories/on-discord.ts";
import { until } from "../support/until.ts";
import { openDrill, type Drill } from "./stage.ts";

export const minute = 60_000;
/** The whole product takes its time. */
export const whole = { timeout: 60_000 };
/** What is said of clicks and commands that reached nobody. */
export const unheard = "I could not hear clicks and commands";

/** A project of Ann's and one of Bob's, which both wait for a decision. */
export const openTwo = async () => {
  const drill = await openDrill((clock) =>
    onDiscord({
      // By a clock that is ten times as fast an answer comes ten times as late; and where it is moved on, hearts beat in between.
      discord: { now: clock.now, lifetimes: { ack: 30_000, heartbeat: 150 } },
    }),
  );
  const { world, card } = drill;
  const [ann, bob] = [await world.person("Ann"), await world.person("Bob")];
  for (const [n, person] of [ann, bob].entries()) {
    await person.slash(
      `start --approve gates Coaches book the lanes of pool ${n + 1}. A coach must book a lane.`,
    );
    await card(n, "e1");
  }
  await quiet(drill);
  return { ...drill, ann, bob, discord: world.discord };
};

const quiet = async ({ when }: Pick<Drill<DiscordWorld>, "when">): Promise<void> => {
  for (const n of [0, 1]) await when(n, ({ outbox }) => outbox.every(({ type }) => type === "runStep"));
};

/** Resolves when the bot is connected; it may wait half a minute between two tries. */
export const back = async ({ world, clock }: Pick<Drill<DiscordWorld>, "world" | "clock">): Promise<void> => {
  await clock.pass(30_000);
  await until(() => world.discord.gateway.sessions.some(({ socket }) => socket !== null), 20_000);
};
