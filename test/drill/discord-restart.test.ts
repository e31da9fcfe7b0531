import { expect, test } from "vitest";
import { until } from "../support/until.ts";
import { back, minute, openTwo, unheard, whole } from "./two-on-discord.ts";

const hourOf = (at: number): string => new Date(at).toISOString().slice(11, 16);

test(
  "a program that is started again during an outage says once, from its beginning to its end, what could not be heard",
  whole,
  async () => {
    const drill = await openTwo();
    const { discord, clock, ann, bob, place, reads, times, card } = drill;
    const [one, two] = [await place(0), await place(1)];
    const lost = clock.now();
    discord.gateway.cut();
    await ann.write(one, "architect: use Postgres");
    await clock.pass(5 * minute);
    await drill.stop();
    await bob.write(two, "approve");
    await drill.start();
    await clock.pass(5 * minute);
    expect(await times(0, unheard)).toBe(0);
    const regained = clock.now();
    discord.gateway.restore();
    await back(drill);
    await card(1, "e2");
    await clock.pass(2 * minute);
    await reads(0, "Noted for Architect's next turn.");
    for (const n of [0, 1]) {
      const said = /commands between (\S+) and (\S+) UTC/.exec(await reads(n, unheard));
      const [from = "", to = ""] = said?.slice(1) ?? [];
      expect([await times(n, unheard), from]).toEqual([1, hourOf(lost)]);
      expect([hourOf(regained), hourOf(regained + minute)]).toContain(to);
    }
  },
);

test(
  "a token that is revoked during an outage is told once, and Discord is left alone; with a good one everything is said that waited",
  whole,
  async () => {
    const drill = await openTwo();
    const { discord, clock, ann, bob, place, reads, times, card, told } = drill;
    const [one, two] = [await place(0), await place(1)];
    discord.gateway.cut();
    await ann.write(one, "architect: use Postgres");
    await clock.pass(5 * minute);
    const mend = discord.fault({ operation: "*", times: 1_000_000, wrong: { status: 401 } });
    discord.gateway.restore();
    await until(() => discord.gateway.connected() > 0, 20_000);
    discord.gateway.closeWith(4_004);
    await bob.write(two, "approve");
    await clock.pass(10 * minute);
    expect(told).toEqual([expect.stringContaining("set DISCORD_BOT_TOKEN")]);
    expect(discord.invalidRequests()).toBeLessThan(20);
    await drill.stop();
    mend();
    await drill.start();
    await back(drill);
    await card(1, "e2");
    await reads(0, "Noted for Architect's next turn.");
    await clock.pass(2 * minute);
    for (const n of [0, 1]) expect([n, await times(n, unheard)]).toEqual([n, 1]);
    expect(told).toHaveLength(1);
  },
);

test(
  "a short cut is resumed: what was done meanwhile comes once, clicks too, and nothing is said of it",
  whole,
  async () => {
    const drill = await openTwo();
    const { world, discord, clock, ann, place, reads, times, card } = drill;
    const one = await place(0);
    const asked = await card(0, "e1");
    discord.gateway.drop();
    await until(() => discord.gateway.connected() === 0);
    await ann.write(one, "architect: use Postgres");
    const clicked = ann.click(asked, "Approve");
    await reads(0, "Noted for Architect's next turn.");
    await card(0, "e2");
    await clicked;
    await clock.pass(5 * minute);
    expect(discord.gateway.sessions.map(({ resumes }) => resumes)).toEqual([1]);
    for (const words of ["Noted for Architect's next turn.", "e1 · Ann chose Approve"])
      expect([words, await times(0, words)]).toEqual([words, 1]);
    expect(await times(0, unheard)).toBe(0);
    expect(world.troubles()).toEqual([]);
  },
);
