import type OpenAI from "openai";
import type { Model, ModelRequest } from "#src/ports.ts";
import { readChunks, readCompletion } from "./chat-answer.ts";
import { watchedFetch } from "./fetch.ts";
import type { Heard } from "./heard.ts";
import type { Watch } from "./limits.ts";
import { openAiFault } from "./openai-faults.ts";
import { chatRequest, responsesRequest, type SchemaSupport } from "./openai-request.ts";
import { refuseTemperatureForClaude, type ModelOptions } from "./options.ts";
import { createRemoteModel } from "./remote.ts";
import { readResponse, readResponseEvents } from "./responses-answer.ts";

export interface OpenAiOptions extends ModelOptions {
  /** `responses` for OpenAI itself; `chat` for Gemini's compatible endpoint, Ollama, vLLM, OpenRouter. */
  readonly dialect: "responses" | "chat";
  /** What a `chat` server does with the schema. A server that cannot take it answers 400, which is told as `bad-request`. */
  readonly schemaSupport?: SchemaSupport;
}

/**
 * OpenAI, or a server that speaks like it. Throws BotArmyError `temperature-refused` for a temperature on a Claude model.
 * A call throws ProviderError for every fault outside and the signal's reason when aborted, and is never repeated in here.
 */
export const createOpenAiModel = (options: OpenAiOptions): Model => {
  refuseTemperatureForClaude(options);
  const ask = options.dialect === "chat" ? askChat : askResponses;
  return createRemoteModel(options, async () => {
    const sdk = await import("openai");
    return {
      ask: (request, watch) => ask(clientFor(sdk.OpenAI, options, watch), { request, options, watch }),
      faultOf: (error) => openAiFault(error, sdk, options.clock.now()),
    };
  });
};

/** A client for one call: its `fetch` belongs to that call. The connections are Node's, shared by all. What is null would be taken from the environment. */
const clientFor = (Sdk: typeof OpenAI, options: OpenAiOptions, watch: Watch): OpenAI =>
  new Sdk({
    // It refuses to be made without a key. For servers that want none, no header is sent.
    apiKey: options.apiKey ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: options.baseUrl ?? "https://api.openai.com/v1",
    maxRetries: 0,
    timeout: options.deadlineMs,
    logLevel: "off",
    fetch: watchedFetch(options, watch.alive),
  });

interface Call {
  readonly request: ModelRequest;
  readonly options: OpenAiOptions;
  readonly watch: Watch;
}

async function* askResponses(client: OpenAI, { request, options, watch }: Call): AsyncGenerator<Heard> {
  const body = responsesRequest(request, options);
  const { signal } = watch;
  if (options.streaming)
    yield* readResponseEvents(await client.responses.create({ ...body, stream: true }, { signal }));
  else yield readResponse(await client.responses.create({ ...body, stream: false }, { signal }));
}

async function* askChat(client: OpenAI, { request, options, watch }: Call): AsyncGenerator<Heard> {
  const body = chatRequest(request, { ...options, schemaSupport: options.schemaSupport ?? "strict" });
  const { signal } = watch;
  const { completions } = client.chat;
  if (options.streaming)
    yield* readChunks(
      await completions.create(
        { ...body, stream: true, stream_options: { include_usage: true } },
        { signal },
      ),
    );
  else yield readCompletion(await completions.create({ ...body, stream: false }, { signal }));
}
