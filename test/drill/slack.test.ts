import { expect, test } from "vitest";
import { onSlack } from "../stories/on-slack.ts";
import { until } from "../support/until.ts";
import { passingClock } from "./passing-clock.ts";
import { openDrill } from "./stage.ts";

const minute = 60_000;
/** The whole product takes its time. */
const whole = { timeout: 60_000 };
const unheard = "I could not hear clicks and commands";

test(
  "ten minutes without Socket Mode: what was written is read, once, and what nobody can read again is said, once",
  whole,
  async () => {
    // Slack goes by the machine's clock: what is written must not be older than the outage.
    const clock = passingClock(60 * minute);
    const drill = await openDrill(() => onSlack({ slack: { lifetimes: { redeliver: [] } } }), clock);
    const { world, place, card, reads, times, when } = drill;
    const { slack } = world;
    const ann = await world.person("Ann");
    await ann.slash("start --approve gates Coaches book the lanes of a pool. A coach must book a lane.");
    const asked = await card(0, "e1");
    await when(0, ({ outbox }) => outbox.every(({ type }) => type === "runStep"));
    const at = await place(0);
    const mend = slack.fault({ method: "apps.connections.open", times: 1_000_000, wrong: { status: 503 } });
    for (const connection of slack.connections) connection.cut();
    await until(() => slack.connections.every(({ open }) => !open));
    await clock.pass(5 * minute);
    await ann.write(at, "architect: use Postgres");
    await ann.write(at, "", [{ name: "prices.csv", text: "lane,20\n" }]);
    expect(await ann.click(asked, "Approve")).toEqual({ ackMs: null });
    await clock.pass(5 * minute);
    expect(await times(0, "Noted")).toBe(0);
    mend();
    await clock.pass(minute);
    await until(() => slack.connections.some(({ open }) => open), 20_000);
    await reads(0, "Noted for Architect's next turn.");
    await reads(0, "`prices.csv`, version 1");
    await clock.pass(minute);
    await reads(0, `${unheard} between`);
    await ann.click(asked, "Approve");
    await card(0, "e2");
    await drill.stop();
    await drill.start();
    await until(() => slack.connections.some(({ open }) => open), 20_000);
    await clock.pass(5 * minute);
    for (const words of [
      "Noted for Architect's next turn.",
      "`prices.csv`, version 1",
      "e1 · Ann chose Approve",
      unheard,
    ])
      expect([words, await times(0, words)]).toEqual([words, 1]);
  },
);
