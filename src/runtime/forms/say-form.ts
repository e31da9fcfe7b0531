import { openEscalations } from "../../project/escalations.ts";
import type { Form } from "../../project/form.ts";
import type { Project } from "../../project/project.ts";
import { longestText } from "./start-form.ts";

/** Asks what a person wants to say in a project's thread. */
export const sayForm = (project: Project): Form => {
  const open = openEscalations(project.escalations);
  const asked = open.map(
    (one) => `- ${one.id}: ${one.title} (${one.choices.map(({ id }) => `\`${id}\``).join(", ")})`,
  );
  return {
    kind: "form",
    id: `say ${project.id}`,
    title: "Steer the project",
    submit: "Send",
    intro: [`**${project.title}**`, ...(asked.length === 0 ? [] : ["Open:", ...asked])]
      .join("\n")
      .slice(0, 2_000),
    fields: [
      {
        type: "text",
        id: "words",
        label: "What do you want to say?",
        optional: false,
        long: true,
        hint: "status, pause, approve e1, architect: use Postgres",
        initial: "",
        most: longestText,
      },
    ],
    fallback: "Say it in the project's thread; `/botarmy help` lists what I know.",
  };
};
