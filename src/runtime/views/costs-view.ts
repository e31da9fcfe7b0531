import type { LedgerLine } from "../../ports/ledger.ts";
import { dollars, tokensOf } from "../../project/budget.ts";
import { costTable } from "../../project/costs.ts";
import { nameOf } from "../../project/draft.ts";
import type { Block, Message } from "../../project/message.ts";
import { duration } from "../../project/numbers.ts";
import type { Project } from "../../project/project.ts";
import type { Parts } from "../parts.ts";
import { table, view } from "./view.ts";

/** Where tokens and money went: by agent with all attempts, estimated and actual by stage, then every paid call. */
export const costsView = async ({ ledger }: Pick<Parts, "ledger">, project: Project): Promise<Message> =>
  view("Costs", [
    tokensTable(project),
    ...costTable(project),
    ...ledgerBlocks(await ledger.list(project.id)),
  ]);

const tokensTable = (project: Project): Block =>
  table(
    ["agent", "tokens"],
    [
      ...project.stages.map(({ agent, spent }) => [nameOf(project, agent), String(tokensOf(spent))]),
      ["all", String(tokensOf(project.usage))],
    ],
  );

/** Most lines of the ledger on one page; the newest are shown. */
const mostLines = 100;

/** Every attempt of a paid call; nothing for the scripted demo, which costs nothing. */
const ledgerBlocks = (lines: readonly LedgerLine[]): readonly Block[] => {
  const ended = lines.filter(({ outcome }) => outcome !== "begun");
  if (ended.length === 0) return [];
  const rows = ended
    .slice(-mostLines)
    .map((line) => [
      `${line.stage}.${line.step} ${line.attempt}`,
      `${line.provider}/${line.model}`,
      `${line.tokensIn} (${line.tokensCached} cached, ${line.tokensWritten} written)`,
      String(line.tokensOut),
      `${dollars(line.usd)}${line.known ? "" : " ?"}`,
      duration(line.ms),
      line.outcome,
    ]);
  const cut =
    ended.length > mostLines
      ? [{ type: "context" as const, text: `The newest ${mostLines} of ${ended.length} attempts.` }]
      : [];
  return [table(["step", "model", "tokens in", "out", "cost", "time", "outcome"], rows), ...cut];
};
