import type { Click } from "../clicks.ts";
import { idPart, readIdPart, wholeNumber } from "../id-parts.ts";
import { slackLimits } from "./limits.ts";

/** What a button or menu of ours is about; it comes back in `action_id`. */
export type ActionId =
  /** A choice of an escalation; `choice` is null for a menu, whose option says it. `project` is null where the thread says it. */
  | {
      readonly type: "decide";
      readonly project: string | null;
      readonly escalation: string;
      readonly rev: number;
      readonly choice: string | null;
    }
  /** A button that says words: they are its value. `n` tells the buttons of one block apart. */
  | { readonly type: "says"; readonly project: string | null; readonly n: number };

/** `decide|p-3f9k2m7q|e3|2|approve`, `decide|-|e3|2|` for a menu, `says|-|4`; null when that is longer than Slack takes. */
export const actionId = (id: ActionId): string | null => {
  const project = idPart(id.project);
  const text =
    id.type === "says"
      ? `says|${project}|${id.n}`
      : `decide|${project}|${idPart(id.escalation)}|${id.rev}|${idPart(id.choice ?? "")}`;
  return text.length <= slackLimits.id ? text : null;
};

/** The same read back; null for what is not ours. */
export const readActionId = (text: string): ActionId | null => {
  const [type, project = "", ...rest] = text.split("|");
  const about = readIdPart(project);
  if (type === "says" && rest.length === 1) {
    const n = wholeNumber(rest[0]);
    return n === null ? null : { type, project: about, n };
  }
  if (type !== "decide" || rest.length !== 3) return null;
  const [escalation = "", written, choice = ""] = rest;
  const rev = wholeNumber(written);
  if (rev === null || rev === 0) return null;
  return {
    type,
    project: about,
    escalation: readIdPart(escalation) ?? "",
    rev,
    choice: choice === "" ? null : readIdPart(choice),
  };
};

/** The parts of a `block_actions` action that are read here, as Slack sends them. */
export interface ClickedAction {
  readonly action_id: string;
  readonly value?: string | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
}

/** Reads a click on a button or a menu's option; null when it is none of ours, or says nothing. */
export const readClick = (action: ClickedAction): Click | null => {
  const id = readActionId(action.action_id);
  if (id === null) return null;
  if (id.type === "says") {
    const says = action.value ?? "";
    return says === "" ? null : { type: "button", project: id.project, says };
  }
  const choice = id.choice ?? action.selected_option?.value ?? "";
  const { project, escalation, rev } = id;
  return choice === "" ? null : { type: "decision", project, escalation, rev, choice };
};
