import type { Escalation } from "#src/project/escalation.ts";
import type { Project } from "#src/project/project.ts";
import type { Product } from "./product.ts";

/** What a project waits for people with. */
export const stuckIn = (row: Project): Escalation | undefined =>
  row.escalations.find(({ state }) => state === "open");

/** Can people see what it waits for? */
export const isAsked = (row: Project): boolean => typeof stuckIn(row)?.posted === "string";

/** More questions than that mean that a project does not come to its end. */
const mostAsked = 12;

/** Gives the first choice to whatever is asked, until the project is over. */
export const goOn = async (product: Product, id: string): Promise<Project> => {
  const row = await product.when(id, (one) => stuckIn(one) !== undefined || one.endedAt !== null);
  const asked = stuckIn(row);
  if (asked === undefined) return row;
  if (row.escalations.length > mostAsked)
    throw new Error(
      `asked too often: ${row.escalations.map(({ kind, title }) => `${kind} ${title}`).join("; ")}`,
    );
  const [first] = asked.choices;
  const note = first?.wantsNote === true ? { note: "Do what serves the brief." } : {};
  await product.choose(id, { escalation: asked.id, choice: first?.id ?? "", ...note });
  await product.when(id, (one) => one.escalations.find((other) => other.id === asked.id)?.state !== "open");
  return await goOn(product, id);
};
