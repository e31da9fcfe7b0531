import type { Reply } from "./raw-server.ts";

/**
 * What a reply says that it used, read from its very bytes, in the words of any of the APIs; null when it says nothing of that.
 * What a provider has said, it charges.
 */
export const toldIn = ({
  status = 200,
  body = "",
  then,
}: Reply): { readonly input: number; readonly output: number } | null => {
  if (status !== 200 || then === "silent" || then === "hang-up") return null;
  const text = typeof body === "string" ? body : body.join("");
  const last = (name: string): number | null => {
    const [, digits] = [...text.matchAll(new RegExp(`"${name}":(\\d+)`, "g"))].at(-1) ?? [];
    return digits === undefined ? null : Number(digits);
  };
  const input = last("input_tokens") ?? last("prompt_tokens");
  if (input === null) return null;
  const cached = (last("cache_creation_input_tokens") ?? 0) + (last("cache_read_input_tokens") ?? 0);
  return { input: input + cached, output: last("output_tokens") ?? last("completion_tokens") ?? 0 };
};
