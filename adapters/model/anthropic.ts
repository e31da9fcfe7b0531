import type Anthropic from "@anthropic-ai/sdk";
import type { Model, ModelRequest } from "#src/ports.ts";
import { readMessage, readMessageEvents } from "./anthropic-answer.ts";
import { anthropicFault } from "./anthropic-faults.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { watchedFetch } from "./fetch.ts";
import type { Heard } from "./heard.ts";
import type { Watch } from "./limits.ts";
import { refuseTemperatureForClaude, type ModelOptions } from "./options.ts";
import { createRemoteModel } from "./remote.ts";

/**
 * Claude by Anthropic's API, or by a server that speaks it. Throws BotArmyError `temperature-refused` when there is one.
 * A call throws ProviderError for every fault outside and the signal's reason when aborted, and is never repeated in here.
 */
export const createAnthropicModel = (options: ModelOptions): Model => {
  refuseTemperatureForClaude({ ...options, model: `claude: ${options.model}` });
  return createRemoteModel(options, async () => {
    const sdk = await import("@anthropic-ai/sdk");
    return {
      ask: (request, watch) => ask(clientFor(sdk.Anthropic, options, watch), { request, options, watch }),
      faultOf: (error) => anthropicFault(error, sdk, options.clock.now()),
    };
  });
};

/** A client for one call: its `fetch` belongs to that call. The connections are Node's, shared by all. */
const clientFor = (Sdk: typeof Anthropic, options: ModelOptions, watch: Watch): Anthropic =>
  new Sdk({
    // Without a key it would look for one in files. For servers that want none, no header is sent.
    apiKey: options.apiKey ?? "none",
    baseURL: options.baseUrl ?? "https://api.anthropic.com",
    maxRetries: 0,
    timeout: options.deadlineMs,
    logLevel: "off",
    openTelemetry: false,
    fetch: watchedFetch(options, watch.alive),
  });

interface Call {
  readonly request: ModelRequest;
  readonly options: ModelOptions;
  readonly watch: Watch;
}

async function* ask(client: Anthropic, { request, options, watch }: Call): AsyncGenerator<Heard> {
  const body = anthropicRequest(request, options);
  const { signal } = watch;
  if (options.streaming)
    yield* readMessageEvents(await client.messages.create({ ...body, stream: true }, { signal }));
  else yield readMessage(await client.messages.create({ ...body, stream: false }, { signal }));
}
