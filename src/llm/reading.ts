import type { z } from "zod";

/** What became of an answer: the value it stands for, or what is wrong with it in words that help a model to mend it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** Issues told to the model at most; more of them repeat the same mistake. */
const issueLimit = 12;

/** Reads an answer as JSON. One Markdown fence around the whole answer is forgiven, anything else around the JSON is not. */
export const readJson = (answer: string): Reading<unknown> => {
  const text = withoutFence(answer.trim());
  if (text === "") return { ok: false, problem: "The answer is empty; it must be one JSON object." };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `The answer is not valid JSON: ${reasonOf(error)}.${cutOffHint(text)}` };
  }
};

/** Reads a value by a schema. Every issue names its place: `files.0.path: expected string`. */
export const readBy = <T>(schema: z.ZodType<T>, value: unknown): Reading<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const { issues } = parsed.error;
  const told = issues
    .slice(0, issueLimit)
    .map((issue) => `${issue.path.join(".") || "the answer"}: ${issue.message}`);
  const more = issues.length > issueLimit ? [`and ${issues.length - issueLimit} more`] : [];
  return { ok: false, problem: `The answer does not fit the schema. ${[...told, ...more].join("; ")}.` };
};

const withoutFence = (text: string): string =>
  /^```[a-z]*[ \t]*\r?\n([\s\S]*?)\r?\n?```$/i.exec(text)?.[1]?.trim() ?? text;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");

const cutOffHint = (text: string): string =>
  text.startsWith("{") && !text.endsWith("}")
    ? " It seems to be cut off at the end: answer more briefly."
    : "";
