import { z } from "zod";
import type { Told } from "./platform.ts";

/** Something that a person did, for the checks. */
export interface Did {
  readonly what:
    | "start"
    /** Words or a choice that move the project, unless it is over. */
    | "command"
    | "files"
    /** A choice: nothing when somebody else was first. */
    | "decision"
    /** A wish that may be refused. */
    | "wish"
    /** Only an answer to them alone: `word` is in that and in no other. */
    | "question";
  readonly person: string;
  /** The thread it was done in; null in a channel. */
  readonly thread: string | null;
  readonly told: readonly Told[];
  readonly word?: string;
}

/** That something was handled, to its end, at this time. */
export const Handled = z.object({ id: z.string(), at: z.number() });
export type Handled = z.infer<typeof Handled>;

export const isAcked = ({ told }: Did): boolean => told.some((one) => one.isAcked);

/** What its command is called: what came in always means the same command. */
export const commandOf = ({ what, told }: Did): string => {
  const id = told[0]?.id ?? "";
  return what === "files" ? `${id}:files` : id;
};
