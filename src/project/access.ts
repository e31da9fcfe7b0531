import type { Project } from "./project.ts";
import type { Person } from "./words.ts";

/** The role of people of another organisation, in a channel that is shared with it. No platform has a role of this name. */
export const external = "@external";

/**
 * May this person steer and decide? The person who started the project may, and everyone whom the settings name by user id,
 * role or group. Asked at the moment of the click, with the roles the person has then; a card grants nobody anything. `anyone` means everybody of the own organisation.
 */
export const mayDecide = (project: Pick<Project, "startedBy" | "settings">, person: Person): boolean => {
  const { approvers } = project.settings;
  if (person.id === project.startedBy.id) return true;
  if (approvers.includes("anyone") && !person.roles.includes(external)) return true;
  return approvers.includes(person.id) || person.roles.some((role) => approvers.some(names(role)));
};

/** A role is named as it is called or, as Discord mentions it, with an `&` before its id; a permission in large letters or small ones. */
const names =
  (role: string) =>
  (approver: string): boolean =>
    approver === role || approver === `&${role}` || (isPermission(role) && isSame(approver, role));

/** `permission:ManageGuild`: whoever has it, by whichever role. */
export const isPermission = (name: string): boolean => /^permission:/i.test(name);

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
