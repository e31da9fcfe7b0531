import { z } from "zod";
import type { ModelRequest, PromptDocument } from "#src/ports.ts";
import { speakerIn, stepIn } from "./talking.ts";
import type { WireName } from "./wires.ts";

/** What a request says, read back from the wire. */
export interface Asked {
  readonly model: string;
  readonly streaming: boolean;
  readonly system: string;
  readonly documents: readonly PromptDocument[];
  readonly prompt: string;
  readonly maxTokens: number;
}

const Text = z.object({ text: z.string() });
const stream = z.boolean().nullish();

const Anthropic = z.object({
  model: z.string(),
  max_tokens: z.number(),
  system: z.array(Text),
  messages: z.array(z.object({ role: z.literal("user"), content: z.array(Text) })).length(1),
  stream,
});
const Responses = z.object({
  model: z.string(),
  max_output_tokens: z.number(),
  instructions: z.string(),
  input: z.array(z.object({ role: z.literal("user"), content: z.array(Text) })).length(1),
  stream,
});
const Chat = z.object({
  model: z.string(),
  max_tokens: z.number(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).length(2),
  stream,
});

/** Reads a request of ours. Throws ZodError for one that our adapters do not write. */
export const readAsked = (wire: WireName, body: unknown): Asked => {
  switch (wire) {
    case "anthropic": {
      const { model, max_tokens: maxTokens, system, messages, ...rest } = Anthropic.parse(body);
      const user = (messages[0]?.content ?? []).map(({ text }) => text);
      return {
        model,
        maxTokens,
        system: system.map(({ text }) => text).join(""),
        ...turn(user, rest.stream),
      };
    }
    case "responses": {
      const { model, max_output_tokens: maxTokens, instructions, input, ...rest } = Responses.parse(body);
      const user = (input[0]?.content ?? []).map(({ text }) => text);
      return { model, maxTokens, system: instructions, ...turn(user, rest.stream) };
    }
    case "chat": {
      const { model, max_tokens: maxTokens, messages, ...rest } = Chat.parse(body);
      return {
        model,
        maxTokens,
        system: messages[0]?.content ?? "",
        ...turn([messages[1]?.content ?? ""], rest.stream),
      };
    }
  }
};

const turn = (texts: readonly string[], streaming: boolean | null | undefined) => {
  const user = texts.join("\n\n");
  const prompt = user.slice(user.lastIndexOf("</document>") + 1).replace(/^\/document>\s*/, "");
  return { documents: documentsIn(user), prompt, streaming: streaming === true };
};

/** The documents of a prompt, as they were before they were put between tags. */
export const documentsIn = (text: string): readonly PromptDocument[] =>
  [...text.matchAll(/<document name="([^"]*)">\n([\s\S]*?)\n<\/document>/g)].map((match) => ({
    name: unescaped(match[1] ?? ""),
    text: (match[2] ?? "").replace(/&(?:amp;)*lt;(?=\s*\/?\s*document\b)/gi, (found) =>
      found.toLowerCase() === "&lt;" ? "<" : `&${found.slice("&amp;".length)}`,
    ),
  }));

const unescaped = (name: string): string =>
  name.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** Which file belongs to which of the agents we know; others are named after the folder. */
const agents: Readonly<Record<string, string>> = {
  requirements: "analyst",
  design: "architect",
  development: "developer",
  testing: "tester",
  deployment: "deployer",
};

/** Who is asked for what: it is not on the wire, but the task names the file and its context names the stage, the step and the attempt. */
export const aboutOf = (prompt: string): ModelRequest["about"] => {
  const [, folder = ""] = /^File: ([\w-]+)\//m.exec(prompt) ?? [];
  const [, title = "", step = "", attempt = ""] =
    /^Workflow: .*, stage “(.+)”, step (plan|talk|produce), attempt (\d+)$/m.exec(prompt) ?? [];
  return {
    project: "p-000000",
    agent: speakerIn(prompt) ?? agents[folder] ?? folder,
    stage: title.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    step: stepIn(step),
    attempt: Number(attempt) || 1,
  };
};
