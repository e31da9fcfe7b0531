import { existsSync } from "node:fs";
import path from "node:path";
import { BotArmyError } from "../errors.ts";
import { openStorage, type Storage } from "../main.ts";
import type { Project } from "../project/project.ts";
import { ProjectId } from "../project/words.ts";

/** A project as somebody named it on the command line of `command`. */
interface Named {
  readonly command: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Opens the data folder for reading, another process may be using it, and looks up a project. Makes nothing that is not there. */
export const withProject = async <T>(
  { command, id, data }: Named,
  use: (project: Project, storage: Storage) => Promise<T>,
): Promise<T> => {
  if (!ProjectId.safeParse(id).success || id === undefined) {
    throw new BotArmyError(
      "project-id",
      `say which project: botarmy ${command} p-…; \`botarmy doctor\` lists them`,
    );
  }
  if (!existsSync(path.join(data, "botarmy.sqlite")))
    throw new BotArmyError("data-missing", `there is no botarmy.sqlite in ${data}; give --data DIR`);
  const storage = await openStorage(data);
  try {
    const project = await storage.store.load(id);
    if (project === undefined)
      throw new BotArmyError(
        "project-missing",
        `there is no project ${id} in ${data}; \`botarmy doctor\` lists those there are`,
      );
    return await use(project, storage);
  } finally {
    await storage.close();
  }
};
