import type Anthropic from "@anthropic-ai/sdk";
import type { ModelRequest } from "#src/ports.ts";
import { documentBlock } from "./documents.ts";
import type { ModelOptions } from "./options.ts";
import { schemaFor } from "./schema.ts";

/** The body of a request to Claude. What stays the same comes first: the role, then the documents, then the task. */
export const anthropicRequest = (
  request: ModelRequest,
  { model, effort }: ModelOptions,
): Omit<Anthropic.MessageCreateParamsNonStreaming, "stream"> => ({
  model,
  max_tokens: request.maxTokens,
  system: [cached(request.system)],
  messages: [{ role: "user", content: [...documentBlocks(request), { type: "text", text: request.prompt }] }],
  output_config: {
    format: { type: "json_schema", schema: schemaFor("anthropic", request.schema.json) },
    ...(effort === undefined || effort === null ? {} : { effort }),
  },
});

/** The end of the documents is a place to cache: an agent's next step, a repair and a revision begin with the same ones. */
const documentBlocks = ({ documents }: ModelRequest): Anthropic.TextBlockParam[] =>
  documents
    .map(documentBlock)
    .map((text, index) => (index === documents.length - 1 ? cached(text) : { type: "text", text }));

const cached = (text: string): Anthropic.TextBlockParam => ({
  type: "text",
  text,
  cache_control: { type: "ephemeral" },
});
