import { BotArmyError } from "../../errors.ts";
import type { Message } from "../../project/message.ts";
import type { Project } from "../../project/project.ts";
import { specAt } from "../../project/spec.ts";
import { pieces } from "./pieces.ts";
import { view } from "./view.ts";

/** The spec at a version (`3` or `v3`), the newest when none is named. Throws BotArmyError `spec-version`. */
export const specView = (project: Project, argument: string): Message => {
  const version = argument === "" ? project.spec.version : Number(argument.replace(/^v/i, ""));
  const document = specAt(project.spec, version);
  if (document === undefined) {
    throw new BotArmyError(
      "spec-version",
      `the spec has versions 0 to ${project.spec.version}; there is no \`${argument}\``,
    );
  }
  return view(
    `Spec, version ${version}`,
    pieces(JSON.stringify(document, null, 2)).map((text) => ({ type: "code", language: "json", text })),
  );
};
