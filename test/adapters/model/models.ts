import { onTestFinished } from "vitest";
import { systemClock } from "#adapters/clock/system.ts";
import { createAnthropicModel } from "#adapters/model/anthropic.ts";
import { createOpenAiModel, type OpenAiOptions } from "#adapters/model/openai.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import { startRawServer, type RawServer, type Reply } from "../../support/provider-servers/raw-server.ts";
import { wires, type Said, type WireName } from "../../support/provider-servers/wires.ts";

/** A key that must never be seen anywhere but in a request's header. */
export const key = "never-to-be-seen-0123456789";

/** For calls that are never answered. */
export const deadlineMs = 200;

/** A model of one API, at a server. */
export const modelAt = (wire: WireName, url: string, change: Partial<OpenAiOptions> = {}): Model => {
  const options = {
    provider: "here",
    model: wire === "anthropic" ? "claude-haiku-5-5" : "gpt-6-luna",
    apiKey: key,
    baseUrl: wire === "anthropic" ? url : `${url}/v1`,
    deadlineMs: 5_000,
    firstMs: 2_000,
    idleMs: 2_000,
    streaming: false,
    clock: systemClock,
    ...change,
  };
  return wire === "anthropic"
    ? createAnthropicModel(options)
    : createOpenAiModel({ dialect: wire, ...options });
};

/** A server that ends with the test. */
export const serve = async (reply: Parameters<typeof startRawServer>[0]): Promise<RawServer> => {
  const server = await startRawServer(reply);
  onTestFinished(() => server.close());
  return server;
};

/** A request with everything in it. */
export const request = (change: Partial<ModelRequest> = {}): ModelRequest => ({
  key: "p-abc234:1:1",
  about: { project: "p-abc234", agent: "analyst", stage: "analyze", step: "produce", attempt: 1 },
  system: "You are an analyst.",
  documents: [{ name: "requirements/project_brief.md", text: "A shop for tea." }],
  prompt: "Write the requirements.",
  schema: {
    name: "step_output",
    json: {
      type: "object",
      properties: { summary: { type: "string" } },
      required: ["summary"],
      additionalProperties: false,
    },
  },
  maxTokens: 900,
  ...change,
});

/** A signal that is never aborted. */
export const never = new AbortController().signal;

export const said: Said = {
  model: "answered-by-1",
  text: JSON.stringify({ summary: "Tea “für alle” 🍵, as asked." }),
  tokens: { input: 120, cached: 100, written: 15, output: 30 },
};

/** An answer on a wire, as a stream or whole. */
export const reply = (wire: WireName, streaming: boolean, spoken: Said = said): Reply =>
  streaming
    ? { headers: { "content-type": "text/event-stream" }, body: wires[wire].events(spoken) }
    : { body: JSON.stringify(wires[wire].plain(spoken)) };

/** Every API, as a stream and whole. */
export const ways = (["anthropic", "responses", "chat"] as const).flatMap((wire) =>
  [false, true].map((streaming) => ({ wire, streaming, way: streaming ? "stream" : "plain" })),
);
