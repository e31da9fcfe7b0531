import type OpenAI from "openai";
import type { ModelRequest } from "#src/ports.ts";
import { documentBlock } from "./documents.ts";
import type { ModelOptions } from "./options.ts";
import { schemaFor } from "./schema.ts";

/** How much a server makes of a schema: holds the model to it, promises JSON only, or nothing. */
export type SchemaSupport = "strict" | "json" | "none";

/** The body of a request to OpenAI's Responses API. What stays the same comes first: the role, then the documents, then the task. */
export const responsesRequest = (
  request: ModelRequest,
  { model, temperature, effort }: ModelOptions,
): Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream"> => ({
  model,
  instructions: request.system,
  input: [
    {
      role: "user",
      content: [...request.documents.map(documentBlock), request.prompt].map((text) => ({
        type: "input_text" as const,
        text,
      })),
    },
  ],
  text: {
    format: {
      type: "json_schema",
      name: request.schema.name,
      schema: schemaFor("openai", request.schema.json),
      strict: true,
    },
  },
  max_output_tokens: request.maxTokens,
  store: false,
  // The steps of one agent in one project begin with the same text.
  prompt_cache_key: `${request.about.project}:${request.about.agent}`,
  ...given("temperature", temperature),
  ...(effort === undefined || effort === null ? {} : { reasoning: { effort } }),
});

/** The body for Gemini's compatible endpoint, Ollama, vLLM, OpenRouter: only what all of them know. */
export const chatRequest = (
  request: ModelRequest,
  { model, temperature, effort, schemaSupport }: ModelOptions & { schemaSupport: SchemaSupport },
): Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "stream"> => ({
  model,
  messages: [
    { role: "system", content: schemaSupport === "strict" ? request.system : withSchema(request) },
    { role: "user", content: [...request.documents.map(documentBlock), request.prompt].join("\n\n") },
  ],
  max_tokens: request.maxTokens,
  ...responseFormat(request, schemaSupport),
  ...given("temperature", temperature),
  ...given("reasoning_effort", effort),
});

const responseFormat = (
  { schema }: ModelRequest,
  support: SchemaSupport,
): Pick<OpenAI.ChatCompletionCreateParamsNonStreaming, "response_format"> => {
  switch (support) {
    case "strict":
      return {
        response_format: {
          type: "json_schema",
          json_schema: { name: schema.name, schema: schemaFor("chat", schema.json), strict: true },
        },
      };
    case "json":
      return { response_format: { type: "json_object" } };
    case "none":
      return {};
  }
};

/** A server that does not hold the model to the schema has to ask the model for it. */
const withSchema = ({ system, schema }: ModelRequest): string =>
  `${system}\n\nAnswer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schemaFor("chat", schema.json))}`;

const given = <Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { readonly [key in Name]?: Value } =>
  // An object literal with a computed key is only known to have some string for its key; this one has exactly that name.
  value === null || value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value });
