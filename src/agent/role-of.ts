import { BotArmyError } from "../errors.ts";
import type { Project, Stage } from "../project/project.ts";
import type { Role } from "../team/role.ts";

/** The role of whoever acts in a stage. Throws BotArmyError `role-missing` for one whom the team of the project does not know. */
export const roleOf = (
  roles: readonly Role[],
  agent: string,
  { project, stage }: { readonly project: Project; readonly stage: Stage },
): Role => {
  const role = roles.find(({ id }) => id === agent);
  if (role !== undefined) return role;
  throw new BotArmyError(
    "role-missing",
    `stage ${stage.id} belongs to ${agent}, who is not in the team of ${project.id}; reassign it to ${roles.map(({ id }) => id).join(", ")}`,
  );
};
