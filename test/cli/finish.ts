import { PassThrough } from "node:stream";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { openDemo, openMachine } from "#src/main.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import { product } from "./botarmy.ts";

/** Takes up what was left in a data folder, as `botarmy start` does but without its pauses, until every project is complete. */
export const finishIn = async (data: string): Promise<readonly Project[]> => {
  const { model } = await openDemo({ scenario: "clean", seed: 1, msPerStep: 0 });
  const machine = await openMachine({
    data,
    root: product,
    logLevel: "info",
    defaults: { workflow: "sdlc", mode: "scripted", settings: {} },
    model: () => model,
    warn: (message) => process.stderr.write(`${message}\n`),
    chats: () => [
      createTerminalChat({
        folder: data,
        input: new PassThrough(),
        output: new PassThrough().resume(),
        clock: systemClock,
        user: { id: "you", name: "You", roles: [] },
        onStop: () => undefined,
        mode: "lines",
      }),
    ],
  });
  const { store } = machine.parts;
  const load = async () => await Promise.all((await store.ids()).map((id) => store.load(id)));
  const over = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    const open = (await load()).filter(
      (project) => project?.status !== "completed" || project.outbox.length > 0,
    );
    if (open.length === 0) over.resolve();
  };
  const army = createArmy(machine.parts, {
    broken: over.reject,
    saved: () => void look().catch(over.reject),
  });
  await army.start();
  await look();
  await over.promise;
  const projects = (await load()).filter((project) => project !== undefined);
  await army.stop();
  await machine.close();
  return projects;
};
