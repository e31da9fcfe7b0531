import { z } from "zod";
import { nothingHeard, type Counts, type End, type Heard } from "./heard.ts";

const Tokens = z.number().int().nonnegative().nullish();
const Usage = z.object({
  input_tokens: Tokens,
  cache_creation_input_tokens: Tokens,
  cache_read_input_tokens: Tokens,
  output_tokens: Tokens,
});
type Usage = z.infer<typeof Usage>;

const Message = z.object({
  model: z.string(),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullable(),
  usage: Usage,
});

const Event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message_start"), message: z.object({ model: z.string(), usage: Usage }) }),
  z.object({
    type: z.literal("content_block_delta"),
    delta: z.object({ type: z.string(), text: z.string().optional() }),
  }),
  z.object({
    type: z.literal("message_delta"),
    delta: z.object({ stop_reason: z.string().nullable() }),
    usage: Usage,
  }),
  z.object({ type: z.literal("message_stop") }),
]);

const eventTypes = new Set<unknown>(Event.options.map((option) => option.shape.type.value));

/** Reads a whole message. Throws ZodError for anything else, such as a page of HTML. */
export const readMessage = (body: unknown): Heard => {
  const { model, content, stop_reason: reason, usage } = Message.parse(body);
  return {
    model,
    text: content.map((block) => textOf(block)).join(""),
    counts: countsOf(usage),
    end: endOf(reason),
  };
};

/** Reads a stream's events. It is over only with `message_stop`: a stream that merely ends was cut off. */
export async function* readMessageEvents(events: AsyncIterable<{ type?: unknown }>): AsyncGenerator<Heard> {
  let heard = nothingHeard;
  let usage: Usage = {};
  let reason: string | null = null;
  for await (const raw of events) {
    if (!eventTypes.has(raw.type)) continue;
    const event = Event.parse(raw);
    switch (event.type) {
      case "message_start":
        usage = event.message.usage;
        heard = { ...heard, model: event.message.model, counts: countsOf(usage) };
        break;
      case "content_block_delta":
        heard = { ...heard, text: heard.text + textOf(event.delta) };
        break;
      case "message_delta":
        // Its counts are sums so far, and only those that changed.
        usage = { ...usage, ...withoutNulls(event.usage) };
        reason = event.delta.stop_reason ?? reason;
        heard = { ...heard, counts: countsOf(usage) };
        break;
      case "message_stop":
        heard = { ...heard, end: endOf(reason) };
        break;
    }
    yield heard;
  }
}

/** Thinking and other kinds of content are not part of the answer. */
const textOf = ({ type, text }: { type: string; text?: string | undefined }): string =>
  type === "text" || type === "text_delta" ? (text ?? "") : "";

const countsOf = (usage: Usage): Counts => {
  const cached = usage.cache_read_input_tokens ?? 0;
  const written = usage.cache_creation_input_tokens ?? 0;
  return {
    input: (usage.input_tokens ?? 0) + written + cached,
    cached,
    written,
    output: usage.output_tokens ?? 0,
  };
};

const endOf = (reason: string | null): End => {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return { stop: "end" };
    case "max_tokens":
      return { stop: "max-tokens" };
    case "refusal":
      return { stop: "refusal" };
    case "model_context_window_exceeded":
      return { fault: { kind: "too-large", detail: "prompt and answer do not fit into its context" } };
    default:
      return { fault: { kind: "bad-response", detail: `it ended with ${String(reason)}` } };
  }
};

const withoutNulls = (usage: Usage): Usage =>
  Object.fromEntries(Object.entries(usage).filter(([, value]) => typeof value === "number"));
