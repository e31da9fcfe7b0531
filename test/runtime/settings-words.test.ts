import { expect, test } from "vitest";
import { readSettings } from "#src/runtime/settings-words.ts";

test.each([
  ["approvals gates", { approvals: "gates" }],
  ["remind 4h", { decisionMs: 14_400_000 }],
  ["saving on", { saving: true }],
  ["approvers nobody", { approvers: [] }],
  ["approvers anyone", { approvers: ["anyone"] }],
  ["approvers @U123 @S0LEADS", { approvers: ["U123", "S0LEADS"] }],
  ["approvers @401, @!402 &7 @&8, @401", { approvers: ["401", "402", "&7", "&8"] }],
  ["approvers permission:ManageGuild @ann", { approvers: ["permission:ManageGuild", "ann"] }],
] as const)("%s is read", (text, change) => {
  expect(readSettings(text)).toEqual(change);
});

test.each([
  "approvers should be asked",
  "approvers @ann and bob",
  "approvers @",
  "approvers &",
  "approvers permission:",
  "approvers permission: ManageGuild",
  "approvals often",
  "remind soon",
  "saving",
])("%s is no setting", (text) => {
  expect(readSettings(text)).toBeNull();
});
