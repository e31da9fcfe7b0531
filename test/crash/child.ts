import { fileURLToPath } from "node:url";
import { createTerminalChat } from "#adapters/chat/terminal/terminal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import { createDemoModel, loadScenario } from "#adapters/model/demo/demo-model.ts";
import { openMachine, type Machine } from "#src/main.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import { namedRules, scriptedDecisions, scriptedPerson } from "#src/runtime/decider.ts";
import { onTheBill } from "./asked.ts";
import { isSpot } from "./deaths.ts";
import { dieAt, mortal } from "./mortal.ts";
import { createPeople } from "./people.ts";
import { placesIn, readRound, type Round } from "./round.ts";

/**
 * Run as a process of its own: `child.ts FOLDER [SPOT NTH]`. It is the product on the round's data folder, as `botarmy demo` joins
 * it, with people at the other end. It ends with code 0 when every project of the round is over, unless it dies before.
 */
const [folder = "", spotName, nth] = process.argv.slice(2);
const places = placesIn(folder);
const round = readRound(folder);
const reach = isSpot(spotName) ? dieAt(spotName, Number(nth)) : () => undefined;

const fail = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
};

const open = async ({ scenario: name, seed, msPerCall }: Round): Promise<Machine> => {
  const scenario = await loadScenario(name);
  return await openMachine({
    data: places.data,
    root: fileURLToPath(new URL("../..", import.meta.url)),
    logLevel: "info",
    defaults: {
      workflow: "sdlc",
      mode: "scripted",
      settings: { ...scenario.settings, approvers: [scriptedPerson.id] },
    },
    model: () => createDemoModel({ scenario, seed, pace: { msPerStep: msPerCall }, clock: systemClock }),
    warn: (message) => fail(new Error(message)),
    chats: () => [
      createTerminalChat({
        folder: places.data,
        input: process.stdin,
        output: process.stdout,
        clock: systemClock,
        user: { id: "keyboard", name: "Nobody", roles: [] },
        mode: "lines",
        onStop: () => undefined,
      }),
    ],
  });
};

process.stdout.write("opening\n");
const machine = await open(round);
const { model, calls } = machine.parts;
const parts = mortal({ ...machine.parts, model: onTheBill(model, calls, places.asked) }, reach);
const rows = new Map<string, Project>();
const over = Promise.withResolvers<void>();

const see = (project: Project): void => {
  rows.set(project.id, project);
  decide(project);
  people.see(project);
  checkOver();
};

const decide = (project: Project): void => {
  const plan = round.projects.find(({ person }) => person === project.startedBy.id);
  const rules = namedRules[plan?.decide ?? "approve"] ?? [];
  for (const inbound of scriptedDecisions(project, rules, systemClock.now()))
    army.receive(inbound).catch(fail);
};

const checkOver = (): void => {
  const done = [...rows.values()].filter((row) => row.status === "completed" && row.outbox.length === 0);
  if (done.length === round.projects.length && people.isQuiet()) over.resolve();
};

const army = createArmy(parts, { broken: fail, saved: see });
const people = createPeople({
  round,
  file: places.delivered,
  receive: army.receive,
  reach,
  onTaken: () => {
    for (const row of rows.values()) see(row);
  },
  onFault: fail,
});

await army.start();
for (const id of await parts.store.ids()) {
  const row = await parts.store.load(id);
  if (row !== undefined && !rows.has(id)) see(row);
}
people.begin();
checkOver();
await over.promise;
await army.stop();
await machine.close();
