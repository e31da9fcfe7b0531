import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { OpenAiOptions } from "#adapters/model/openai.ts";
import { StepOutput } from "#src/agent/output.ts";
import type { ModelRequest } from "#src/ports.ts";
import type { WireName } from "../../support/provider-servers/wires.ts";
import { key, modelAt, never, reply, request, serve, ways } from "./models.ts";

/** What arrives at the server when a model is asked. */
const sent = async (
  wire: WireName,
  change: Partial<OpenAiOptions> = {},
  asked: Partial<ModelRequest> = {},
) => {
  const server = await serve(() => reply(wire, change.streaming ?? false));
  await modelAt(wire, server.url, change).complete(request(asked), never);
  const [arrived] = server.arrived;
  if (arrived === undefined) throw new Error("nothing was asked");
  return arrived;
};

const block = '<document name="requirements/project_brief.md">\nA shop for tea.\n</document>';
const schema = request().schema.json;

test("Claude gets the role and the documents as places to cache, then the task, with a schema and without a temperature", async () => {
  const { path, body } = await sent("anthropic", { effort: "low" });
  expect(path).toBe("/v1/messages");
  expect(body).toEqual({
    model: "claude-haiku-5-5",
    max_tokens: 900,
    system: [{ type: "text", text: "You are an analyst.", cache_control: { type: "ephemeral" } }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: block, cache_control: { type: "ephemeral" } },
          { type: "text", text: "Write the requirements." },
        ],
      },
    ],
    output_config: { format: { type: "json_schema", schema }, effort: "low" },
    stream: false,
  });
});

test("of many documents, only the end of the last is a place to cache", async () => {
  const documents = ["a", "b", "c"].map((name) => ({ name, text: name }));
  const { body } = await sent("anthropic", {}, { documents });
  const Body = z.object({
    messages: z.array(z.object({ content: z.array(z.object({ cache_control: z.unknown().optional() })) })),
  });
  const content = Body.parse(body).messages[0]?.content ?? [];
  expect(content.map((part) => part.cache_control !== undefined)).toEqual([false, false, true, false]);
});

test("OpenAI gets instructions first, a strict schema, a key for its cache, and is told to keep nothing", async () => {
  const { path, body } = await sent("responses", { temperature: 0.2, effort: "high" });
  expect(path).toBe("/v1/responses");
  expect(body).toEqual({
    model: "gpt-6-luna",
    instructions: "You are an analyst.",
    input: [
      {
        role: "user",
        content: [
          { type: "input_text", text: block },
          { type: "input_text", text: "Write the requirements." },
        ],
      },
    ],
    text: { format: { type: "json_schema", name: "step_output", schema, strict: true } },
    max_output_tokens: 900,
    store: false,
    prompt_cache_key: "p-abc234:analyst",
    temperature: 0.2,
    reasoning: { effort: "high" },
    stream: false,
  });
});

test("a compatible server gets a system message, one user text, and nothing that only OpenAI knows", async () => {
  const { path, body } = await sent("chat", { streaming: true });
  expect(path).toBe("/v1/chat/completions");
  expect(body).toEqual({
    model: "gpt-6-luna",
    messages: [
      { role: "system", content: "You are an analyst." },
      { role: "user", content: `${block}\n\nWrite the requirements.` },
    ],
    max_tokens: 900,
    response_format: {
      type: "json_schema",
      json_schema: { name: "step_output", schema, strict: true },
    },
    stream: true,
    stream_options: { include_usage: true },
  });
});

test("a server that cannot hold a model to a schema gets it in words", async () => {
  for (const schemaSupport of ["json", "none"] as const) {
    const { body } = await sent("chat", { schemaSupport });
    const read = z
      .object({
        response_format: z.unknown().optional(),
        messages: z.array(z.object({ content: z.string() })),
      })
      .parse(body);
    expect(read.response_format).toEqual(schemaSupport === "json" ? { type: "json_object" } : undefined);
    expect(read.messages[0]?.content).toContain(JSON.stringify(schema));
  }
});

describe.each(ways)("$wire, $way", ({ wire, streaming }) => {
  test("the same request is the same bytes, so that caches hit", async () => {
    const asked = { schema: { name: "step_output", json: z.toJSONSchema(StepOutput) } };
    const [one, two] = [await sent(wire, { streaming }, asked), await sent(wire, { streaming }, asked)];
    expect(JSON.stringify(one.body)).toBe(JSON.stringify(two.body));
  });

  test("a key is sent, or none at all, and the SDK tells nothing else about this machine", async () => {
    const extraHeaders = { "x-title": "BotArmy" };
    const arrived = await sent(wire, { streaming, extraHeaders });
    expect(arrived.key).toBe("present");
    expect(arrived.headers).toContain("x-title");
    expect(arrived.headers.filter((name) => name.startsWith("x-stainless"))).toEqual([]);
    expect((await sent(wire, { streaming, apiKey: null })).key).toBe("absent");
    expect(JSON.stringify(arrived.body)).not.toContain(key);
  });
});

test("a temperature for Claude is refused before anything is asked, whoever serves it", () => {
  expect(() => modelAt("anthropic", "http://127.0.0.1:1", { temperature: 1 })).toThrow(
    "takes no temperature",
  );
  expect(() =>
    modelAt("chat", "http://127.0.0.1:1", { temperature: 0, model: "anthropic/claude-opus-5-5" }),
  ).toThrow("takes no temperature");
});
