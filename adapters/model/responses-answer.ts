import { z } from "zod";
import { nothingHeard, type Counts, type End, type Heard } from "./heard.ts";
import { kindOfCode } from "./openai-faults.ts";

const Tokens = z.number().int().nonnegative();
const Usage = z.object({
  input_tokens: Tokens,
  input_tokens_details: z
    .object({ cached_tokens: Tokens.nullish(), cache_write_tokens: Tokens.nullish() })
    .nullish(),
  output_tokens: Tokens,
});

const Part = z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });

const Response = z.object({
  model: z.string(),
  status: z.string(),
  output: z.array(z.object({ type: z.string(), content: z.array(Part).nullish() })),
  usage: Usage.nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
type Response = z.infer<typeof Response>;

const Event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("response.created"), response: z.object({ model: z.string() }) }),
  z.object({ type: z.literal("response.output_text.delta"), delta: z.string() }),
  z.object({ type: z.literal("response.completed"), response: Response }),
  z.object({ type: z.literal("response.incomplete"), response: Response }),
  z.object({ type: z.literal("response.failed"), response: Response }),
]);

const eventTypes = new Set<unknown>(Event.options.map((option) => option.shape.type.value));

/** Reads a whole response of the Responses API. Throws ZodError for anything else, such as a page of HTML. */
export const readResponse = (body: unknown): Heard => {
  const response = Response.parse(body);
  const parts = response.output.flatMap(({ type, content }) => (type === "message" ? (content ?? []) : []));
  const refused = parts.some(({ type }) => type === "refusal");
  return {
    model: response.model,
    text: parts.map(({ text, refusal }) => text ?? refusal ?? "").join(""),
    counts: countsOf(response),
    end: refused ? { stop: "refusal" } : endOf(response),
  };
};

/** Reads a stream's events. It is over only with an event that has the whole response in it. */
export async function* readResponseEvents(events: AsyncIterable<{ type?: unknown }>): AsyncGenerator<Heard> {
  let heard = nothingHeard;
  for await (const raw of events) {
    if (!eventTypes.has(raw.type)) continue;
    const event = Event.parse(raw);
    switch (event.type) {
      case "response.created":
        heard = { ...heard, model: event.response.model };
        break;
      case "response.output_text.delta":
        heard = { ...heard, text: heard.text + event.delta };
        break;
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        heard = whole(event.response, heard);
        break;
    }
    yield heard;
  }
}

/** Some servers leave the text out of the last event. */
const whole = (response: Response, before: Heard): Heard => {
  const heard = readResponse(response);
  return heard.text === "" ? { ...heard, text: before.text } : heard;
};

const countsOf = ({ usage }: Response): Counts | null =>
  usage === null || usage === undefined
    ? null
    : {
        input: usage.input_tokens,
        cached: usage.input_tokens_details?.cached_tokens ?? 0,
        written: usage.input_tokens_details?.cache_write_tokens ?? 0,
        output: usage.output_tokens,
      };

const endOf = ({ status, incomplete_details: why, error }: Response): End => {
  if (status === "completed") return { stop: "end" };
  if (status === "incomplete" && why?.reason === "max_output_tokens") return { stop: "max-tokens" };
  if (status === "incomplete" && why?.reason === "content_filter") return { stop: "refusal" };
  const code = error?.code ?? "";
  if (refusals.has(code)) return { stop: "refusal" };
  if (status === "failed")
    return {
      fault: { kind: kindOfCode(code) ?? "server", detail: [code, error?.message ?? ""].join(" ").trim() },
    };
  return { fault: { kind: "bad-response", detail: `it ended as ${status} ${why?.reason ?? ""}`.trim() } };
};

/** A response that failed because the model must not write about this. */
const refusals = new Set(["content_filter", "bio_policy", "misalignment_policy_violation", "invalid_prompt"]);
