import type { Ledger, LedgerLine } from "#src/ports/ledger.ts";

/** A ledger in memory. */
export const memoryLedger = (): Ledger => {
  const lines: LedgerLine[] = [];
  return {
    add: async (line) => {
      lines.push(line);
    },
    list: async (project) => lines.filter((line) => line.project === project),
    ofCall: async (key) => lines.filter((line) => line.key === key),
  };
};
