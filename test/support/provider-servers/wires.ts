/** What a model said, whatever the wire. */
export interface Said {
  readonly model: string;
  readonly text: string;
  readonly stop?: "end" | "max-tokens" | "refusal";
  /** `input` is all of it; `cached` and `written` are parts of it. */
  readonly tokens: {
    readonly input: number;
    readonly cached?: number;
    readonly written?: number;
    readonly output: number;
  };
}

/** How one API says things. */
export interface Wire {
  readonly path: string;
  /** The body of a whole answer. */
  plain(said: Said): object;
  /** The events of a streamed answer; the last one says that it is over. */
  events(said: Said): readonly string[];
  /** An event that breaks a stream off. */
  errorEvent(type: string): string;
  /** The body of an error. `code` is where this API puts the exact reason. */
  error(type: string, code?: string): object;
}

export type WireName = "anthropic" | "responses" | "chat";

const sse = (data: object | string, event?: string): string =>
  `${event === undefined ? "" : `event: ${event}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;

/** A text as a stream brings it: in pieces that respect no border. */
const pieces = (text: string): readonly string[] => {
  const size = Math.max(1, Math.ceil(text.length / 5));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
};

const words = "the provider's own words";

const anthropicUsage = ({ input, cached = 0, written = 0, output }: Said["tokens"]): object => ({
  input_tokens: input - cached - written,
  cache_creation_input_tokens: written,
  cache_read_input_tokens: cached,
  output_tokens: output,
});

const anthropicStop = { end: "end_turn", "max-tokens": "max_tokens", refusal: "refusal" } as const;

const anthropic: Wire = {
  path: "/v1/messages",
  plain: ({ model, text, stop = "end", tokens }) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text }],
    stop_reason: anthropicStop[stop],
    stop_sequence: null,
    usage: anthropicUsage(tokens),
  }),
  events: ({ model, text, stop = "end", tokens }) =>
    [
      {
        type: "message_start",
        message: {
          id: "msg_1",
          type: "message",
          role: "assistant",
          model,
          content: [],
          stop_reason: null,
          usage: anthropicUsage({ ...tokens, output: 1 }),
        },
      },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "ping" },
      ...pieces(text).map((piece) => ({
        type: "content_block_delta",
        index: 0,
        delta: { type: "text_delta", text: piece },
      })),
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: anthropicStop[stop], stop_sequence: null },
        usage: { input_tokens: null, output_tokens: tokens.output },
      },
      { type: "message_stop" },
    ].map((event) => sse(event, event.type)),
  errorEvent: (type) => sse(anthropic.error(type), "error"),
  error: (type, code) => ({
    type: "error",
    error: { type, message: words, ...(code === undefined ? {} : { details: { error_code: code } }) },
    request_id: "req_1",
  }),
};

const response = ({ model, text, stop = "end", tokens }: Said): object => ({
  id: "resp_1",
  object: "response",
  created_at: 1,
  model,
  status: stop === "max-tokens" ? "incomplete" : "completed",
  incomplete_details: stop === "max-tokens" ? { reason: "max_output_tokens" } : null,
  error: null,
  output: [
    {
      id: "msg_1",
      type: "message",
      role: "assistant",
      status: "completed",
      content: [
        stop === "refusal"
          ? { type: "refusal", refusal: text }
          : { type: "output_text", text, annotations: [] },
      ],
    },
  ],
  usage: {
    input_tokens: tokens.input,
    input_tokens_details: { cached_tokens: tokens.cached ?? 0, cache_write_tokens: tokens.written ?? 0 },
    output_tokens: tokens.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: tokens.input + tokens.output,
  },
});

const responses: Wire = {
  path: "/v1/responses",
  plain: response,
  events: (said) =>
    [
      {
        type: "response.created",
        response: { id: "resp_1", model: said.model, status: "in_progress", output: [] },
      },
      ...(said.stop === "refusal" ? [] : pieces(said.text)).map((delta) => ({
        type: "response.output_text.delta",
        item_id: "msg_1",
        output_index: 0,
        content_index: 0,
        delta,
      })),
      {
        type: said.stop === "max-tokens" ? "response.incomplete" : "response.completed",
        response: response(said),
      },
    ].map((event, number) => sse({ ...event, sequence_number: number }, event.type)),
  errorEvent: (code) => sse({ type: "error", code, message: words, param: null }, "error"),
  error: (type, code) => ({ error: { message: words, type, param: null, code: code ?? null } }),
};

const chatStop = { end: "stop", "max-tokens": "length", refusal: "content_filter" } as const;

const chatUsage = ({ input, cached = 0, output }: Said["tokens"]): object => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cached },
});

const chat: Wire = {
  path: "/v1/chat/completions",
  plain: ({ model, text, stop = "end", tokens }) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model,
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: chatStop[stop] }],
    usage: chatUsage(tokens),
  }),
  events: ({ model, text, stop = "end", tokens }) => {
    const chunk = (choices: readonly object[], usage: object | null = null): string =>
      sse({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model, choices, usage });
    return [
      chunk([{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }]),
      ...pieces(text).map((content) => chunk([{ index: 0, delta: { content }, finish_reason: null }])),
      chunk([{ index: 0, delta: {}, finish_reason: chatStop[stop] }]),
      chunk([], chatUsage(tokens)),
      sse("[DONE]"),
    ];
  },
  errorEvent: (code) => sse({ error: { message: words, type: code, param: null, code } }),
  error: responses.error,
};

/** The three APIs that models are asked by. */
export const wires: Readonly<Record<WireName, Wire>> = { anthropic, responses, chat };
