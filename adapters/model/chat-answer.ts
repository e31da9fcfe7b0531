import { z } from "zod";
import { nothingHeard, type Counts, type End, type Heard } from "./heard.ts";

const Tokens = z.number().int().nonnegative();
/** Not every server counts, and some count wrongly: then it is estimated. */
const Usage = z
  .object({
    prompt_tokens: Tokens,
    prompt_tokens_details: z.object({ cached_tokens: Tokens.nullish() }).nullish(),
    completion_tokens: Tokens,
  })
  .nullish()
  .catch(null);

const Said = z.object({ content: z.string().nullish(), refusal: z.string().nullish() });
const Model = z.string().nullish();
const Reason = z.string().nullish();

const Completion = z.object({
  model: Model,
  choices: z.array(z.object({ message: Said, finish_reason: Reason })).min(1),
  usage: Usage,
});

const Chunk = z.object({
  model: Model,
  choices: z.array(z.object({ delta: Said.nullish(), finish_reason: Reason })),
  usage: Usage,
});

/** Reads a whole chat completion. Throws ZodError for anything else, such as a page of HTML. */
export const readCompletion = (body: unknown): Heard => {
  const { model, choices, usage } = Completion.parse(body);
  const [choice] = choices;
  const refusal = choice?.message.refusal ?? "";
  return {
    model: model ?? "",
    text: (choice?.message.content ?? "") + refusal,
    counts: countsOf(usage),
    end: refusal === "" ? endOf(choice?.finish_reason ?? "nothing") : { stop: "refusal" },
  };
};

/** Reads a stream's chunks. It is over when a chunk says why it is; the tokens come after that one. */
export async function* readChunks(chunks: AsyncIterable<unknown>): AsyncGenerator<Heard> {
  let heard = nothingHeard;
  let refused = false;
  for await (const raw of chunks) {
    const { model, choices, usage } = Chunk.parse(raw);
    const [choice] = choices;
    const refusal = choice?.delta?.refusal ?? "";
    refused ||= refusal !== "";
    const reason = choice?.finish_reason ?? "";
    const end = refused ? ({ stop: "refusal" } as const) : endOf(reason);
    heard = {
      model: heard.model === "" ? (model ?? "") : heard.model,
      text: heard.text + (choice?.delta?.content ?? "") + refusal,
      counts: countsOf(usage) ?? heard.counts,
      end: reason === "" ? heard.end : end,
    };
    yield heard;
  }
}

const countsOf = (usage: z.infer<typeof Usage>): Counts | null =>
  usage === null || usage === undefined
    ? null
    : {
        input: usage.prompt_tokens,
        cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
        // Servers of this kind do not tell it.
        written: 0,
        output: usage.completion_tokens,
      };

const endOf = (reason: string): End => {
  switch (reason) {
    case "stop":
      return { stop: "end" };
    case "length":
      return { stop: "max-tokens" };
    case "content_filter":
      return { stop: "refusal" };
    case "error":
      return { fault: { kind: "server", detail: "it failed on the way" } };
    default:
      return { fault: { kind: "bad-response", detail: `it ended with ${reason}` } };
  }
};
