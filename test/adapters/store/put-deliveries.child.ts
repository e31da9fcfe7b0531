import { createInbox } from "#adapters/store/inbox.ts";
import { openDatabase } from "#adapters/store/sqlite.ts";
import { sampleDelivery } from "../../contracts/inbox-store.ts";

/** Puts deliveries, eight at a time, marks every other one as done, and prints each once that is true. */
const folder = process.argv[2] ?? "";
const inbox = createInbox(await openDatabase({ folder }), { chat: "slack" });
const open = await inbox.open();
const one = async (n: number): Promise<void> => {
  const id = `e:${process.pid}:${n}`;
  await inbox.put(sampleDelivery(id));
  process.stdout.write(`put ${id}\n`);
  if (n % 2 === 0) return;
  await inbox.done(id);
  process.stdout.write(`done ${id}\n`);
};
for (let n = open.length; ; n += 8) await Promise.all(Array.from({ length: 8 }, (_, more) => one(n + more)));
