import { createArmy } from "#src/runtime/army.ts";
import { openParts, quietTerminal } from "./army.ts";

/** Boots on a data folder and prints how long that took since the process began, in milliseconds. */
const [data = ""] = process.argv.slice(2);
const { parts, close } = await openParts({ data, chats: () => [quietTerminal(data)] });
const army = createArmy(parts);
await army.start();
process.stdout.write(JSON.stringify({ ms: performance.now() }));
await army.stop();
await close();
