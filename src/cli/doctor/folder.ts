import { existsSync } from "node:fs";
import { lookInto, type Storage } from "../../main.ts";
import { isAlive, readHealth } from "../../main/health.ts";
import { counted } from "../../project/numbers.ts";
import { headline } from "../../project/status-card.ts";
import { checked, type Finding } from "./finding.ts";
import { healthLines } from "./health-lines.ts";

/** Most projects that are listed, the newest ones. */
const mostListed = 20;

/** What a data folder holds, also while a bot works in it, and how that bot's models are. Makes no folder. */
export const lookAtFolder = async (data: string): Promise<readonly Finding[]> => {
  if (!existsSync(data))
    return [{ state: "note", text: `data folder ${data}: not there yet; the first start makes it` }];
  return await checked(() =>
    lookInto(data, async (storage, isTaken) => [
      ...(await projects(data, storage, isTaken)),
      ...(await checked(() => health(data, isTaken), "note")),
    ]),
  );
};

const projects = async (data: string, { store }: Storage, isTaken: boolean): Promise<readonly Finding[]> => {
  const ids = await store.ids();
  const listed = await Promise.all(ids.slice(0, mostListed).map((id) => store.load(id)));
  const use = isTaken ? "in use by a running BotArmy" : "free";
  return [
    { state: "ok", text: `data folder ${data}: whole, ${use}, ${counted(ids.length, "project")}` },
    ...listed.flatMap((project): Finding[] =>
      project === undefined
        ? []
        : [{ state: "ok", text: `  ${project.id}  ${project.title}: ${headline(project)}` }],
    ),
  ];
};

const health = async (data: string, isTaken: boolean): Promise<readonly Finding[]> => {
  const report = await readHealth(data);
  if (report === null) return [];
  return healthLines(report, { now: Date.now(), isRunning: isTaken && isAlive(report.process) });
};
