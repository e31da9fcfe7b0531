import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Told, type Orders } from "./told.ts";

/** The product as a process of its own. */
export interface Product {
  /** Ends it gracefully. */
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL("product.child.ts", import.meta.url));
/** It ends what is under way, and a card may wait long for its turn: after so long it is ended. */
const patienceMs = 20_000;

/** It is on no other chat than the one that is played. */
const noChat = { SLACK_BOT_TOKEN: "", SLACK_APP_TOKEN: "", SLACK_SIGNING_SECRET: "", DISCORD_BOT_TOKEN: "" };

/** Starts it with the flags of `npm start`, on the chat of `env`; resolves when it has begun. `onTold` hears everything that it tells. */
export const startProduct = async (
  orders: Orders,
  env: Readonly<Record<string, string>>,
  onTold: (told: Told) => void,
): Promise<Product> => {
  const child = fork(script, [JSON.stringify(orders)], {
    execArgv: ["--max-semi-space-size=4"],
    env: { ...process.env, ...noChat, ...env },
  });
  const ended = once(child, "exit");
  const ready = Promise.withResolvers<void>();
  child.on("message", (message) => {
    const told = Told.parse(message);
    if (told.type === "ready") ready.resolve();
    else onTold(told);
  });
  let isStopping = false;
  child.once("exit", (code) => {
    if (isStopping) return;
    const words = `the product ended by itself (code ${code})`;
    ready.reject(new Error(words));
    onTold({ type: "broken", words });
  });
  await ready.promise;
  return {
    stop: async () => {
      isStopping = true;
      child.send("stop");
      const late = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await ended;
      clearTimeout(late);
    },
  };
};
