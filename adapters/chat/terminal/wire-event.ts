import { z } from "zod";
import { Message } from "#src/project/message.ts";
import { Instant } from "#src/project/words.ts";

const base = {
  /** 1 for the first line of the file, then one more each. */
  n: z.number().int().positive(),
  at: Instant,
  channel: z.string(),
};

/** A file as it was announced; its text lies in the project's artifacts. */
const UploadedFile = z.strictObject({
  path: z.string(),
  version: z.number().int().positive(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});

/** What a person did. Only the length of the words is kept: the words themselves belong to the project's log. */
const Did = z.strictObject({
  type: z.enum(["slash", "message", "decision"]),
  characters: z.number().int().nonnegative(),
});

/** One line of the wire file: everything that was said in the terminal, in order. `key` is the effect that said it. */
export const WireEvent = z.discriminatedUnion("op", [
  z.strictObject({
    ...base,
    op: z.literal("root"),
    key: z.string(),
    thread: z.string(),
    id: z.string(),
    message: Message,
  }),
  z.strictObject({
    ...base,
    op: z.literal("post"),
    key: z.string(),
    thread: z.string(),
    id: z.string(),
    message: Message,
  }),
  z.strictObject({
    ...base,
    op: z.literal("edit"),
    key: z.null(),
    thread: z.string(),
    id: z.string(),
    message: Message,
  }),
  z.strictObject({
    ...base,
    op: z.literal("upload"),
    key: z.string(),
    thread: z.string(),
    id: z.string(),
    file: UploadedFile,
  }),
  z.strictObject({
    ...base,
    op: z.literal("in"),
    key: z.null(),
    thread: z.string().nullable(),
    id: z.string(),
    did: Did,
  }),
]);
export type WireEvent = z.infer<typeof WireEvent>;
