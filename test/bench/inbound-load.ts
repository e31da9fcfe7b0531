import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Sends signed clicks to a server on this machine. */
export interface Load {
  /** Sends this many, as soon as there is room for one more of `atOnce`. */
  closed(count: number, atOnce: number): Promise<void>;
  /** Sends this many, evenly, whether or not they are answered; the milliseconds until each was acknowledged. */
  open(count: number, perSecond: number): Promise<readonly number[]>;
}

let sent = 0;

export const createLoad = (port: number, secret: string): Load => {
  const click = async (agent: Agent): Promise<number> => {
    const body = clickBody((sent += 1));
    const timestamp = Math.floor(Date.now() / 1_000);
    const mac = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": Buffer.byteLength(body),
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${mac}`,
    };
    const from = performance.now();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { agent, port, host: "127.0.0.1", path: "/slack/events", method: "POST", headers };
      const sending = request(options, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      sending.on("error", reject).end(body);
    });
    if (status !== 200) throw new Error(`a click was answered with ${status}`);
    return performance.now() - from;
  };
  return {
    closed: (count, atOnce) =>
      withAgent(async (agent) => {
        let left = count;
        const worker = async (): Promise<void> => {
          for (; left > 0;) {
            left -= 1;
            await click(agent);
          }
        };
        await Promise.all(Array.from({ length: atOnce }, worker));
      }),
    open: (count, perSecond) =>
      withAgent(async (agent) => {
        const from = performance.now();
        const clicks: Promise<number>[] = [];
        for (let n = 0; n < count; n++) {
          await sleep(Math.max(0, from + (n * 1_000) / perSecond - performance.now()));
          clicks.push(click(agent));
        }
        return await Promise.all(clicks);
      }),
  };
};

/** Connections are made anew each time: the server closes those that are idle between two rounds. */
const withAgent = async <T>(use: (agent: Agent) => Promise<T>): Promise<T> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  try {
    return await use(agent);
  } finally {
    agent.destroy();
  }
};

/** A click on a card of a usual size, some 3 kB. */
const clickBody = (n: number): string => {
  const line = "The architect proposes Postgres, because members book lanes at the same time.";
  const text = {
    type: "rich_text",
    elements: Array.from({ length: 12 }, () => ({ type: "text", text: line })),
  };
  const payload = {
    type: "block_actions",
    team: { id: "T1", domain: "swim-club" },
    user: { id: `U${n % 50}`, username: "ada", team_id: "T1" },
    api_app_id: "A1",
    trigger_id: `${process.pid}.${n}.8088930838d88f008e0`,
    container: { type: "message", message_ts: "1700000000.000100", channel_id: "C1" },
    channel: { id: "C1", name: "general" },
    message: {
      type: "message",
      user: "UB1",
      bot_id: "B1",
      ts: "1700000000.000100",
      thread_ts: `17000000${n % 20}.000001`,
      text: line,
      blocks: [text],
    },
    response_url: "https://hooks.slack.com/actions/T1/1/x",
    actions: [
      { type: "button", action_id: "says|p-abc234|1", block_id: "b1", value: "pause", action_ts: "1.2" },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
};
