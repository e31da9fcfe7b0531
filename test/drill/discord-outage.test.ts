import { expect, test } from "vitest";
import { until } from "../support/until.ts";
import { back, minute, openTwo, unheard, whole } from "./two-on-discord.ts";

test(
  "ten minutes without gateway: what was written and dropped is read, once, and what nobody can read again is said, once",
  whole,
  async () => {
    const drill = await openTwo();
    const { world, discord, clock, ann, bob, place, card, reads, times, when } = drill;
    const [one, two] = [await place(0), await place(1)];
    discord.gateway.cut();
    await ann.write(one, "architect: use Postgres");
    await ann.write(one, "", [{ name: "prices.csv", text: "lane,20\n" }]);
    await bob.write(two, "approve");
    expect(await ann.click(await card(0, "e1"), "Approve")).toEqual({ ackMs: null });
    await ann.slash("status", one.thread);
    await clock.pass(10 * minute);
    expect(await times(0, "Noted")).toBe(0);
    discord.gateway.restore();
    await back(drill);
    await reads(0, "Noted for Architect's next turn.");
    await reads(0, "`prices.csv`, version 1");
    await card(1, "e2");
    await clock.pass(minute);
    for (const n of [0, 1]) await reads(n, unheard);
    await ann.click(await card(0, "e1"), "Approve");
    await card(0, "e2");
    await drill.stop();
    await drill.start();
    await until(() => discord.gateway.sessions.some(({ socket }) => socket !== null), 20_000);
    await clock.pass(5 * minute);
    await when(0, ({ escalations }) => escalations.length === 2);
    for (const words of ["Noted for Architect's next turn.", "`prices.csv`, version 1", unheard])
      expect([words, await times(0, words)]).toEqual([words, 1]);
    expect(await reads(0, unheard)).toMatch(/commands (?:at times )?between/);
    expect([await times(1, unheard), await times(1, "e1 · Bob chose Approve")]).toEqual([1, 1]);
    expect(world.troubles()).toEqual([
      "component: This interaction failed",
      "command: The application did not respond",
    ]);
  },
);

test(
  "a gateway that is cut in the middle of posting, with an API that fails for ten minutes: everything is there once",
  whole,
  async () => {
    const drill = await openTwo();
    const { world, discord, clock, ann, bob, place, card, reads, times } = drill;
    const [one, two] = [await place(0), await place(1)];
    const mends: (() => void)[] = [];
    const all = { operation: "*", times: 1_000_000 } as const;
    const listening = discord.onCall((when, { operation }) => {
      if (when !== "after" || operation !== "create_message" || mends.length > 0) return;
      discord.gateway.cut();
      mends.push(
        discord.fault({ operation: "create_message", nth: 1, wrong: "502-after" }),
        discord.fault({ operation: "create_message", nth: 2, wrong: "drop-after" }),
        discord.fault({ ...all, nth: 3, when: ({ n }) => n % 2 === 0, wrong: "502-before" }),
        discord.fault({ ...all, nth: 3, when: ({ n }) => n % 2 === 1, wrong: "drop-before" }),
      );
    });
    await ann.click(await card(0, "e1"), "Approve");
    await until(() => mends.length > 0);
    await bob.write(two, "approve");
    await ann.write(one, "architect: use Postgres");
    await clock.pass(10 * minute);
    for (const mend of mends) mend();
    listening();
    discord.gateway.restore();
    await back(drill);
    await clock.pass(5 * minute);
    for (const n of [0, 1]) {
      await card(n, "e2");
      for (const words of ["## Analyst → Architect", "e1 · "]) {
        await reads(n, words);
        expect([n, words, await times(n, words)]).toEqual([n, words, 1]);
      }
    }
    // Nobody may be asked anything in one of the threads just then.
    expect([...new Set([await times(0, unheard), await times(1, unheard)])]).toContain(1);
    expect(Math.max(await times(0, unheard), await times(1, unheard))).toBe(1);
    expect(await times(0, "Noted for Architect's next turn.")).toBe(1);
    expect(
      world.troubles().filter((trouble) => /^(refused|posted twice|cannot|notifies|component)/.test(trouble)),
    ).toEqual([]);
  },
);
