import type { SettingsChange } from "../project/workflow.ts";
import { readSpan } from "./amounts.ts";

/** `approvals gates`, `approvers @U1 &456 permission:ManageGuild`, `approvers anyone`, `approvers nobody`, `remind 4h`, `saving on`; null for anything else. */
export const readSettings = (text: string): SettingsChange | null => {
  const [, name = "", rest = ""] = /^(\S+)\s+([\s\S]+)$/.exec(text.trim()) ?? [];
  const value = rest.trim();
  switch (name.toLowerCase()) {
    case "approvals":
      return value === "gates" || value === "marks" || value === "none" ? { approvals: value } : null;
    case "approvers":
      return readApprovers(value);
    case "remind": {
      const decisionMs = readSpan(value);
      return decisionMs === null ? null : { decisionMs };
    }
    case "saving":
      return value === "on" || value === "off" ? { saving: value === "on" } : null;
    default:
      return null;
  }
};

/** Only what names somebody is taken: "approvers should be asked" is no list. */
const readApprovers = (text: string): SettingsChange | null => {
  if (text.toLowerCase() === "nobody") return { approvers: [] };
  const words = text.split(/[\s,]+/);
  return words.every((word) => approver.test(word)) ? { approvers: [...new Set(words.map(plainId))] } : null;
};

const approver = /^(?:@!?&?[^\s@!&]\S*|&[^\s@!&]\S*|anyone|permission:[a-z]+)$/i;

/** `@U123` and `anyone` as the settings keep them; a role of Discord stays `&456`, so that it is told from a person. */
export const plainId = (word: string): string => word.replace(/^[@!]+/, "");
