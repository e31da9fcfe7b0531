import { z } from "zod";

/** What a process says of a row that it saved. */
export const Row = z.object({
  id: z.string(),
  version: z.number().int(),
  status: z.enum(["running", "paused", "completed", "cancelled"]),
  /** Effects that are not done. */
  outbox: z.number().int(),
});
export type Row = z.infer<typeof Row>;

/** The newest state of every project, as the processes of a round said it. */
export type Rows = Map<string, Row>;

export const isOver = ({ status, outbox }: Row): boolean =>
  (status === "completed" || status === "cancelled") && outbox === 0;

/** Keeps whole lines of what a process writes. */
export const readRows = (rows: Rows): ((text: string) => void) => {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const row = Row.parse(JSON.parse(line));
      rows.set(row.id, row);
    }
  };
};
