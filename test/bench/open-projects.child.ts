import { createArmy } from "#src/runtime/army.ts";
import { openParts, quietTerminal } from "./army.ts";

/**
 * A fresh process on a data folder with many open projects. Prints one line of JSON: milliseconds since the process began,
 * megabytes of resident memory. With `each` it looks at every project, one after the other, although nothing is due.
 */
const [data = "", count = "0", each] = process.argv.slice(2);
const { parts, close } = await openParts({ data, chats: () => [quietTerminal(data)] });
const looked = new Set<string>();
const all = Promise.withResolvers<void>();
let lookAt: (id: string) => Promise<void> = async () => {};
let firstEffectMs: number | null = null;
const [terminal] = parts.chats;
if (terminal === undefined) throw new Error("there is no chat");

const army = createArmy(
  {
    ...parts,
    chats: [
      {
        ...terminal,
        edit: async (...edit) => {
          await terminal.edit(...edit);
          firstEffectMs ??= performance.now();
        },
      },
    ],
    engine: {
      ...parts.engine,
      start: async (look) => {
        lookAt = async (id) => {
          await look(id);
          if (looked.add(id).size === Number(count)) all.resolve();
        };
        await parts.engine.start(lookAt);
      },
    },
  },
  { broken: (error) => all.reject(error instanceof Error ? error : new Error(String(error))) },
);

await army.start();
const boot = { ms: performance.now(), mb: rssMb() };
if (each !== undefined) for (const id of await parts.store.ids()) await lookAt(id);
await all.promise;
const end = { ms: performance.now(), mb: rssMb(), peakMb: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(`${JSON.stringify({ boot, firstEffectMs, end })}\n`);
await army.stop();
await close();

function rssMb(): number {
  return process.memoryUsage.rss() / 1_048_576;
}
