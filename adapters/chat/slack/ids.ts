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
  const project = id.project === null ? "-" : escaped(id.project);
  const text =
    id.type === "says"
      ? `says|${project}|${id.n}`
      : `decide|${project}|${escaped(id.escalation)}|${id.rev}|${escaped(id.choice ?? "")}`;
  return text.length <= slackLimits.id ? text : null;
};

/** The same read back; null for what is not ours. */
export const readActionId = (text: string): ActionId | null => {
  const [type, project = "", ...rest] = text.split("|");
  const about = project === "-" ? null : unescaped(project);
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
    escalation: unescaped(escalation),
    rev,
    choice: choice === "" ? null : unescaped(choice),
  };
};

/** The parts of a `block_actions` action that are read here, as Slack sends them. */
export interface ClickedAction {
  readonly action_id: string;
  readonly value?: string | undefined;
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined;
}

/** What a click means; `project` is null where the thread says it. */
export type Click =
  | {
      readonly type: "decision";
      readonly project: string | null;
      readonly escalation: string;
      readonly rev: number;
      readonly choice: string;
    }
  | { readonly type: "button"; readonly project: string | null; readonly says: string };

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

const escaped = (text: string): string =>
  text === "-" ? "%2D" : text.replaceAll("%", "%25").replaceAll("|", "%7C");

const unescaped = (text: string): string =>
  text.replaceAll(/%(25|7C|2D)/g, (_, code: string) => ({ "25": "%", "7C": "|" })[code] ?? "-");

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
