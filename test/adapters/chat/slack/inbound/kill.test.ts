import { expect, test } from "vitest";
import { startSlack } from "../../../../support/slack/slack.ts";
import { startChild, type Child } from "../../../store/child.ts";
import { temporaryFolder } from "../../../store/temporary-folder.ts";

const script = "../chat/slack/inbound/inbound.child.ts";
const clicks = 12;

/** Reads lines until the port comes; what came before it, and the address. */
const started = async (child: Child) => {
  const before: string[] = [];
  for (;;) {
    const line = (await child.line()) ?? "";
    const port = /^port (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return { before, url: `http://127.0.0.1:${port}/slack/events` };
    before.push(line);
  }
};

const lines = async (child: Child, count: number): Promise<readonly string[]> => {
  const read: string[] = [];
  while (read.length < count) read.push((await child.line()) ?? "");
  return read;
};

test("clicks that Slack was told of are done exactly once when the process is killed before it did them", async () => {
  const slack = await startSlack();
  const folder = temporaryFolder();
  const secret = `export SECRET=${slack.app.signingSecret}`;
  const click = (url: string, n: number) =>
    slack.request(url, {
      type: "interactive",
      payload: {
        type: "block_actions",
        trigger_id: `1.${n}.x`,
        team: { id: slack.app.teamId },
        user: { id: `U${n}` },
        channel: { id: "C0GENERAL" },
        message: { ts: `${n}.0` },
        actions: [{ type: "button", action_id: "says|-|1", value: "pause" }],
      },
    });
  const ids = Array.from({ length: clicks }, (_, n) => `t:1.${n}.x`);

  const first = startChild(script, folder, `${secret}; export HANG=1`);
  const { url } = await started(first);
  const answers = await Promise.all(ids.map((_, n) => click(url, n)));
  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
  await first.kill();

  const second = startChild(script, folder, secret);
  const again = await started(second);
  const done = [...again.before, ...(await lines(second, clicks * 2 - again.before.length))];
  expect(done.filter((line) => line !== "answered").toSorted()).toEqual(
    ids.map((id) => `received ${id}`).toSorted(),
  );
  expect(done.filter((line) => line === "answered")).toHaveLength(clicks);
  await second.kill();

  const third = startChild(script, folder, secret);
  const last = await started(third);
  for (const [n] of ids.entries()) expect((await click(last.url, n)).status).toBe(200);
  expect((await click(last.url, clicks)).status).toBe(200);
  expect([...last.before, ...(await lines(third, 1))]).toEqual([`received t:1.${clicks}.x`]);
  await slack.close();
}, 30_000);
