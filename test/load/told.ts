import { z } from "zod";

/** What a project's row says of what is to be told, whenever it is saved. */
export const Row = z.object({
  type: z.literal("row"),
  at: z.number(),
  project: z.string(),
  isDone: z.boolean(),
  /** Effects of the talk lane that wait for nothing but their turn. */
  telling: z.array(
    z.object({
      id: z.string(),
      type: z.enum(["openThread", "post", "ask", "edit", "upload"]),
      /** The escalation that is asked. */
      escalation: z.string().nullable(),
      /** What is redrawn: `status`, or an escalation. */
      target: z.string().nullable(),
    }),
  ),
  questions: z.array(z.object({ id: z.string(), raisedAt: z.number() })),
});
export type Row = z.infer<typeof Row>;

/** What the process of the product uses. */
const Memory = z.object({ type: z.literal("memory"), rssMb: z.number(), heapMb: z.number() });

/** What the process of the product tells its parent. */
export const Told = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("broken"), words: z.string() }),
  Row,
  Memory,
]);
export type Told = z.infer<typeof Told>;

/** How it is started; the chat that it is on stands in its environment. */
export const Orders = z.object({
  data: z.string(),
  msPerStep: z.number(),
});
export type Orders = z.infer<typeof Orders>;
